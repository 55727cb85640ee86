"""What a rule sees, and what it finds."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.patient import Patient

_BLANK = Passage()


class Severity(StrEnum):
    STOPS = "stops submitting"
    """The note is not finished; it cannot be submitted like this."""
    LOOK = "asks for a look"
    """Something may be wrong; a person decides."""


def blanks(text: str) -> Iterator[tuple[int, int]]:
    """Where `***` stands."""
    yield from (found.span() for found in re.finditer(r"\*\*\*", text))


@dataclass(frozen=True)
class Subject:
    """One note as every rule sees it."""

    note_type: NoteType
    content: NoteContent
    encounter: Encounter
    open_places: Callable[[str], Iterable[tuple[int, int]]] = blanks
    """Start and end of what has to be answered in a text; phrases know of more than plain blanks."""

    @property
    def patient(self) -> Patient:
        return self.encounter.patient

    @property
    def visit_day(self) -> date:
        return self.encounter.started_at.astimezone().date()

    def text(self, key: str) -> str:
        return self.content.get(key, _BLANK).text

    def texts(self, *keys: str) -> Iterator[tuple[str, str]]:
        """Keys and texts of these sections, or of all sections, in the note's order; empty ones left out."""
        for section in self.note_type.sections:
            if (not keys or section.key in keys) and (text := self.text(section.key)):
                yield section.key, text

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """All fields and sections that are in the note, by key and in its order."""
        for section in self.note_type.sections:
            for key in [*(field.key for field in section.fields), section.key]:
                if key in self.content:
                    yield key, self.content[key]


@dataclass(frozen=True)
class Spot:
    """A place that a rule points at: `start` to `end` in code points of one passage."""

    key: str
    start: int
    end: int
    message: str
    fix: str | None = None
    """Text to put in place of it; None where only a person can say."""


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    key: str
    """The section's key or, for a field, the field's."""
    start: int
    end: int
    quote: str
    """What stood there when it was found."""
    message: str
    fix: str | None
