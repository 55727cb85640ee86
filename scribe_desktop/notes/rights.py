"""Who may do what: one table, asked by every use case."""

from enum import StrEnum

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.people import Person, Role


class Action(StrEnum):
    """What a person does to a chart, worded to stand after "may not"."""

    OPEN_ENCOUNTER = "open encounters"
    CREATE_ENCOUNTER = "create an encounter"
    WRITE_DRAFT = "write in a draft"
    SUBMIT = "submit a note"
    EDIT_IN_REVIEW = "edit a note in review"
    RETURN = "return a note"
    SIGN = "sign a note"
    CONFIRM_ORDER = "confirm orders, prescriptions and referrals"
    ADD_ADDENDUM = "add an addendum"
    SEND_AGAIN = "send a note again"
    CHANGE_SETTINGS = "change this workstation's settings"
    MANAGE_PEOPLE = "add people"
    CHANGE_RETENTION = "change how long sound is kept"
    CHANGE_SAFETY = "change how often the program asks whose note it is"
    KEEP_BACKUPS = "decide about backups"
    PURGE = "purge visits"
    READ_AUDIT = "read the audit trail"
    EXPORT_AUDIT = "export the audit trail"


_A, _S, _P, _V = Role.ADMINISTRATOR, Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR

# Signing is the provider's alone: CMS requires the billing provider's own authentication, and the
# Joint Commission lets a scribe document but never authenticate.
MAY: dict[Action, frozenset[Role]] = {
    Action.OPEN_ENCOUNTER: frozenset({_S, _P, _V}),
    Action.CREATE_ENCOUNTER: frozenset({_S, _P, _V}),
    Action.WRITE_DRAFT: frozenset({_S, _P, _V}),
    Action.SUBMIT: frozenset({_S, _P, _V}),
    Action.EDIT_IN_REVIEW: frozenset({_P}),
    Action.RETURN: frozenset({_P, _V}),
    Action.SIGN: frozenset({_P}),
    # What a scribe enters as an order stays pending until the provider acts on it (Joint Commission).
    Action.CONFIRM_ORDER: frozenset({_P}),
    Action.ADD_ADDENDUM: frozenset({_P}),
    Action.SEND_AGAIN: frozenset({_S, _P, _V, _A}),
    Action.CHANGE_SETTINGS: frozenset({_P, _V, _A, _S}),
    Action.MANAGE_PEOPLE: frozenset({_A, _V, _P}),
    Action.CHANGE_RETENTION: frozenset({_A, _V, _P}),
    Action.CHANGE_SAFETY: frozenset({_A, _V, _P}),
    Action.KEEP_BACKUPS: frozenset({_A, _V, _P}),
    Action.PURGE: frozenset({_A, _V, _P}),
    Action.READ_AUDIT: frozenset({_A, _V, _P}),
    Action.EXPORT_AUDIT: frozenset({_A, _V, _P}),
}


def may(person: Person, action: Action) -> bool:
    return person.role in MAY[action]


def require(person: Person, action: Action) -> None:
    """Raise `NotAllowed`, naming who may, unless this person's role covers the action."""
    if not may(person, action):
        allowed = ", ".join(sorted(role.label.lower() for role in MAY[action]))
        raise NotAllowed(
            f"{person.name} is logged in as {person.role.label.lower()} and may not {action.value}.",
            remedy=f"Ask a person with one of these roles: {allowed}.",
        )
