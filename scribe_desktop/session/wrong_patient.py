"""When to ask whether words are meant for the patient on screen: the rule, apart from any window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.likeness import Alike, Likeness, likeness
from scribe_desktop.notes.patient import Patient
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk

_WHEN, _MINUTES = "wrong-patient.when", "wrong-patient.minutes"
MOST_MINUTES = 60

STILL_IN_MIND = timedelta(seconds=60)
"""How long having chosen a patient by name speaks for itself; whoever was interrupted since is asked.

After an interruption, what somebody meant a few minutes ago says little about what they believe now.
"""


class When(StrEnum):
    """How often a clinic wants to be asked; a later value asks less."""

    ALWAYS = "always"
    RECENTLY = "recently"
    """Only as long as the other patient is fresh in mind."""
    ALIKE = "alike"
    """Only where two patients' names are easily mixed up."""
    NEVER = "never"


@dataclass(frozen=True)
class Policy:
    """What the clinic has decided.

    To ask at all, by one key that costs half a second, has been tried with orders (Adelman et al., J Am Med
    Inform Assoc 2013;20:305: odds of an order on the wrong patient 0.84). Ten minutes is the time within
    which that study's retract-and-reorder measure looks for the other patient.
    """

    when: When = When.RECENTLY
    minutes: int = 10


@dataclass(frozen=True)
class Doubt:
    """Words are about to go to another patient than the last ones did."""

    last: Encounter
    ago: timedelta
    alike: Alike | None
    """Somebody at hand for whom the patient on screen may be taken."""


class WrongPatient:
    """Asks once for every change of patient; keeps nothing beyond the session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        settings = desk.store.settings
        self.policy = Policy(
            When(settings.get(_WHEN, Policy.when)), int(settings.get(_MINUTES, str(Policy.minutes)))
        )
        self._last: tuple[Encounter, datetime] | None = None
        self._chosen: tuple[str, datetime] | None = None

    def set_policy(self, policy: Policy) -> None:
        """Keep how often to ask, for everybody at this store. Raises `BadInput` and `NotAllowed`."""
        self._desk.require(Action.CHANGE_SAFETY)
        if not 1 <= policy.minutes <= MOST_MINUTES:
            raise BadInput("The minutes cannot be right.", remedy=f"Give 1 to {MOST_MINUTES}.")
        with settings_change(self._desk, f"question before another patient's note: {policy.when.value}"):
            self._desk.store.settings.put(_WHEN, policy.when)
            self._desk.store.settings.put(_MINUTES, str(policy.minutes))
        self.policy = policy

    def chosen(self, patient: Patient) -> None:
        """Somebody picked this patient by name just now: in a list, or by typing who they are."""
        self._chosen = patient.id, self._desk.clock()

    def wrote(self, encounter: Encounter) -> None:
        """Words went into this encounter's note just now, or somebody said that they should."""
        self._last = encounter, self._desk.clock()

    def doubt(self, encounter: Encounter, at_hand: Iterable[Patient] = ()) -> Doubt | None:
        """Why to ask before words go to this patient, `at_hand` being the other open charts' patients.

        None: they may go there.
        """
        patient, now = encounter.patient, self._desk.clock()
        if self._last is None or self.policy.when is When.NEVER:
            return None
        last, at = self._last
        if last.patient.id == patient.id:
            return None
        alike = _most_alike(patient, (last.patient, *at_hand))
        like_names = alike is not None and alike.likeness is not Likeness.BIRTH_DATE
        asks = like_names or self._asks(patient, now, now - at)
        return Doubt(last, now - at, alike) if asks else None

    def _asks(self, patient: Patient, now: datetime, ago: timedelta) -> bool:
        who, since = self._chosen or ("", now)
        in_mind = who == patient.id and now - since <= STILL_IN_MIND
        recent = ago <= timedelta(minutes=self.policy.minutes)
        return self.policy.when is When.ALWAYS or (
            self.policy.when is When.RECENTLY and recent and not in_mind
        )


def _most_alike(patient: Patient, others: Iterable[Patient]) -> Alike | None:
    found: list[tuple[Likeness, str, Patient]] = []
    for other in others:
        kind = likeness(patient, other)
        if kind is not None:
            found.append((kind, other.id, other))
    kind, _, other = min(found, key=lambda one: one[:2]) if found else (None, "", patient)
    return Alike(other, kind) if kind is not None else None
