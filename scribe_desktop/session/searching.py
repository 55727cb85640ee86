"""Search over the words of all notes, or of one patient's, for whoever may open their charts."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scribe_desktop.errors import StoreError
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.search_record import SearchRecord
from scribe_desktop.store.search import Hit, expression

_log = logging.getLogger(__name__)

ADDENDUM = "Addendum"


@dataclass(frozen=True)
class Found:
    """A section, or an addendum, with all the words; `Hit` says whose and when."""

    hit: Hit
    section: str
    """Its title."""


class Searching:
    def __init__(self, desk: Desk, restrictions: Restrictions) -> None:
        self._desk = desk
        self._restrictions = restrictions
        self._record = SearchRecord(desk)

    def find(self, typed: str, *, patient_id: str = "") -> tuple[Found, ...]:
        """Sections with all these words, latest visit first; each section once.

        What is in a restricted chart is not found by whoever may not open it. The search is on record, see
        `SearchRecord`; that its hits are read is for whoever shows them to say, see `read`.

        Args:
            typed: words; "in quotation marks" together, with a minus unwanted; the last may be unfinished.
            patient_id: this patient's notes only; empty for everybody's.

        Raises:
            NotAllowed: this role does not open charts.
            Restricted: not this patient's.
        """
        self._desk.require(Action.OPEN_ENCOUNTER)
        if patient_id:
            self._restrictions.require_patient(patient_id)
        if not expression(typed):
            self._record.end()
            return ()
        hidden = self._restrictions.closed_to_me()
        hits = self._desk.store.search.find(typed, patient_id=patient_id, hidden=hidden)
        found = tuple(Found(hit, self._title(hit)) for hit in _once_a_section(hits))
        charts = len({one.hit.patient.id for one in found})
        self._record.asked(typed, patient_id, hits=len(found), charts=charts)
        return found

    def read(self, shown: Iterable[Found]) -> None:
        """Somebody has had these before their eyes for a while: an entry for each chart, once in a while."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._record.settle()
        for note_id in dict.fromkeys(one.hit.note_id for one in shown):
            self._desk.audit.glanced(note_id)

    def close(self) -> None:
        """The store is being closed."""
        if self._desk.store.is_closed:
            return
        try:
            self._record.end()
        except StoreError as error:
            _log.warning("the last search is not in the audit trail: %s", type(error).__name__)

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
