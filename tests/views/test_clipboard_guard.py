"""Words of a note leave the clipboard by themselves; what somebody else put there stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.copied import CopiedFrom
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.clippings import Place
from scribe_desktop.session.session import Session
from scribe_desktop.views.clipboard_guard import ClipboardGuard
from scribe_desktop.views.clipping import cut_out

WORDS = "Crushing chest pain."


@pytest.fixture
def clipboard(qtbot: QtBot) -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture
def guard(session: Session, jobs: Jobs, clipboard: QClipboard) -> ClipboardGuard:
    session.clipboard_rule.set_seconds(1)
    return ClipboardGuard(session, jobs)


def copy(session: Session, clipboard: QClipboard) -> None:
    passage = Passage.of(WORDS, Source(Origin.TYPED, session.person.id))
    place = Place("patient-1", CopiedFrom("note-1", "", session.desk.clock().date(), session.person.id))
    clipboard.setMimeData(cut_out(passage, place, session.clippings))


def test_copied_words_are_cleared_after_a_while(
    qtbot: QtBot, session: Session, guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    copy(session, clipboard)
    assert clipboard.text() == WORDS
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=10_000)


def test_what_somebody_else_put_there_stays(
    qtbot: QtBot, session: Session, jobs: Jobs, guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    copy(session, clipboard)
    assert jobs.wait(20_000)
    clipboard.setText("Shopping list")
    assert not guard._timer.isActive()
    guard.clear()
    assert clipboard.text() == "Shopping list"


def test_logging_out_clears_at_once_whatever_the_rule(
    qtbot: QtBot, session: Session, jobs: Jobs, guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    session.clipboard_rule.set_seconds(0)
    copy(session, clipboard)
    assert jobs.wait(20_000)
    assert not guard._timer.isActive()
    guard.close()
    assert clipboard.text() == ""


def test_whatever_is_copied_in_a_window_of_ours_is_cleared(
    qtbot: QtBot, session: Session, guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    field = QLineEdit("Imogen Hartley")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    field.copy()
    assert clipboard.text() == "Imogen Hartley"
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=10_000)
    assert not guard._timer.isActive()
