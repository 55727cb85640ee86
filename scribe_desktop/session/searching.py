"""Search over the words of all notes, or of one patient's, for whoever may open their charts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import Action, require
from scribe_desktop.session.desk import Desk
from scribe_desktop.store.search import Hit

ADDENDUM = "Addendum"


@dataclass(frozen=True)
class Found:
    """A section, or an addendum, with all the words; `Hit` says whose and when."""

    hit: Hit
    section: str
    """Its title."""


class Searching:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str, *, patient_id: str = "") -> tuple[Found, ...]:
        """Sections with all these words, latest visit first; each section once.

        Args:
            typed: words; "in quotation marks" together, with a minus unwanted; the last may be unfinished.
            patient_id: this patient's notes only; empty for everybody's.

        Raises:
            NotAllowed: this role does not open charts.
        """
        require(self._desk.person, Action.OPEN_ENCOUNTER)
        self._desk.audit.once(AuditKind.NOTES_SEARCHED, "")
        hits = self._desk.store.search.find(typed, patient_id=patient_id)
        return tuple(Found(hit, self._title(hit)) for hit in _once_a_section(hits))

    def _title(self, hit: Hit) -> str:
        if not hit.key:
            return ADDENDUM
        section, _, _field = hit.key.partition(".")
        note_type = self._desk.note_types.get(hit.note_type)
        titles = {spec.key: spec.title for spec in note_type.sections} if note_type else {}
        return titles.get(section) or section.replace("_", " ").capitalize()


def _once_a_section(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The section's own text before its fields, which say the same in the notation of forms."""
    seen = set()
    for hit in sorted(hits, key=lambda hit: (-hit.started_at.timestamp(), hit.note_id, "." in hit.key)):
        place = hit.note_id, hit.key.partition(".")[0] or hit.snippet
        if place not in seen:
            seen.add(place)
            yield hit
