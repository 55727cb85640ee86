"""Where signed notes go: who says so, what the trail tells of it, and whose token it is."""

from pathlib import Path

import pytest

from scribe_desktop.connectors.fhir import FhirConnector
from scribe_desktop.errors import NotAllowed, PassphraseNeeded
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.session.destination import fitting, host_or_folder
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.session.session import Session
from tests.unit.session.conftest import PASSPHRASE, Enter

OURS = {"base_url": "https://ehr.example/fhir", "token": "a-secret", "mrn_system": ""}


def to(preferences: Preferences, own: str = "", **values: str) -> dict[str, str]:
    return preferences.set_destination("fhir", values, on=True, own_passphrase=own)


def said(session: Session) -> list[str]:
    entries = session.desk.store.audit.page(AuditFilter(kind="settings.changed"))
    return [entry.detail for entry in reversed(entries)]


def test_notes_go_to_a_new_place_only_with_the_passphrase_and_the_trail_says_where(
    provider: Session, tmp_path: Path
) -> None:
    preferences = provider.preferences
    preferences.set_destination("folder", {"folder": str(tmp_path)}, on=True, own_passphrase=PASSPHRASE)
    provider.proof._until = 0.0
    preferences.set_destination("folder", {"folder": str(tmp_path)}, on=True)
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(PassphraseNeeded):
        preferences.set_destination("folder", {"folder": str(stick)}, on=True)
    assert preferences.values("folder") == {"folder": str(tmp_path)}
    preferences.set_destination("folder", {"folder": str(stick)}, on=False)
    with pytest.raises(PassphraseNeeded):
        preferences.set_destination("folder", {}, on=True)
    assert preferences.destinations() == ()
    assert said(provider) == [f"destination folder on: {tmp_path}"] * 2 + ["destination folder off"]


def test_a_token_is_forgotten_when_the_host_changes_and_kept_on_the_same_one(provider: Session) -> None:
    preferences = provider.preferences
    to(preferences, PASSPHRASE, **OURS)
    assert to(preferences, base_url="https://ehr.example/fhir/R4")["token"] == "a-secret"
    assert to(preferences, base_url="https://elsewhere.example/fhir", token="a-secret")["token"] == ""
    assert preferences.values("fhir")["token"] == ""
    assert to(preferences, base_url="https://third.example", token="third-secret")["token"] == "third-secret"
    preferences.set_destination("fhir", {"base_url": "https://elsewhere.example"}, on=False)
    assert preferences.values("fhir")["token"] == ""
    assert said(provider)[-1] == "destination fhir off"
    assert said(provider)[-2] == "destination fhir on: https://third.example"


def test_trying_another_host_does_not_hand_it_the_token(enter: Enter, provider: Session) -> None:
    to(provider.preferences, PASSPHRASE, **OURS)
    for base_url, sent in (("https://ehr.example/R4", True), ("https://elsewhere.example", False)):
        connector = provider.preferences.connection("fhir", {**OURS, "base_url": base_url})
        assert ("a-secret" in repr(vars(connector))) == sent
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).preferences.connection("fhir", OURS)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://name:word@EHR.example:8443/fhir?x=1", "https://ehr.example:8443"),
        ("", ""),
        ("https://[broken", "https://[broken"),
    ],
)
def test_only_the_host_is_told(base_url: str, host: str) -> None:
    assert host_or_folder(FhirConnector, {"base_url": base_url, "token": "t"}) == host


def test_a_first_address_takes_the_token_typed_with_it() -> None:
    assert fitting(FhirConnector, {}, OURS) == OURS
    assert fitting(FhirConnector, {"token": "a-secret"}, OURS) == OURS
