"""A change of look passes by what nobody sees, which has it as soon as somebody does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from scribe_desktop.qt import theme

STYLED = Qt.WidgetAttribute.WA_WState_Polished
OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.title, self.text, self.button = QLabel("Plan"), QPlainTextEdit("Rest."), QPushButton("Sign")
        self.title.setProperty("role", "note-type")
        self.text.setProperty("role", "note")
        column = QVBoxLayout(self)
        for widget in (self.title, self.text, self.button):
            column.addWidget(widget)


class Styled(QObject):
    """Counts how often a widget is styled or told that it was."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() in (QEvent.Type.StyleChange, QEvent.Type.Polish)
        return False


@pytest.fixture
def stack(qtbot: QtBot, qapp: QApplication) -> Iterator[QStackedWidget]:
    """Two equal pages, of which the second one has been in front before."""
    theme.apply(qapp, "light", 1.0)
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.addWidget(Page())
    stack.addWidget(Page())
    stack.resize(400, 300)
    stack.setCurrentIndex(1)
    with qtbot.waitExposed(stack):
        stack.show()
    stack.setCurrentIndex(0)
    yield stack
    theme.apply(qapp, "light", 1.0)


def page(stack: QStackedWidget, number: int) -> Page:
    found = stack.widget(number)
    assert isinstance(found, Page)
    return found


def looks(qtbot: QtBot, stack: QStackedWidget, number: int) -> QImage:
    stack.setCurrentIndex(number)
    page(stack, number).button.setFocus()
    qtbot.wait(50)
    return stack.grab().toImage()


def test_what_is_hidden_is_not_styled_however_often_the_look_changes(
    qapp: QApplication, stack: QStackedWidget
) -> None:
    seen, unseen = Styled(page(stack, 0).text), Styled(page(stack, 1).text)
    for name, scale in (("dark", 1.0), ("dark", 1.5), ("light", 2.0)):
        theme.apply(qapp, name, scale)
    assert seen.times == 6
    assert unseen.times == 0
    assert not page(stack, 1).text.testAttribute(STYLED)


def test_what_is_shown_later_looks_as_if_it_had_been_there(
    qtbot: QtBot, qapp: QApplication, stack: QStackedWidget
) -> None:
    for name, scale in (("dark", 1.5), ("light", 1.0), ("dark", 2.0)):
        theme.apply(qapp, name, scale)
        assert looks(qtbot, stack, 1) == looks(qtbot, stack, 0), (name, scale)
        assert page(stack, 1).title.font() == page(stack, 0).title.font()


def test_it_is_styled_once_when_it_is_shown(qapp: QApplication, stack: QStackedWidget) -> None:
    theme.apply(qapp, "dark", 1.5)
    unseen = Styled(page(stack, 1).text)
    stack.setCurrentIndex(1)
    assert unseen.times == 2  # the style, and the news of it
    stack.setCurrentIndex(0)
    stack.setCurrentIndex(1)
    assert unseen.times == 2


def test_what_is_hidden_in_a_hidden_page_waits_until_it_is_shown_itself(
    qtbot: QtBot, qapp: QApplication, stack: QStackedWidget
) -> None:
    for number in (0, 1):
        page(stack, number).button.hide()
    theme.apply(qapp, "dark", 1.5)
    stack.setCurrentIndex(1)
    assert page(stack, 1).title.testAttribute(STYLED)
    assert not page(stack, 1).button.testAttribute(STYLED)
    for number in (0, 1):
        page(stack, number).button.show()
    assert looks(qtbot, stack, 1) == looks(qtbot, stack, 0)


def test_nothing_keeps_a_style_of_its_own(qapp: QApplication, stack: QStackedWidget) -> None:
    theme.apply(qapp, "dark", 1.5)
    assert not any(widget.testAttribute(OWN_STYLE) for widget in stack.findChildren(QWidget))


def test_a_page_that_is_gone_meanwhile_is_no_matter(qapp: QApplication, stack: QStackedWidget) -> None:
    theme.apply(qapp, "dark", 1.5)
    page(stack, 1).deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.apply(qapp, "light", 1.0)
    assert stack.count() == 1


def test_what_is_seen_is_styled_once(qapp: QApplication, stack: QStackedWidget) -> None:
    seen = Styled(page(stack, 0).text)
    theme.apply(qapp, "dark", 1.5)
    assert seen.times == 2  # the style, and the news of it
    assert page(stack, 0).text.testAttribute(STYLED)


def test_it_looks_as_if_qt_had_styled_everything_itself(
    qtbot: QtBot, qapp: QApplication, stack: QStackedWidget
) -> None:
    theme.apply(qapp, "dark", 1.5)
    ours = looks(qtbot, stack, 0)
    sheet = qapp.styleSheet()
    qapp.setStyleSheet("")
    qapp.setStyleSheet(sheet)
    assert looks(qtbot, stack, 0) == ours


@pytest.fixture
def long_page(qtbot: QtBot, qapp: QApplication) -> Iterator[QScrollArea]:
    """Thirty buttons, of which the first few are in sight."""
    theme.apply(qapp, "light", 1.0)
    area, page = QScrollArea(), QWidget()
    column = QVBoxLayout(page)
    for number in range(30):
        column.addWidget(QPushButton(f"Order {number}"))
    area.setWidget(page)
    area.resize(300, 200)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.show()
    yield area
    theme.apply(qapp, "light", 1.0)


def test_what_is_scrolled_away_is_styled_after_what_is_seen(
    qtbot: QtBot, qapp: QApplication, long_page: QScrollArea
) -> None:
    buttons = long_page.findChildren(QPushButton)
    theme.apply(qapp, "dark", 1.0)
    styled = [button.testAttribute(STYLED) for button in buttons]
    assert (styled[0], styled[-1]) == (True, False)
    last = Styled(buttons[-1])
    qtbot.waitUntil(lambda: all(button.testAttribute(STYLED) for button in buttons))
    qtbot.waitUntil(lambda: not theme.is_under_way())
    assert last.times == 2
    assert buttons[-1].palette() == buttons[0].palette()


def test_what_is_gone_before_its_turn_is_no_matter(
    qtbot: QtBot, qapp: QApplication, long_page: QScrollArea
) -> None:
    theme.apply(qapp, "dark", 1.0)
    long_page.takeWidget().deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: not theme.is_under_way())


def test_another_look_meanwhile_reaches_everything(
    qtbot: QtBot, qapp: QApplication, long_page: QScrollArea
) -> None:
    for name, scale in (("dark", 1.0), ("dark", 2.0), ("light", 1.5)):
        theme.apply(qapp, name, scale)
    qtbot.waitUntil(lambda: not theme.is_under_way())
    buttons = long_page.findChildren(QPushButton)
    assert {button.font().pointSizeF() for button in buttons} == {buttons[0].font().pointSizeF()}
    assert all(button.testAttribute(STYLED) for button in buttons)
