"""Before a note is handed over or signed: what is required is answered, untouched options go."""

from scribe_desktop.errors import BadInput
from scribe_desktop.notes import stretches
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.phrases.marks import Edit, leave_out_optional, required


def untouched_left_out(content: NoteContent) -> dict[str, Passage]:
    """The passages that change because optional places in them were never touched, by key."""
    done = {key: _without_optional(passage) for key, passage in content.items()}
    return {key: passage for key, passage in done.items() if passage != content[key]}


def require_answered(note_type: NoteType, content: NoteContent) -> None:
    """Raise `BadInput`, naming the section, while a blank or a required choice is open."""
    printed = {section.key for section in note_type.sections} | {field.key for field in note_type.fields()}
    for key, passage in content.items():
        if key in printed and required(passage.text):
            title = note_type.section(key.partition(".")[0]).title
            raise BadInput(
                f"“{title}” still has an open blank.",
                remedy="F2 goes there: answer what is asked, or delete it.",
            )


def _without_optional(passage: Passage) -> Passage:
    for edit in leave_out_optional(passage.text):
        passage = _cut(passage, edit)
    return passage


def _cut(passage: Passage, edit: Edit) -> Passage:
    kept: list[tuple[str, Source]] = []
    at = 0
    for text, source in passage.pieces():
        before, after = max(edit.start - at, 0), max(edit.end - at, 0)
        rest = text[:before] + text[after:]
        kept.append((rest, stretches.resized(source, len(text), len(rest))))
        at += len(text)
    return Passage.join(kept)
