"""The note check as this clinic has set it: which rules are on, and what they find."""

from collections.abc import Iterator

from scribe_desktop.checks.finding import Finding, Severity, Subject
from scribe_desktop.checks.rules import RULES, check
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.rights import Action
from scribe_desktop.phrases.marks import marks
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk

_OFF = "checks.off"


def _open_places(text: str) -> Iterator[tuple[int, int]]:
    yield from ((mark.start, mark.end) for mark in marks(text) if not mark.optional)


class NoteCheck:
    """Reads the store when it is made and when a rule is switched; `run` may be called on any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.off = frozenset(name for name in desk.store.settings.get(_OFF).split(",") if name)
        """Ids of the rules that are switched off."""

    def run(self, note_type: NoteType, encounter: Encounter, content: NoteContent) -> tuple[Finding, ...]:
        """What asks for a look in this note, what stops submitting first."""
        return check(Subject(note_type, content, encounter, _open_places), off=self.off)

    def require_submittable(self, note_type: NoteType, encounter: Encounter, content: NoteContent) -> None:
        """Raise `BadInput` naming the first thing that stops a note from being submitted."""
        found = self.run(note_type, encounter, content)
        stops = [finding for finding in found if finding.severity is Severity.STOPS]
        if stops:
            title = note_type.section(stops[0].key.partition(".")[0]).title
            more = f" ({len(stops) - 1} more)" if len(stops) > 1 else ""
            raise BadInput(f"“{title}”: {stops[0].message}{more}.", remedy="F4 goes from one to the next.")

    def switch(self, rule: str, *, on: bool) -> None:
        """Switch a rule on or off for everybody at this store.

        Raises:
            NotAllowed: this person may not.
            BadInput: the rule is one that is always on.
        """
        self._desk.require(Action.CHANGE_RULES)
        known = next(known for known in RULES if known.id == rule)
        if known.always and not on:
            raise BadInput(f"“{known.title}” is always checked.", remedy="Other rules can be switched off.")
        off = self.off - {rule} if on else self.off | {rule}
        with settings_change(self._desk, f"rule {rule} {'on' if on else 'off'}"):
            self._desk.store.settings.put(_OFF, ",".join(known.id for known in RULES if known.id in off))
        self.off = off
