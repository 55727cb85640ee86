import re
from itertools import combinations, product

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableWidget,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.qt import theme

GROUNDS = ("window", "surface", "raised", "sunken", "hover")
TINTS = ("selection", "accent_surface", "typed", "dictated", "phrase", "pasted", "pulled", "copied", "field")
READABLE = (
    *product(("text", "muted", "accent", "amber", "danger", "ok"), GROUNDS),
    *product(("text",), (*TINTS, "amber_surface", "danger_surface", "ok_surface", "border")),
    *product(("accent_text",), ("accent", "accent_hover", "accent_pressed")),
    *product(("danger_text",), ("danger_fill", "danger_fill_hover")),
    *((token, f"{token}_surface") for token in ("accent", "amber", "danger", "ok")),
)
DISTINCT = tuple(product(("border_strong", "focus"), GROUNDS))


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READABLE)
def test_text_can_be_read_on_every_ground(name: str, ink: str, ground: str) -> None:
    palette = theme.palette(name)
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("number", range(theme.PATIENTS))
def test_every_patients_colour_carries_text_and_stands_out(name: str, number: int) -> None:
    palette = theme.palette(name)
    colour, surface = palette.patients[number], palette.patient_surfaces[number]
    assert contrast(palette.patient_text, colour) >= 4.5
    for ink in (palette.text, palette.muted, palette.amber):
        assert contrast(ink, surface) >= 4.5
    for ground in (surface, palette.sunken, palette.raised):
        assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_no_two_patients_have_nearly_the_same_colour(name: str) -> None:
    def parts(colour: str) -> list[int]:
        return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]

    palette = theme.palette(name)
    assert len(palette.patients) == len(palette.patient_surfaces) == theme.PATIENTS
    for one, other in combinations(palette.patients, 2):
        assert sum((a - b) ** 2 for a, b in zip(parts(one), parts(other), strict=True)) ** 0.5 > 25


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), DISTINCT)
def test_outlines_and_focus_stand_out_from_every_ground(name: str, line: str, ground: str) -> None:
    palette = theme.palette(name)
    assert contrast(getattr(palette, line), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_the_style_sheet_is_filled_in_completely(name: str, scale: float) -> None:
    sheet = theme.style_sheet(name, scale)
    assert not re.findall(r"\$\w+|\d(?:dp|sp)\b", sheet)
    images = re.findall(r"url\(glyphs:([^)]+)\)", sheet)
    assert images
    assert all(assets.resource("themes", "glyphs", image).is_file() for image in images)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_qt_understands_the_whole_style_sheet(
    qtbot: QtBot, qapp: QApplication, name: str, scale: float, capfd: pytest.CaptureFixture[str]
) -> None:
    theme.apply(qapp, name, scale)
    button = QPushButton("Sign")
    qtbot.addWidget(button)
    button.show()
    assert "stylesheet" not in capfd.readouterr().err


@pytest.mark.parametrize("name", ["light", "dark"])
def test_applying_changes_palette_and_current_colours(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    assert theme.name() == name
    assert theme.current() == theme.palette(name)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.palette(name).window


def test_text_and_spacing_grow_up_to_twice_their_size(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    button, label = QPushButton("Sign"), QLabel("Hypertension")
    theme.mark(label, role="title")
    for widget in (button, label):
        qtbot.addWidget(widget)
        widget.show()
    small = [button.font().pointSizeF(), label.font().pointSizeF(), button.sizeHint().height(), theme.px(8)]
    theme.apply(qapp, "light", 2.0)
    QApplication.processEvents()
    large = [button.font().pointSizeF(), label.font().pointSizeF(), button.sizeHint().height(), theme.px(8)]
    assert large == pytest.approx([2 * size for size in small], rel=0.05)
    theme.apply(qapp, "light", 9.0)
    assert theme.px(8) == 16


def test_system_follows_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = QGuiApplication.styleHints()
    theme.apply(qapp, "system")
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.name() == "dark"
    theme.apply(qapp, "light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.name() == "light"


def test_marking_a_widget_shows_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    label = QLabel("The disk is full.")
    qtbot.addWidget(label)
    label.show()
    theme.mark(label, role="error")
    assert label.palette().color(label.foregroundRole()).name() == theme.current().danger
    theme.mark(label, role="ok")
    assert label.palette().color(label.foregroundRole()).name() == theme.current().ok


FOCUSABLE: tuple[type[QWidget], ...] = (
    QPushButton,
    QToolButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QDateEdit,
    QListWidget,
    QTreeWidget,
    QTableWidget,
    QCheckBox,
    QRadioButton,
    QTabBar,
)
MARKS: tuple[tuple[type[QWidget], dict[str, str | bool]], ...] = (
    *((kind, {}) for kind in FOCUSABLE),
    (QPushButton, {"primary": True}),
    (QPushButton, {"danger": True}),
    (QPushButton, {"quiet": True}),
    (QPlainTextEdit, {"role": "note"}),
    (QListWidget, {"quiet": True}),
)


def inner_place(widget: QWidget) -> QRect:
    """Where the widget shows what it holds."""
    if isinstance(widget, QAbstractScrollArea):
        return widget.viewport().geometry()
    if isinstance(widget, QLineEdit):
        return widget.cursorRect()
    if isinstance(widget, QAbstractSpinBox):
        return widget.lineEdit().geometry()
    return widget.tabRect(0) if isinstance(widget, QTabBar) else widget.geometry()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("kind", "marks"), MARKS)
def test_focus_is_seen_and_moves_nothing(
    qtbot: QtBot, qapp: QApplication, name: str, kind: type[QWidget], marks: dict[str, str | bool]
) -> None:
    theme.apply(qapp, name)
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    other, widget = QLineEdit(), kind()
    for row in (other, widget):
        column.addWidget(row)
    if isinstance(widget, QTabBar):
        widget.addTab("Draft")
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.mark(widget, **marks)
    holder.show()
    holder.activateWindow()
    QTest.qWaitForWindowActive(holder)
    other.setFocus()
    before, place = widget.grab().toImage(), inner_place(widget)
    widget.setFocus()
    assert widget.hasFocus()
    after = widget.grab().toImage()
    ring = theme.palette(name).text if {"primary", "danger"} & marks.keys() else theme.palette(name).focus
    found = sum(after.pixelColor(x, y).name() == ring for x in range(after.width()) for y in range(4))
    had = sum(before.pixelColor(x, y).name() == ring for x in range(before.width()) for y in range(4))
    assert found >= had + after.width() // 4
    assert inner_place(widget) == place


class Listener(QPlainTextEdit):
    """Counts how often it is told that its style is another one."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.told += event.type() is QEvent.Type.StyleChange


def nested(depth: int) -> tuple[QWidget, Listener]:
    """A listener so many widgets deep."""
    outermost, listener = QWidget(), Listener()
    around = outermost
    for _ in range(depth):
        column = QVBoxLayout(around)
        around = QWidget()
        column.addWidget(around)
    QVBoxLayout(around).addWidget(listener)
    return outermost, listener


def test_a_change_of_theme_is_not_told_once_more_for_every_widget_around(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    told = []
    for depth in (1, 12):
        outermost, listener = nested(depth)
        qtbot.addWidget(outermost)
        outermost.show()
        listener.told = 0
        theme.apply(app, "dark")
        told.append(listener.told)
        theme.apply(app, "light")
    assert told[0] == told[1] > 0


def test_the_same_theme_again_disturbs_nobody(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", 1.25)
    outermost, listener = nested(1)
    qtbot.addWidget(outermost)
    outermost.show()
    listener.told = 0
    theme.apply(app, "light", 1.25)
    assert listener.told == 0
    theme.apply(app, "light")
    assert listener.told > 0


def test_colours_and_sizes_are_the_new_themes_whatever_was_before(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    seen = set()
    for before in ("light", "dark"):
        theme.apply(app, before, 1.5)
        outermost, listener = nested(3)
        listener.setProperty("role", "note")
        qtbot.addWidget(outermost)
        outermost.show()
        theme.apply(app, "dark", 1.0)
        ink, size = listener.palette().color(QPalette.ColorRole.Text), listener.font().pointSizeF()
        seen.add((ink.name(), size, listener.fontMetrics().height()))
    theme.apply(app, "light")
    assert len(seen) == 1
    assert next(iter(seen))[0] == theme.palette("dark").text
