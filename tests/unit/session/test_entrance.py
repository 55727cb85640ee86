"""From nothing to a log-in: set-up that was cut short, the sample clinic, people and preferences."""

import shutil
from pathlib import Path

import pytest

from scribe_desktop.errors import (
    BadInput,
    MustWait,
    NotAllowed,
    StoreNotWritable,
    WeakPassphrase,
    WrongPassphrase,
)
from scribe_desktop.notes.people import Role
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import PROFILE_VARIABLE, Profile
from scribe_desktop.vault.attempts import FREE
from tests.unit.session.conftest import PASSPHRASE, Enter


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    return FrontDoor(Profile(tmp_path / "profile"), None)


def test_a_set_up_cut_short_before_the_store_heals_at_the_first_log_in(door: FrontDoor) -> None:
    person = new_person("Maria Santos", Role.PROVIDER, "MD")
    session, _ = door.set_up(person, PASSPHRASE, workstation="Triage 2")
    session.close()
    for path in door.profile.folder.glob("scribe.db*"):
        path.unlink()
    again = FrontDoor(door.profile, None)
    assert again.is_set_up
    session = again.log_in(person.id, PASSPHRASE)
    assert (session.person.name, session.person.role) == ("Maria Santos", Role.PROVIDER)
    assert session.desk.workstation.name == "Triage 2"
    assert [p.id for p in session.charting.providers()] == [person.id]
    session.close()


@pytest.mark.parametrize("passphrase", ["short", "passwordpassword"])
def test_a_weak_passphrase_sets_nothing_up(door: FrontDoor, passphrase: str) -> None:
    with pytest.raises(WeakPassphrase):
        door.set_up(new_person("Maria Santos", Role.PROVIDER, ""), passphrase, workstation="")
    assert not door.is_set_up


def test_an_outgoing_folder_that_cannot_be_made_sets_nothing_up(door: FrontDoor, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    person = new_person("Maria Santos", Role.PROVIDER, "")
    with pytest.raises(StoreNotWritable):
        door.set_up(person, PASSPHRASE, workstation="", outgoing=tmp_path / "file" / "out")
    assert not door.is_set_up


def test_the_recovery_code_gives_a_new_passphrase_in_place_of_the_old(door: FrontDoor) -> None:
    person = new_person("Maria Santos", Role.PROVIDER, "")
    session, code = door.set_up(person, PASSPHRASE, workstation="")
    session.close()
    with pytest.raises(WeakPassphrase):
        door.recover(person.id, code, "short")
    door.recover(person.id, code, "bread warm from the corner").close()
    with pytest.raises(WrongPassphrase):
        door.log_in(person.id, PASSPHRASE)
    door.log_in(person.id, "bread warm from the corner").close()


def test_a_half_built_sample_clinic_is_built_anew(door: FrontDoor) -> None:
    person = new_person("Somebody Else", Role.PROVIDER, "")
    session, _ = door.set_up(person, PASSPHRASE, workstation="")
    session.close()
    assert not sample_clinic.is_built(door)
    sample_clinic.build(door)
    assert sample_clinic.is_built(door)
    fresh = FrontDoor(door.profile, None)
    assert {login.name for login in fresh.logins()} == {login.name for login in sample_clinic.logins()}
    for sample in sample_clinic.logins():
        login = next(login for login in fresh.logins() if login.name == sample.name)
        session = fresh.log_in(login.person_id, sample.passphrase)
        assert session.person.role is sample.role
        assert session.charting.encounters()
        session.close()


def test_the_profile_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path))
    assert Profile.default().folder == tmp_path
    monkeypatch.delenv(PROFILE_VARIABLE)
    assert Profile.default().folder != tmp_path
    places = Profile.default()
    assert len({places.folder, places.sample.folder, places.phrases, places.models, places.outgoing}) == 5


def test_a_new_person_logs_in_with_their_own_passphrase(enter: Enter) -> None:
    session = enter(Role.ADMINISTRATOR)
    added = session.people.add(
        "  Kim   Park ", Role.SCRIBE, " CMSS ", "bread warm from the corner", own_passphrase=PASSPHRASE
    )
    assert (added.name, added.credentials) == ("Kim Park", "CMSS")
    session.close()
    door = FrontDoor(session.profile, None)
    other = door.log_in(added.id, "bread warm from the corner")
    assert other.person == added
    other.close()


@pytest.mark.parametrize("name", ["", "  ", "ada PROVIDER"])
def test_a_name_that_is_missing_or_taken_adds_nobody(enter: Enter, name: str) -> None:
    people = enter(Role.ADMINISTRATOR).people
    before = people.all()
    with pytest.raises(BadInput):
        people.add(name, Role.SCRIBE, "", "bread warm from the corner")
    assert people.all() == before


