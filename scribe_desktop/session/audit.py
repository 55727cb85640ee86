"""Writes the audit trail: what every use case tells about itself, as `desk.audit(...)`."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scribe_desktop.errors import ScribeError, StoreNotWritable
from scribe_desktop.notes.audit import AuditEvent, AuditKind, Outcome
from scribe_desktop.notes.rights import Action

if TYPE_CHECKING:
    from scribe_desktop.session.desk import Desk

_log = logging.getLogger(__name__)

SET_BACK = timedelta(minutes=1)
"""How much earlier than the one before it an entry may be without saying that the clock was set back."""

AHEAD = timedelta(days=90)
"""After a pause of this length the trail says so: nobody was here, or the clock was set forward."""

SAME_LOOK = timedelta(minutes=15)
"""Going back to a chart within this time is the same look at it."""


class AuditTrail:
    """Adds entries in the name of whoever sits at the desk.

    An entry about something that is being stored belongs into the same commit:
    `with desk.store.together(): …; desk.audit(…)`. Any thread may call.
    """

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._lately: dict[tuple[AuditKind, str], datetime] = {}
        self._owed: list[AuditEvent] = []
        self._untold: dict[tuple[str, str], int] = {}

    def __call__(
        self,
        kind: AuditKind,
        *,
        patient_id: str | None = None,
        note_id: str | None = None,
        outcome: Outcome | str = Outcome.OK,
        detail: str = "",
    ) -> None:
        """Add an entry; the patient of a note need not be named.

        Args:
            detail: a few words of the program's own, never a patient's.

        Raises:
            StoreNotWritable: neither the entry nor what is in the same transaction was kept.
        """
        self._add(self._event(kind, patient_id or "", note_id or "", Outcome(outcome), detail))

    def or_owe(self, kind: AuditKind, *, patient_id: str = "", note_id: str = "", detail: str = "") -> None:
        """Add an entry about something that is only read, which no full disk may keep from anybody.

        The entry is owed then, and added before the next one.
        """
        self._add_or_owe(self._event(kind, patient_id, note_id, Outcome.OK, detail))

    def once(self, kind: AuditKind, note_id: str) -> None:
        """Add an entry unless there is one of this kind about this note since the log-in, or `again`."""
        if (kind, note_id) not in self._lately:
            now = self._desk.clock()
            with self._desk.store.together():
                self(kind, note_id=note_id)
                self._desk.store.afterwards(lambda: self._lately.update({(kind, note_id): now}))

    def again(self, kind: AuditKind, note_id: str) -> None:
        """The next such act is a new one."""
        self._lately.pop((kind, note_id), None)

    def looked(self, note_id: str, detail: str = "") -> None:
        """Somebody has a chart before their eyes; looking again soon is the same look.

        A disk that takes no more must not hide a chart from whoever treats the patient; see `or_owe`.
        """
        if not self._was_lately(AuditKind.CHART_READ, note_id):
            self.or_owe(AuditKind.CHART_READ, note_id=note_id, detail=detail)
            self._lately[AuditKind.CHART_READ, note_id] = self._desk.clock()

    def glanced(self, note_id: str) -> None:
        """Somebody reads some words of a chart, found by a search; part of a look that is not long ago."""
        kinds = (AuditKind.CHART_READ, AuditKind.HIT_READ)
        if not any(self._was_lately(kind, note_id) for kind in kinds):
            self.or_owe(AuditKind.HIT_READ, note_id=note_id)
            self._lately[AuditKind.HIT_READ, note_id] = self._desk.clock()

    def _was_lately(self, kind: AuditKind, about: str) -> bool:
        at = self._lately.get((kind, about))
        return at is not None and abs(self._desk.clock() - at) < SAME_LOOK

    def refused(self, action: Action, patient_id: str = "") -> None:
        """Somebody tried what they may not do. Trying it again soon is counted, not written each time.

        A disk that takes no more changes nothing about the refusal: the entry is owed then.
        """
        tried = action.value, patient_id
        key = AuditKind.REFUSED, "".join(tried)
        if self._was_lately(*key):
            self._untold[tried] = self._untold.get(tried, 0) + 1
            return
        self._tell_untold(tried)
        self._lately[key] = self._desk.clock()
        self._add_or_owe(self._event(AuditKind.REFUSED, patient_id, "", Outcome.DENIED, action.value))

    def tell_refused(self) -> None:
        """Write down what was only counted so far."""
        for tried in (*self._untold,):
            self._tell_untold(tried)

    def _tell_untold(self, tried: tuple[str, str]) -> None:
        times, (what, patient_id) = self._untold.pop(tried, 0), tried
        if times:
            said = f"{what}, {times} times more"
            self._add_or_owe(self._event(AuditKind.REFUSED, patient_id, "", Outcome.DENIED, said))

    def owe(self, kind: AuditKind, *, note_id: str = "", detail: str = "") -> None:
        """Remember an entry that cannot be written now; it is added before the next one."""
        self._owe(self._event(kind, "", note_id, Outcome.OK, detail))

    def _add_or_owe(self, event: AuditEvent) -> None:
        try:
            self._add(event)
        except StoreNotWritable:
            _log.warning("an entry of the audit trail cannot be written yet")
            self._owe(event)

    def _owe(self, event: AuditEvent) -> None:
        self._owed.append(replace(event, detail=f"{event.detail} (written late)".strip()))

    def _event(
        self, kind: AuditKind, patient_id: str, note_id: str, outcome: Outcome, detail: str
    ) -> AuditEvent:
        desk = self._desk
        who, where = desk.person, desk.workstation
        return AuditEvent(
            kind, desk.clock(), who.id, who.role.value, where.id, patient_id, note_id, outcome, detail
        )

    def _add(self, event: AuditEvent) -> None:
        audit = self._desk.store.audit
        with self._desk.store.together():
            for owed in self._owed:
                if not audit.holds(owed):
                    audit.append(owed)
            self._look_at_clock(event)
            audit.append(event)
            self._desk.store.afterwards(self._owed.clear)

    def _look_at_clock(self, event: AuditEvent) -> None:
        audit = self._desk.store.audit
        jump = clock_jump(audit.last_at(), event.at)
        if jump is not None:
            kind, said = jump
            about = replace(event, patient_id="", note_id="", outcome=Outcome.OK)
            audit.append(replace(about, kind=kind, detail=said))


def clock_jump(last: datetime | None, now: datetime) -> tuple[AuditKind, str] | None:
    """What is odd about this moment after the newest entry, if anything."""
    if last is None:
        return None
    if now < last - SET_BACK:
        return AuditKind.CLOCK_SET_BACK, f"{last - now} earlier than the entry before"
    if now > last + AHEAD:
        return AuditKind.CLOCK_AHEAD, f"{(now - last).days} days after the entry before"
    return None


@contextmanager
def announced(desk: "Desk", kind: AuditKind, detail: str = "") -> Iterator[None]:
    """What happens inside is not in the database: the entry is committed first, a second one if it fails."""
    desk.audit(kind, detail=detail)
    try:
        yield
    except ScribeError:
        desk.audit(kind, outcome=Outcome.FAILED, detail=detail)
        raise


@contextmanager
def settings_change(desk: "Desk", what: str) -> Iterator[None]:
    """What is stored inside is one commit with an entry that this setting was changed."""
    with desk.store.together():
        yield
        desk.audit(AuditKind.SETTINGS_CHANGED, detail=what)
