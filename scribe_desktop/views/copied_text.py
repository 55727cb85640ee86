"""Copied text in an editor: where it waits to be confirmed, and confirming it as one step of undo."""

from datetime import datetime

from PySide6.QtGui import QTextCursor

from scribe_desktop.notes.copied import confirmed, is_unconfirmed, unconfirmed
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.views.passage_editor import PassageEditor


def waiting(editor: PassageEditor) -> list[tuple[int, int]]:
    """Start and end, in code points, of what waits; quick where nothing was ever copied."""
    found = unconfirmed(editor.passage()) if editor.has_copies else ()
    return [(start, end) for start, end, _ in found]


def waiting_in(passage: Passage) -> int:
    """How many places would wait if this were in an editor."""
    return sum(1 for _ in unconfirmed(passage))


def source_here(editor: PassageEditor) -> Source | None:
    """Where the character behind the cursor came from, or the last one of its line; None in an empty line."""
    cursor = editor.textCursor()
    if cursor.hasSelection():
        cursor.setPosition(cursor.selectionStart())
    if cursor.block().length() == 1:
        return None
    return editor.source_at(cursor.position() - cursor.atBlockEnd())


def confirm(editor: PassageEditor, person_id: str, at: datetime) -> bool:
    """Confirm what is selected, or else the paragraph with the cursor. False: nothing waits there."""
    cursor = editor.textCursor()
    if cursor.hasSelection():
        return _confirm(editor, cursor.selectionStart(), cursor.selectionEnd(), person_id, at)
    block = cursor.block()
    start = max(block.position() - 1, 0)  # the line break before it, too
    return _confirm(editor, start, block.position() + block.length() - 1, person_id, at)


def confirm_all(editor: PassageEditor, person_id: str, at: datetime) -> bool:
    """Confirm everything that waits in this editor."""
    return editor.has_copies and _confirm(editor, 0, editor.document().characterCount(), person_id, at)


def _confirm(editor: PassageEditor, start: int, end: int, person_id: str, at: datetime) -> bool:
    found = [
        (begin, begin + to_qt(text, len(text)), source)
        for begin, text, source in editor.stretches(start, end)
        if is_unconfirmed(source)
    ]
    if not found:
        return False
    editor.end_undo_step()
    whole = QTextCursor(editor.document())
    whole.beginEditBlock()
    for begin, finish, source in found:
        whole.setPosition(begin)
        whole.setPosition(finish, QTextCursor.MoveMode.KeepAnchor)
        whole.setCharFormat(editor.format_for(confirmed(source, person_id, at)))
    whole.endEditBlock()
    editor.end_undo_step()
    return True
