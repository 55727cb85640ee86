"""Open places of a note in its editors: shown, put in order of provenance, answered in one step of undo."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QTextCursor

from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.phrases.marks import Edit, Mark, answer, next_mark
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.qt.offsets import from_qt, to_qt
from scribe_desktop.session.expanded import pulled_from
from scribe_desktop.views.passage_editor import PassageEditor


def selected_mark(editor: PassageEditor) -> Mark | None:
    """The open place that is selected from end to end."""
    return selected_in(editor, editor.textCursor())


def selected_in(editor: PassageEditor, cursor: QTextCursor) -> Mark | None:
    """The open place that a cursor selects from end to end."""
    text = editor.toPlainText()
    mark = next_mark(text, from_qt(text, cursor.selectionStart()))
    if mark is None or cursor.selectionEnd() != to_qt(text, mark.end):
        return None
    return mark if cursor.selectionStart() == to_qt(text, mark.start) else None


def give_answer(editor: PassageEditor, mark: Mark, chosen: Sequence[str], *, typed: bool) -> bool:
    """Answer a mark wherever it shows in this passage, and select what is open next.

    Returns:
        Whether there is another open place behind the answer; else the cursor stands behind the phrase.
    """
    text = editor.toPlainText()
    edits = answer(text, mark, chosen)
    asked = editor.source_at(to_qt(text, mark.start))
    phrase = asked.detail if asked.origin is Origin.PHRASE else ""
    picked, written = Source(Origin.PHRASE, editor.person_id, phrase), Source(Origin.TYPED, editor.person_id)
    source = written if typed else picked
    _apply(editor, ((edit, [(edit.text, source)]) for edit in edits))
    earlier = sum(len(edit.text) - edit.end + edit.start for edit in edits if edit.start < mark.start)
    own = next(edit for edit in edits if edit.start <= mark.start and edit.end >= mark.end)
    start = own.start + earlier
    following = next_mark(editor.toPlainText(), max(start, 0))
    if following is not None:
        editor.select(following.start, following.end)
        return True
    end = _end_of_phrase(editor, start + len(own.text), phrase)
    editor.select(end, end)
    return False


def _end_of_phrase(editor: PassageEditor, answered: int, phrase: str) -> int:
    """Where the text of a phrase ends, of which an answer ends at `answered`."""
    end = 0
    for text, source in editor.passage().pieces():
        ours = source.origin is Origin.PULLED or (source.origin is Origin.PHRASE and source.detail == phrase)
        if end >= answered and not ours:
            break
        end += len(text)
    return max(end, answered)


def refresh(editor: PassageEditor, facts: Facts) -> int:
    """Put what is known now in place of what tokens stood for; returns how many stretches changed.

    What somebody has edited since stays as it is.
    """
    edits: list[tuple[Edit, list[tuple[str, Source]]]] = []
    at, before = 0, ""
    for text, source in editor.passage().pieces():
        token, _, length = source.detail.rpartition("/")
        if source.origin is Origin.PULLED and length == str(len(text)):
            said = facts.value(token, before)
            if said and said != text:
                edits.append((Edit(at, at + len(text), said), [(said, pulled_from(token, said, source))]))
        at, before = at + len(text), before[-20:] + text
    _apply(editor, reversed(edits))
    return len(edits)


def _apply(editor: PassageEditor, edits: Iterable[tuple[Edit, Iterable[tuple[str, Source]]]]) -> None:
    text = editor.toPlainText()
    editor.end_undo_step()
    whole = QTextCursor(editor.document())
    whole.beginEditBlock()
    for edit, said in edits:
        whole.setPosition(to_qt(text, edit.start))
        whole.setPosition(to_qt(text, edit.end), QTextCursor.MoveMode.KeepAnchor)
        whole.removeSelectedText()
        for piece, source in said:
            whole.insertText(piece, editor.format_for(source))
    whole.endEditBlock()
    editor.end_undo_step()
