"""Which rules of the note check a clinic can switch off, and which it cannot."""

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.people import Role
from tests.unit.session.conftest import Enter


def test_the_list_of_the_joint_commission_cannot_be_switched_off(enter: Enter) -> None:
    checks = enter(Role.PROVIDER).checks
    checks.switch("sides", on=False)
    for rule in ("do-not-use", "trailing-zero", "leading-zero"):
        with pytest.raises(BadInput, match="always checked"):
            checks.switch(rule, on=False)
        checks.switch(rule, on=True)
    assert checks.off == {"sides"}
