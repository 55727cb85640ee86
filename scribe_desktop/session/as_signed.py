"""With which note type a note is shown: the one that it was signed in, else the one of today."""

from scribe_desktop.notes.note import Note, NoteContent, NoteVersion
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.session.desk import Desk


def note_type_of(desk: Desk, note: Note, content: NoteContent, signed: NoteVersion | None) -> NoteType:
    """The sections, titles and labels of a note, with a place for everything that it says.

    Args:
        signed: the version that was signed, if one was; those of earlier programs kept no note type.
    """
    if signed is not None and signed.note_type is not None:
        return signed.note_type
    return desk.note_types.of_note(note.note_type, content)
