"""A list that makes room for its rows, whatever the text size."""

from PySide6.QtWidgets import QTreeWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.views.full_list import FullList


def shown(qtbot: QtBot, rows: int) -> tuple[QWidget, FullList]:
    page = QWidget()
    qtbot.addWidget(page)
    full = FullList(page)
    QVBoxLayout(page).addWidget(full)
    full.setHeaderLabels(["Name"])
    for row in range(rows):
        QTreeWidgetItem(full, [f"Row {row}"])
    page.resize(300, 100)
    page.show()
    return page, full


def in_sight(full: FullList) -> int:
    rows = [full.topLevelItem(at) for at in range(full.topLevelItemCount())]
    place = full.viewport().rect()
    return sum(row is not None and place.contains(full.visualItemRect(row)) for row in rows)


def test_a_few_rows_are_all_in_sight_and_many_scroll(qtbot: QtBot) -> None:
    for rows, seen in ((1, 1), (5, 5), (8, 8)):
        _, full = shown(qtbot, rows)
        assert in_sight(full) == seen
    page, full = shown(qtbot, 40)
    assert 8 <= in_sight(full) <= 9
    assert page.minimumSizeHint().height() < 600


def test_it_grows_with_its_rows_and_with_the_text(qtbot: QtBot) -> None:
    page, full = shown(qtbot, 2)
    before = full.minimumSizeHint().height()
    for row in range(4):
        QTreeWidgetItem(full, [f"More {row}"])
    assert full.minimumSizeHint().height() > before
    qtbot.waitUntil(lambda: in_sight(full) == 6, timeout=5_000)
    page.setStyleSheet("font-size: 30pt")
    qtbot.waitUntil(lambda: in_sight(full) == 6, timeout=5_000)
