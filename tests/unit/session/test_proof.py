"""What outlasts an unlocked window takes the passphrase; typed once, it lasts for a few minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scribe_desktop.errors import NotAllowed, PassphraseNeeded, WrongPassphrase
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import EXPORTS, PROVEN, Action
from scribe_desktop.session.policies import Policy
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


def test_what_takes_no_passphrase_is_not_asked_about(proof: Proof) -> None:
    with pytest.raises(ValueError, match="takes no passphrase"):
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


def colleague(session: Session, role: Role) -> str:
    return next(person.id for person in session.people.all() if person.role is role)


LASTING: dict[str, Callable[[Session, str], object]] = {
    "a log-in for somebody": lambda s, own: s.people.add(
        "New One", Role.ADMINISTRATOR, "", "seven kettles by the pier", own_passphrase=own
    ),
    "another's second factor": lambda s, own: s.second_factor.reset(colleague(s, Role.SCRIBE), own),
    "another's wrong passphrases": lambda s, own: s.people.open_again(colleague(s, Role.SCRIBE), own),
    "a later lock": lambda s, own: s.policies.set(Policy(lock_after=15), own),
    "a new destination": lambda s, own: s.preferences.set_destination(
        "folder", {"folder": str(s.profile.folder)}, on=True, own_passphrase=own
    ),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_would_outlast_an_unlocked_window_asks_for_it_and_changes_nothing_before(
    provider: Session, name: str
) -> None:
    before = provider.people.all(), provider.policies.now, provider.preferences.destinations()
    for own, error in (("", PassphraseNeeded), ("not the right one", WrongPassphrase)):
        with pytest.raises(error):
            LASTING[name](provider, own)
    assert (provider.people.all(), provider.policies.now, provider.preferences.destinations()) == before
    kinds = [entry.kind for entry in provider.desk.store.audit.page(AuditFilter())][:2]
    assert kinds[0] == "session.not-confirmed"
    LASTING[name](provider, PASSPHRASE)


def test_all_that_takes_it_is_tried_here() -> None:
    assert {Action.MANAGE_PEOPLE, Action.CHANGE_POLICY, Action.CHANGE_DESTINATIONS} == PROVEN - EXPORTS


def test_a_policy_that_protects_more_takes_none(provider: Session) -> None:
    provider.policies.set(Policy(lock_after=5, second_factor=True, credentials=True))
    for weaker in (Policy(6, True, True), Policy(5, False, True), Policy(5, True, False)):
        with pytest.raises(PassphraseNeeded):
            provider.policies.set(weaker)
    assert provider.policies.now == Policy(5, True, True)