def test_a_person_cut_short_between_log_in_and_store_heals(enter: Enter, tmp_path: Path) -> None:
    session = enter(Role.ADMINISTRATOR)
    profile = session.profile
    shutil.copytree(profile.folder, tmp_path / "before")
    added = session.people.add(
        "Kim Park", Role.SCRIBE, "", "bread warm from the corner", own_passphrase=PASSPHRASE
    )
    cut_short = Profile(tmp_path / "before")
    for path in profile.folder.iterdir():
        if path.is_file() and not path.name.startswith("scribe.db"):
            shutil.copy(path, cut_short.folder)
    healed = FrontDoor(cut_short, None).log_in(added.id, "bread warm from the corner")
    assert (healed.person.name, healed.person.role) == ("Kim Park", Role.SCRIBE)
    healed.close()


def test_a_renewed_recovery_code_replaces_the_former(door: FrontDoor) -> None:
    person = new_person("Maria Santos", Role.PROVIDER, "")
    session, former = door.set_up(person, PASSPHRASE, workstation="")
    with pytest.raises(WrongPassphrase):
        session.people.renew_recovery("not this one at all")
    code = session.people.renew_recovery(PASSPHRASE)
    session.close()
    with pytest.raises(WrongPassphrase):
        door.recover(person.id, former, PASSPHRASE)
    door.recover(person.id, code, PASSPHRASE).close()


def test_what_was_entered_for_a_destination_stays_when_it_is_switched_off(
    enter: Enter, tmp_path: Path
) -> None:
    preferences = enter(Role.PROVIDER).preferences
    preferences.set_destination("folder", {"folder": f" {tmp_path} "}, on=True, own_passphrase=PASSPHRASE)
    assert preferences.destinations() == ("folder",)
    assert preferences.values("folder") == {"folder": str(tmp_path)}
    preferences.set_destination("folder", {"folder": str(tmp_path)}, on=False)
    assert preferences.destinations() == ()
    assert preferences.values("folder") == {"folder": str(tmp_path)}


def test_a_destination_that_cannot_be_right_is_not_switched_on(enter: Enter) -> None:
    preferences = enter(Role.PROVIDER).preferences
    with pytest.raises(BadInput):
        preferences.set_destination("fhir", {"base_url": "no address"}, on=True)
    assert preferences.destinations() == ()


def test_speech_settings_are_remembered_and_taken_back(enter: Enter) -> None:
    preferences = enter(Role.SCRIBE).preferences
    assert (preferences.speech_engine, preferences.microphone, preferences.vosk_settings()) == (
        None,
        None,
        {},
    )
    preferences.set_speech(engine="vosk", vosk_model="/models/en", microphone="Desk")
    assert (preferences.speech_engine, preferences.microphone) == ("vosk", "Desk")
    assert preferences.vosk_settings() == {"model": "/models/en"}
    preferences.set_speech(engine=None, vosk_model="", microphone=None)
    assert (preferences.speech_engine, preferences.microphone, preferences.vosk_settings()) == (
        None,
        None,
        {},
    )


def test_a_destination_without_its_connector_keeps_its_bare_name(enter: Enter) -> None:
    preferences = enter(Role.PROVIDER).preferences
    assert preferences.destination_title("gone") == "gone"
    assert preferences.destination_title("folder") != "folder"


@pytest.mark.parametrize("role", [Role.SCRIBE, Role.SUPERVISOR, Role.AUDITOR])
def test_a_workstation_is_set_up_by_who_can_give_every_log_in(door: FrontDoor, role: Role) -> None:
    with pytest.raises(NotAllowed):
        door.set_up(new_person("Sam Ito", role, ""), PASSPHRASE, workstation="")
    assert not door.is_set_up


def test_whoever_typed_it_wrong_too_often_is_let_try_again(enter: Enter) -> None:
    session = enter(Role.ADMINISTRATOR)
    scribe = next(person for person in session.people.all() if person.role is Role.SCRIBE)
    for _ in range(FREE + 1):
        with pytest.raises(WrongPassphrase):
            session.people._vault.unlock(scribe.id, "not this one at all")
    with pytest.raises(MustWait):
        session.people._vault.unlock(scribe.id, PASSPHRASE)
    session.people.open_again(scribe.id, own_passphrase=PASSPHRASE)
    assert session.people._vault.unlock(scribe.id, PASSPHRASE)
