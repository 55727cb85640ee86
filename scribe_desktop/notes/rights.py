"""Who may do what: one table, asked by every use case."""

from enum import StrEnum

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.people import Person, Role


class Action(StrEnum):
    """What a person does to a chart, worded to stand after "may not"."""

    OPEN_ENCOUNTER = "open encounters"
    OPEN_RESTRICTED = "open restricted charts"
    BREAK_GLASS = "open a restricted chart in an emergency"
    RESTRICT = "restrict a chart"
    CREATE_ENCOUNTER = "create an encounter"
    WRITE_DRAFT = "write in a draft"
    SUBMIT = "submit a note"
    EDIT_IN_REVIEW = "edit a note in review"
    RETURN = "return a note"
    SIGN = "sign a note"
    CONFIRM_ORDER = "confirm orders, prescriptions and referrals"
    ADD_ADDENDUM = "add an addendum"
    SEND_AGAIN = "send a note again"
    DELIVER = "send signed notes to their destinations"
    CHANGE_SETTINGS = "change this workstation's settings"
    CHANGE_DESTINATIONS = "change where signed notes are sent"
    CHANGE_CLINIC_LISTS = "change the clinic's phrases and lists of codes"
    CHANGE_RULES = "switch checks on or off"
    CHANGE_RETENTION = "change how long sound is kept"
    CHANGE_SAFETY = "change how often the program asks whose note it is"
    KEEP_BACKUPS = "decide about backups"
    PURGE = "purge visits"
    READ_AUDIT = "read the audit trail"
    EXPORT_AUDIT = "export the audit trail"
    CHANGE_POLICY = "change how this workstation is protected"
    KEEP_PHRASES = "change dot phrases"
    KEEP_CREDENTIAL = "keep a certificate of their own"
    EXPORT_CREDENTIALS = "export certificates"
    MANAGE_PEOPLE = "add people"
    APPOINT = "give somebody the rights of a physician or an administrator"


_COLUMNS = {
    "S": Role.SCRIBE,
    "P": Role.PROVIDER,
    "V": Role.SUPERVISOR,
    "A": Role.ADMINISTRATOR,
    "R": Role.AUDITOR,
}

# A scribe runs nothing, an administrator opens no chart, and whoever audits changes nothing. Physicians and
# supervisors do run the workstation: a person has one role, and in a practice of one physician nobody else is
# there to do it. A clinic that wants the two apart has no role for that; the audit trail tells who did what.
# Signing is the provider's alone: CMS requires the billing provider's own authentication, and the Joint
# Commission lets a scribe document but never authenticate.
_TABLE = {
    Action.OPEN_ENCOUNTER: "S P V . R",
    Action.OPEN_RESTRICTED: ". P V . .",
    Action.BREAK_GLASS: "S . . . R",
    Action.RESTRICT: ". P V . .",
    Action.CREATE_ENCOUNTER: "S P V . .",
    Action.WRITE_DRAFT: "S P V . .",
    Action.SUBMIT: "S P V . .",
    Action.EDIT_IN_REVIEW: ". P . . .",
    Action.RETURN: ". P V . .",
    Action.SIGN: ". P . . .",
    # What a scribe enters as an order stays pending until the provider acts on it (Joint Commission).
    Action.CONFIRM_ORDER: ". P . . .",
    Action.ADD_ADDENDUM: ". P . . .",
    Action.SEND_AGAIN: "S P V A .",
    Action.DELIVER: "S P V A .",
    Action.CHANGE_SETTINGS: "S P V A .",
    Action.CHANGE_DESTINATIONS: ". P V A .",
    Action.CHANGE_CLINIC_LISTS: ". P V A .",
    Action.CHANGE_RULES: ". P V A .",
    Action.CHANGE_RETENTION: ". P V A .",
    Action.CHANGE_SAFETY: ". P V A .",
    Action.KEEP_BACKUPS: ". P V A .",
    Action.PURGE: ". P V A .",
    Action.READ_AUDIT: ". P V A R",
    Action.EXPORT_AUDIT: ". P V A R",
    Action.CHANGE_POLICY: ". P V A .",
    Action.KEEP_PHRASES: "S P V . .",
    Action.KEEP_CREDENTIAL: "S P V A .",
    Action.EXPORT_CREDENTIALS: "S P V A .",
    Action.MANAGE_PEOPLE: ". P V A .",
    Action.APPOINT: ". P . A .",
}

MAY: dict[Action, frozenset[Role]] = {
    action: frozenset(_COLUMNS[letter] for letter in row.split() if letter != ".")
    for action, row in _TABLE.items()
}

EXPORTS = frozenset({Action.EXPORT_AUDIT, Action.EXPORT_CREDENTIALS})
"""What takes patients' or people's data out of the program in the clear.

A backup is encrypted; phrases, own words and keys hold no data of anybody else.
"""

PROVEN = EXPORTS | {Action.CHANGE_DESTINATIONS, Action.CHANGE_POLICY, Action.MANAGE_PEOPLE}
"""What takes the passphrase again, because it outlasts the minute in which somebody else is at the keyboard.

Signing, addenda, purges and changes of keys ask for it each time and are not among these.
"""

ON_RECORD = EXPORTS | {
    Action.OPEN_ENCOUNTER,
    Action.CREATE_ENCOUNTER,
    Action.WRITE_DRAFT,
    Action.SUBMIT,
    Action.SEND_AGAIN,
    Action.OPEN_RESTRICTED,
    Action.BREAK_GLASS,
    Action.RESTRICT,
    Action.RETURN,
    Action.SIGN,
    Action.ADD_ADDENDUM,
    Action.READ_AUDIT,
    Action.CHANGE_POLICY,
    Action.KEEP_BACKUPS,
    Action.PURGE,
    Action.MANAGE_PEOPLE,
    Action.APPOINT,
}
"""Trying this without the right leaves an entry in the audit trail: no window offers it to those people."""

APPOINTED = frozenset({Role.PROVIDER, Role.ADMINISTRATOR})
"""Roles that only somebody who may `APPOINT` gives: they sign, or say who else may."""


def may(person: Person, action: Action) -> bool:
    return person.role in MAY[action]


def require(person: Person, action: Action) -> None:
    """Raise `NotAllowed`, naming who may, unless this person's role covers the action."""
    if not may(person, action):
        raise NotAllowed(
            f"{person.name} is logged in as {person.role.label.lower()} and may not {action.value}.",
            remedy=f"Ask a person with one of these roles: {who_may(action)}.",
        )


def who_may(action: Action) -> str:
    """The roles that cover the action, in words: "physician, supervisor"."""
    return ", ".join(sorted(role.label.lower() for role in MAY[action]))


def roles_to_give(person: Person) -> tuple[Role, ...]:
    """The roles in which this person may add others; none unless they manage people."""
    if not may(person, Action.MANAGE_PEOPLE):
        return ()
    return tuple(role for role in Role if role not in APPOINTED or may(person, Action.APPOINT))


def roles_to_begin() -> tuple[Role, ...]:
    """The roles that the first person of a workstation can have: everybody else comes from them."""
    return tuple(role for role in Role if role in MAY[Action.APPOINT])
