"""The note types that come with the program."""

from scribe_desktop import assets
from scribe_desktop.notes.note_types import NoteTypes

BUILT_IN = NoteTypes.load([assets.resource("note_types")])
SOAP = BUILT_IN.general
