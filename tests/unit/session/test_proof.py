"""What leaves the program in the clear takes the passphrase; typed once, it lasts for a few minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scribe_desktop.errors import NotAllowed, PassphraseNeeded, WrongPassphrase
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import EXPORTS, Action
from scribe_desktop.session.proof import LASTS, Proof
from scribe_desktop.session.session import Session
from tests.unit.session.conftest import PASSPHRASE, Enter


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def proof(provider: Session, clock: Clock) -> Proof:
    return Proof(provider.desk, provider.people._vault, clock)


def test_once_given_it_lasts_for_a_few_minutes(proof: Proof, clock: Clock) -> None:
    with pytest.raises(PassphraseNeeded):
        proof.require(Action.EXPORT_AUDIT, "")
    proof.require(Action.EXPORT_AUDIT, PASSPHRASE)
    clock.now += LASTS - 1
    proof.require(Action.EXPORT_CREDENTIALS, "")
    assert proof.lasts == 1
    clock.now += 1
    with pytest.raises(PassphraseNeeded):
        proof.require(Action.EXPORT_AUDIT, "")


def test_using_it_does_not_prolong_it(proof: Proof, clock: Clock) -> None:
    proof.require(Action.EXPORT_AUDIT, PASSPHRASE)
    for _ in range(4):
        clock.now += LASTS / 4
        if proof.lasts:
            proof.require(Action.EXPORT_AUDIT, "")
    assert proof.lasts == 0


def test_a_wrong_one_ends_it_and_is_on_record(proof: Proof, provider: Session) -> None:
    proof.require(Action.EXPORT_AUDIT, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        proof.require(Action.EXPORT_AUDIT, "not the right one")
    with pytest.raises(PassphraseNeeded):
        proof.require(Action.EXPORT_AUDIT, "")
    (latest, *_) = provider.desk.store.audit.page(AuditFilter())
    assert (latest.kind, latest.outcome) == ("session.not-confirmed", "failed")
    assert latest.detail == "to export the audit trail"


def test_it_gives_nobody_a_right(enter: Enter, clock: Clock) -> None:
    scribe = enter(Role.SCRIBE)
    proof = Proof(scribe.desk, scribe.people._vault, clock)
    proof.require(Action.EXPORT_CREDENTIALS, PASSPHRASE)
    with pytest.raises(NotAllowed):
        proof.require(Action.EXPORT_AUDIT, PASSPHRASE)


def test_what_is_no_export_is_not_asked_about(proof: Proof) -> None:
    with pytest.raises(ValueError, match="no export"):
        proof.require(Action.OPEN_ENCOUNTER, PASSPHRASE)


def test_every_right_to_export_takes_it() -> None:
    assert {action for action in Action if action.name.startswith("EXPORT")} == EXPORTS


def test_each_export_asks_for_it(provider: Session, tmp_path: Path) -> None:
    exports: tuple[Callable[[], object], ...] = (
        lambda: provider.audit.export(tmp_path / "trail.csv", AuditFilter(), ""),
        lambda: provider.credential_export.write(tmp_path / "certificates.csv", ""),
    )
    assert len(exports) == len(EXPORTS)
    for export in exports:
        with pytest.raises(PassphraseNeeded):
            export()
    assert list(tmp_path.glob("*.csv")) == []


def test_a_proof_is_of_one_session_alone(enter: Enter, provider: Session) -> None:
    provider.proof.require(Action.EXPORT_AUDIT, PASSPHRASE)
    assert provider.proof.lasts
    assert enter(Role.PROVIDER).proof.lasts == 0
