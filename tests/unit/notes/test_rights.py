import pytest

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.notes.rights import Action, may, require

# Scribe, physician, supervisor, administrator.
GRID = {
    Action.OPEN_ENCOUNTER: "yes yes yes no",
    Action.CREATE_ENCOUNTER: "yes yes yes no",
    Action.WRITE_DRAFT: "yes yes yes no",
    Action.SUBMIT: "yes yes yes no",
    Action.EDIT_IN_REVIEW: "no yes no no",
    Action.RETURN: "no yes yes no",
    Action.SIGN: "no yes no no",
    Action.CONFIRM_ORDER: "no yes no no",
    Action.ADD_ADDENDUM: "no yes no no",
    Action.SEND_AGAIN: "yes yes yes yes",
    Action.CHANGE_SETTINGS: "yes yes yes yes",
    Action.MANAGE_PEOPLE: "no yes yes yes",
    Action.CHANGE_RETENTION: "no yes yes yes",
    Action.CHANGE_SAFETY: "no yes yes yes",
    Action.READ_AUDIT: "no yes yes yes",
    Action.EXPORT_AUDIT: "no yes yes yes",
}
ROLES = (Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR)
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
