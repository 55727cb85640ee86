import pytest

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.notes.rights import Action, may, require, roles_to_begin, roles_to_give

# Scribe, physician, supervisor, administrator, auditor.
GRID = {
    Action.OPEN_ENCOUNTER: "yes yes yes no yes",
    Action.OPEN_RESTRICTED: "no yes yes no no",
    Action.BREAK_GLASS: "yes no no no yes",
    Action.RESTRICT: "no yes yes no no",
    Action.CREATE_ENCOUNTER: "yes yes yes no no",
    Action.WRITE_DRAFT: "yes yes yes no no",
    Action.SUBMIT: "yes yes yes no no",
    Action.EDIT_IN_REVIEW: "no yes no no no",
    Action.RETURN: "no yes yes no no",
    Action.SIGN: "no yes no no no",
    Action.CONFIRM_ORDER: "no yes no no no",
    Action.ADD_ADDENDUM: "no yes no no no",
    Action.SEND_AGAIN: "yes yes yes yes no",
    Action.DELIVER: "yes yes yes yes no",
    Action.CHANGE_SETTINGS: "yes yes yes yes no",
    Action.CHANGE_DESTINATIONS: "no yes yes yes no",
    Action.CHANGE_CLINIC_LISTS: "no yes yes yes no",
    Action.CHANGE_RULES: "no yes yes yes no",
    Action.CHANGE_RETENTION: "no yes yes yes no",
    Action.CHANGE_SAFETY: "no yes yes yes no",
    Action.KEEP_BACKUPS: "no yes yes yes no",
    Action.PURGE: "no yes yes yes no",
    Action.READ_AUDIT: "no yes yes yes yes",
    Action.EXPORT_AUDIT: "no yes yes yes yes",
    Action.CHANGE_POLICY: "no yes yes yes no",
    Action.KEEP_PHRASES: "yes yes yes no no",
    Action.KEEP_CREDENTIAL: "yes yes yes yes no",
    Action.EXPORT_CREDENTIALS: "yes yes yes yes no",
    Action.MANAGE_PEOPLE: "no yes yes yes no",
    Action.APPOINT: "no yes no yes no",
}
ROLES = (Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
CASES = [
    (action, role, allowed == "yes")
    for action, row in GRID.items()
    for role, allowed in zip(ROLES, row.split(), strict=True)
]


def person(role: Role) -> Person:
    return Person("id", "Tomas Whitfield", role)


def test_the_grid_covers_every_action_and_role() -> None:
    assert {(action, role) for action, role, _ in CASES} == {(a, r) for a in Action for r in Role}


@pytest.mark.parametrize(("action", "role", "allowed"), CASES)
def test_a_role_may_do_what_the_grid_says(action: Action, role: Role, allowed: bool) -> None:
    assert may(person(role), action) is allowed
    if allowed:
        require(person(role), action)
    else:
        with pytest.raises(NotAllowed, match=f"{role.label.lower()} and may not {action.value}"):
            require(person(role), action)


def test_a_refusal_names_who_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(person(Role.SCRIBE), Action.RETURN)
    assert refusal.value.in_full() == (
        "Tomas Whitfield is logged in as scribe and may not return a note. "
        "Ask a person with one of these roles: physician, supervisor."
    )


def test_credentials_stand_behind_the_name_as_signed() -> None:
    assert Person("id", "Amara Lindqvist", Role.PROVIDER, "MD").signature_name == "Amara Lindqvist, MD"
    assert person(Role.SCRIBE).signature_name == "Tomas Whitfield"


def test_only_who_may_appoint_makes_physicians_and_administrators() -> None:
    everybody = tuple(Role)
    assert roles_to_give(person(Role.ADMINISTRATOR)) == roles_to_give(person(Role.PROVIDER)) == everybody
    assert roles_to_give(person(Role.SUPERVISOR)) == (Role.SCRIBE, Role.SUPERVISOR, Role.AUDITOR)
    assert roles_to_give(person(Role.SCRIBE)) == roles_to_give(person(Role.AUDITOR)) == ()


def test_whoever_begins_can_give_every_role() -> None:
    assert roles_to_begin() == (Role.PROVIDER, Role.ADMINISTRATOR)
    assert all(roles_to_give(person(role)) == tuple(Role) for role in roles_to_begin())


def test_an_auditor_changes_nothing() -> None:
    reads = {Action.OPEN_ENCOUNTER, Action.BREAK_GLASS, Action.READ_AUDIT, Action.EXPORT_AUDIT}
    assert {action for action in Action if may(person(Role.AUDITOR), action)} == reads
