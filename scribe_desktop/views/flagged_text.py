"""Flagged dictation in an editor: where it waits for a look; confirming or changing it is one undo step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QTextCursor

from scribe_desktop.notes.dictated import Spoken, confirmed, is_flagged, settled, spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.views.passage_editor import PassageEditor


@dataclass(frozen=True)
class Flag:
    """One stretch that waits, in positions of the document, without blanks at its ends."""

    start: int
    end: int
    text: str
    source: Source

    @property
    def how(self) -> Spoken:
        found = spoken(self.source)
        assert found is not None
        return found


def waiting(editor: PassageEditor, start: int = 0, end: int | None = None) -> list[Flag]:
    """What waits between two positions, in order; quick where nothing was ever flagged."""
    if not editor.has_flags:
        return []
    return [
        _flag(begin, text, source)
        for begin, text, source in editor.stretches(start, end)
        if is_flagged(source) and text.strip()
    ]


def waiting_in(passage: Passage) -> int:
    """How many places would wait if this were in an editor."""
    runs = (text for text, source in passage.pieces() if is_flagged(source))
    return sum(bool(line.strip()) for text in runs for line in text.split("\n"))


def here(editor: PassageEditor) -> Flag | None:
    """The flag that is selected or that the cursor is at."""
    cursor = editor.textCursor()
    block = cursor.block()
    found = waiting(editor, block.position(), block.position() + block.length() - 1)
    at, until = cursor.selectionStart(), cursor.selectionEnd()
    return next((flag for flag in found if flag.start <= until and at <= flag.end), None)


def confirm(editor: PassageEditor, flags: list[Flag], person_id: str, at: datetime) -> bool:
    """Confirm these. False: there are none."""
    return _mark(editor, flags, lambda source: confirmed(source, person_id, at))


def swap(editor: PassageEditor, flag: Flag, person_id: str, at: datetime) -> bool:
    """Put in what may have been said, or put back what was heard. False: there is neither."""
    how = flag.how
    text = how.instead or how.heard
    if not text:
        return False
    source = settled(flag.source, flag.text, person_id, at)
    editor.replace(flag.start, flag.end, [(text, source)])
    return True


def _flag(begin: int, text: str, source: Source) -> Flag:
    words = text.strip()
    start = begin + to_qt(text, text.index(words))
    return Flag(start, start + to_qt(words, len(words)), words, source)


def _mark(editor: PassageEditor, flags: list[Flag], change: Callable[[Source], Source]) -> bool:
    if not flags:
        return False
    editor.end_undo_step()
    whole = QTextCursor(editor.document())
    whole.beginEditBlock()
    for flag in flags:
        whole.setPosition(flag.start)
        whole.setPosition(flag.end, QTextCursor.MoveMode.KeepAnchor)
        whole.setCharFormat(editor.format_for(change(flag.source)))
    whole.endEditBlock()
    editor.end_undo_step()
    return True
