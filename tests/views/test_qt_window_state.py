from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow, QSplitter, QTextEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.window_state import WindowState


def make_window(qtbot: QtBot) -> tuple[QMainWindow, QSplitter]:
    window, splitter = QMainWindow(), QSplitter()
    window.setObjectName("main")
    splitter.setObjectName("columns")
    for _ in range(2):
        splitter.addWidget(QTextEdit())
    window.setCentralWidget(splitter)
    qtbot.addWidget(window)
    return window, splitter


def test_a_window_comes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    window, splitter = make_window(qtbot)
    window.setGeometry(QRect(40, 60, 640, 420))
    window.show()
    splitter.setSizes([150, 480])
    WindowState(tmp_path).remember(window)
    again, again_splitter = make_window(qtbot)
    assert WindowState(tmp_path).restore(again)
    again.show()
    assert again.geometry() == window.geometry()
    assert again_splitter.sizes() == splitter.sizes()


def test_an_unknown_window_stays_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = make_window(qtbot)
    window.setGeometry(QRect(10, 20, 500, 400))
    assert not WindowState(tmp_path).restore(window)
    assert window.geometry() == QRect(10, 20, 500, 400)


def test_a_damaged_file_does_no_harm(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "windows.ini").write_text("[main]\ngeometry=@ByteArray(rubbish)\ncolumns=7\n")
    window, _ = make_window(qtbot)
    assert not WindowState(tmp_path).restore(window)


def test_nothing_but_places_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    window, splitter = make_window(qtbot)
    window.setWindowTitle("Sentinel Patient")
    for pane in splitter.findChildren(QTextEdit):
        pane.setPlainText("Sentinel Patient")
    WindowState(tmp_path).remember(window)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in written] == ["windows.ini"]
    assert b"Sentinel" not in written[0].read_bytes()
