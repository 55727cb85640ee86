"""Logging in with a code besides the passphrase: what is asked, what counts, who can take it away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from scribe_desktop.errors import (
    BadInput,
    CodeNeeded,
    MustWait,
    NotAllowed,
    WeakPassphrase,
    WrongCode,
    WrongPassphrase,
)
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.policies import Policy
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.second_factor import Enrolment
from scribe_desktop.vault.attempts import FREE
from tests.unit.session.conftest import PASSPHRASE, Enter

THE_SCRIBES = "bread warm from the corner"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def run(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class App:
    """An authenticator app, with a clock of its own."""

    def __init__(self, enrolment: Enrolment, clock: Clock) -> None:
        self._totp, self._clock = TOTP(enrolment.factor.secret, 6, SHA1(), 30), clock

    @property
    def code(self) -> str:
        return self._totp.generate(int(self._clock().timestamp())).decode()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tmp_path: Path, clock: Clock) -> FrontDoor:
    return FrontDoor(Profile(tmp_path / "profile"), None, clock=clock)


@pytest.fixture
def person_id(door: FrontDoor) -> str:
    person = new_person("Maria Santos", Role.PROVIDER, "MD")
    session, _ = door.set_up(person, PASSPHRASE, workstation="")
    session.people.add("Tobias Brandt", Role.SCRIBE, "", THE_SCRIBES, own_passphrase=PASSPHRASE)
    session.close()
    return person.id


@pytest.fixture
def enrolled(door: FrontDoor, person_id: str, clock: Clock) -> tuple[App, tuple[str, ...]]:
    session = door.log_in(person_id, PASSPHRASE)
    enrolment = session.second_factor.propose()
    app = App(enrolment, clock)
    codes = session.second_factor.switch_on(enrolment, app.code, PASSPHRASE)
    session.close()
    clock.run(30)
    return app, codes


Enrolled = tuple[App, tuple[str, ...]]


def test_the_passphrase_alone_opens_nothing_any_more(
    door: FrontDoor, person_id: str, enrolled: Enrolled
) -> None:
    app, _ = enrolled
    with pytest.raises(CodeNeeded):
        door.log_in(person_id, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        door.log_in(person_id, "not this one at all", app.code)
    door.log_in(person_id, PASSPHRASE, app.code).close()


def test_a_code_that_was_seen_is_worth_nothing(
    door: FrontDoor, person_id: str, enrolled: Enrolled, clock: Clock
) -> None:
    app, _ = enrolled
    seen = app.code
    door.log_in(person_id, PASSPHRASE, seen).close()
    with pytest.raises(WrongCode):
        door.log_in(person_id, PASSPHRASE, seen)
    clock.run(30)
    door.log_in(person_id, PASSPHRASE, app.code).close()


def test_a_paper_code_opens_once(door: FrontDoor, person_id: str, enrolled: Enrolled) -> None:
    _, codes = enrolled
    door.log_in(person_id, PASSPHRASE, codes[3]).close()
    with pytest.raises(WrongCode):
        door.log_in(person_id, PASSPHRASE, codes[3])
    door.log_in(person_id, PASSPHRASE, codes[4].upper()).close()


def test_guessing_codes_is_slowed_down_even_with_the_right_passphrase(
    door: FrontDoor, person_id: str, enrolled: Enrolled
) -> None:
    app, _ = enrolled
    waits = []
    for _ in range(FREE + 1):
        with pytest.raises(CodeNeeded):  # the right passphrase between guesses takes nothing back
            door.log_in(person_id, PASSPHRASE)
        with pytest.raises(WrongCode) as refusal:
            door.log_in(person_id, PASSPHRASE, "000000")
        waits.append(refusal.value.wait)
    assert waits == [0, 0, 2]
    with pytest.raises(MustWait):
        door.log_in(person_id, PASSPHRASE, app.code)


def test_it_is_not_switched_on_without_the_right_code(door: FrontDoor, person_id: str, clock: Clock) -> None:
    session = door.log_in(person_id, PASSPHRASE)
    enrolment = session.second_factor.propose()
    with pytest.raises(WrongCode):
        session.second_factor.switch_on(enrolment, "000000", PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        session.second_factor.switch_on(enrolment, App(enrolment, clock).code, "not this one at all")
    assert not session.second_factor.is_on
    session.close()
    door.log_in(person_id, PASSPHRASE).close()


def test_one_that_is_on_is_not_replaced(
    door: FrontDoor, person_id: str, enrolled: Enrolled, clock: Clock
) -> None:
    app, _ = enrolled
    session = door.log_in(person_id, PASSPHRASE, app.code)
    other = session.second_factor.propose()
    with pytest.raises(BadInput, match="on already"):
        session.second_factor.switch_on(other, App(other, clock).code, PASSPHRASE)
    session.close()
    clock.run(30)
    door.log_in(person_id, PASSPHRASE, app.code).close()


def test_switching_it_off_takes_the_passphrase(door: FrontDoor, person_id: str, enrolled: Enrolled) -> None:
    app, _ = enrolled
    session = door.log_in(person_id, PASSPHRASE, app.code)
    with pytest.raises(WrongPassphrase):
        session.second_factor.switch_off("not this one at all")
    session.second_factor.switch_off(PASSPHRASE)
    with pytest.raises(BadInput):
        session.second_factor.renew_paper(PASSPHRASE)
    session.close()
    door.log_in(person_id, PASSPHRASE).close()


def test_where_the_clinic_wants_it_nobody_switches_it_off_or_works_without(
    door: FrontDoor, person_id: str, enrolled: Enrolled, clock: Clock
) -> None:
    app, _ = enrolled
    session = door.log_in(person_id, PASSPHRASE, app.code)
    session.policies.set(Policy(second_factor=True))
    with pytest.raises(BadInput):
        session.second_factor.switch_off(PASSPHRASE)
    assert session.second_factor.is_on
    session.close()
    scribe = next(login for login in door.logins() if login.role is Role.SCRIBE)
    other = door.log_in(scribe.person_id, THE_SCRIBES)
    assert other.second_factor.is_due
    for action in (Action.OPEN_ENCOUNTER, Action.CHANGE_SETTINGS):
        with pytest.raises(NotAllowed, match="second factor"):
            other.desk.require(action)
    with pytest.raises(NotAllowed, match="second factor"):
        other.charting.encounters()
    enrolment = other.second_factor.propose()
    other.second_factor.switch_on(enrolment, App(enrolment, clock).code, THE_SCRIBES)
    assert other.charting.encounters() == ()
    other.close()


def test_who_comes_in_by_the_recovery_code_enrols_first_where_the_clinic_wants_it(
    door: FrontDoor, person_id: str, enrolled: Enrolled
) -> None:
    app, _ = enrolled
    session = door.log_in(person_id, PASSPHRASE, app.code)
    session.policies.set(Policy(second_factor=True))
    code = session.people.renew_recovery(PASSPHRASE)
    assert session.charting.encounters() == ()
    session.close()
    back = door.recover(person_id, code, PASSPHRASE)
    with pytest.raises(NotAllowed, match="second factor"):
        back.charting.encounters()
    back.close()


def test_the_recovery_code_stands_in_for_phone_and_paper_and_that_is_on_record(
    door: FrontDoor, tmp_path: Path, clock: Clock
) -> None:
    other = FrontDoor(Profile(tmp_path / "other"), None, clock=clock)
    person = new_person("Ana Torres", Role.PROVIDER, "")
    session, code = other.set_up(person, PASSPHRASE, workstation="")
    enrolment = session.second_factor.propose()
    session.second_factor.switch_on(enrolment, App(enrolment, clock).code, PASSPHRASE)
    session.close()
    with pytest.raises(WeakPassphrase):
        other.recover(person.id, code, "short")
    with pytest.raises(CodeNeeded):
        other.log_in(person.id, PASSPHRASE)
    session = other.recover(person.id, code, THE_SCRIBES)
    entries = session.desk.store.audit.page(AuditFilter(kind=AuditKind.SECOND_FACTOR_CHANGED))
    said = [entry.detail for entry in entries]
    assert said == ["switched off: the recovery code was used", "switched on"]
    assert not session.second_factor.is_on
    session.close()
    other.log_in(person.id, THE_SCRIBES).close()


def test_a_lost_phone_is_reset_by_who_manages_people_and_a_physicians_by_who_appoints(enter: Enter) -> None:
    supervisor, scribe, provider = enter(Role.SUPERVISOR), enter(Role.SCRIBE), enter(Role.PROVIDER)
    with pytest.raises(NotAllowed):
        scribe.second_factor.reset(scribe.person.id)
    with pytest.raises(NotAllowed):
        supervisor.second_factor.reset(provider.person.id)
    enrolment = scribe.second_factor.propose()
    scribe.second_factor.switch_on(enrolment, code_now(enrolment), PASSPHRASE)
    supervisor.second_factor.reset(scribe.person.id, own_passphrase=PASSPHRASE)
    assert scribe.second_factor.paper_left == 0


def code_now(enrolment: Enrolment) -> str:
    clock = Clock()
    clock.now = datetime.now(UTC)
    return App(enrolment, clock).code
