"""What the audit trail says after people have worked."""

import csv
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput, NotAllowed, StoreNotWritable, WrongPassphrase, WrongState
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind, Outcome
from scribe_desktop.notes.people import Role
from scribe_desktop.session.audit_review import COLUMNS
from scribe_desktop.session.export_file import harmless
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.session import Session
from scribe_desktop.session.wrong_patient import Policy, When
from scribe_desktop.store.audit import Audit
from scribe_desktop.vault.recovery_code import new_code
from tests.helpers.log_watch import LogWatch
from tests.helpers.visits import begin, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

S, P, V, A = Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR
EVERYTHING = AuditFilter()


def trail(session: Session) -> list[AuditEntry]:
    """All entries, oldest first."""
    return list(reversed(session.desk.store.audit.page(EVERYTHING, limit=10_000)))


def since(session: Session, count: int) -> list[tuple[str, str, str]]:
    """Kind, role and outcome of every entry after the first `count`."""
    return [(entry.kind, entry.role, entry.outcome) for entry in trail(session)[count:]]


def test_a_visit_from_beginning_to_addendum_is_told_by_reference(enter: Enter) -> None:
    scribe, provider = enter(S), enter(P)
    before = len(trail(scribe))
    chart = begin(scribe, cc="Sore throat SENTINEL")
    scribe.charting.save(chart.note.id, {"hpi": typed(scribe, "Since Monday SENTINEL")})
    scribe.charting.submit(chart.note.id)
    provider.charting.open(chart.encounter.id)
    provider.review.give_back(chart.note.id, "SENTINEL")
    scribe.charting.save(chart.note.id, {"hpi": typed(scribe, "Since Sunday")})
    scribe.charting.submit(chart.note.id)
    provider.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    provider.review.add_addendum(chart.note.id, "Later SENTINEL", PASSPHRASE)
    told = since(scribe, before)
    assert [one for one in told if one[0] != "chart.read"] == [
        ("chart.begun", "scribe", "ok"),
        ("note.edited", "scribe", "ok"),
        ("note.submitted", "scribe", "ok"),
        ("note.returned", "provider", "ok"),
        ("note.edited", "scribe", "ok"),
        ("note.submitted", "scribe", "ok"),
        ("note.signed", "provider", "ok"),
        ("note.addendum", "provider", "ok"),
    ]
    assert ("chart.read", "provider", "ok") in told
    for entry in trail(scribe)[before:]:
        assert entry.note_id == chart.note.id
        assert entry.patient_id == chart.encounter.patient.id
        assert "SENTINEL" not in str(entry)


def test_going_back_to_a_chart_is_the_same_look_for_a_while(enter: Enter) -> None:
    scribe, provider = enter(S), enter(P)
    chart = begin(scribe, cc="Cough")
    before = len(trail(scribe))
    for _ in range(3):
        provider.charting.open(chart.encounter.id)
    assert since(scribe, before) == [("chart.read", "provider", "ok")]


def test_what_failed_is_not_told_as_done(enter: Enter) -> None:
    scribe, provider = enter(S), enter(P)
    chart = begin(scribe, cc="Cough")
    before = len(trail(scribe))
    with pytest.raises(WrongState):
        provider.review.give_back(chart.note.id, "not in review")
    with pytest.raises(WrongPassphrase):
        provider.review.sign(chart.note.id, "something else entirely", "I agree.")
    assert since(scribe, before) == [("session.not-confirmed", "provider", "failed")]


def test_editing_is_told_again_if_the_first_save_failed(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe = enter(S)
    chart = begin(scribe)
    before = len(trail(scribe))

    def full(*_: object) -> None:
        raise StoreNotWritable("full")

    with monkeypatch.context() as patch:
        patch.setattr(scribe.desk.store.drafts, "save", full)
        with pytest.raises(StoreNotWritable):
            scribe.charting.save(chart.note.id, {"hpi": typed(scribe, "Cough")})
    for text in ("Cough", "Cough and fever"):
        scribe.charting.save(chart.note.id, {"hpi": typed(scribe, text)})
    assert since(scribe, before) == [("note.edited", "scribe", "ok")]


def test_a_chart_can_be_read_while_the_trail_cannot_be_written(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    log_watch.allow("cannot be written yet")
    scribe, provider = enter(S), enter(P)
    chart = begin(scribe, cc="Cough")
    before = len(trail(scribe))

    def full(*_: object) -> None:
        raise StoreNotWritable("full")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(Audit, "append", full)
        assert provider.charting.open(chart.encounter.id).content["cc"].text == "Cough"
    assert "cannot be written yet" in caplog.text
    assert since(scribe, before) == []
    with provider.desk.store.together():
        provider.desk.audit(AuditKind.PHRASES_EXPORTED)
        provider.desk.audit(AuditKind.AUDIT_READ)
    read, exported, _ = trail(scribe)[before:]
    assert (read.kind, read.note_id, read.detail) == ("chart.read", chart.note.id, "(written late)")
    assert exported.kind == "phrases.exported"


CHANGES: tuple[tuple[str, Callable[[Session], object]], ...] = (
    ("speech", lambda s: s.preferences.set_speech(engine=None, vosk_model="", microphone=None)),
    ("destination folder off", lambda s: s.preferences.set_destination("folder", {}, on=False)),
    (
        "question before another patient's note: always",
        lambda s: s.wrong_patient.set_policy(Policy(When.ALWAYS)),
    ),
    ("folder of the clinic's phrases", lambda s: s.phrasebook.set_clinic_folder("")),
    ("unit of mass", lambda s: s.units.choose("mass", "")),
)


@pytest.mark.parametrize(("said", "change"), CHANGES)
def test_a_changed_setting_is_told_by_name(
    enter: Enter, said: str, change: Callable[[Session], object]
) -> None:
    session = enter(A)
    before = len(trail(session))
    change(session)
    (entry,) = trail(session)[before:]
    assert (entry.kind, entry.detail) == ("settings.changed", said)


def test_new_people_and_new_keys_are_told(enter: Enter) -> None:
    session = enter(A)
    before = len(trail(session))
    added = session.people.add("Nora New", S, "", "bread warm from the corner", own_passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        session.people.renew_recovery("not my own passphrase")
    session.people.renew_recovery(PASSPHRASE)
    assert since(session, before) == [
        ("people.added", "administrator", "ok"),
        ("session.not-confirmed", "administrator", "failed"),
        ("keys.recovery-renewed", "administrator", "ok"),
    ]
    assert added.id in trail(session)[before].detail


def test_who_did_not_get_in_is_told_at_the_next_log_in(enter: Enter) -> None:
    session = enter(P)
    profile, person = session.profile, session.person
    session.close()
    door = FrontDoor(profile, None)
    for _ in range(2):
        with pytest.raises(WrongPassphrase):
            door.log_in(person.id, "something else entirely")
    with pytest.raises(WrongPassphrase):
        door.recover(person.id, new_code(), PASSPHRASE)
    session = door.log_in(person.id, PASSPHRASE)
    entries = trail(session)[-5:]
    assert [entry.kind for entry in entries] == [
        "session.log-out",
        *["session.log-in-failed"] * 3,
        "session.log-in",
    ]
    assert [entry.detail for entry in entries[1:4]] == ["passphrase wrong"] * 2 + ["recovery code wrong"]
    assert all((e.person_id, e.role, e.outcome) == (person.id, "provider", "failed") for e in entries[1:4])
    session.close()


def test_a_clock_that_was_set_back_or_far_ahead_is_told(enter: Enter) -> None:
    session = enter(P)
    real = session.desk.clock
    before = len(trail(session))
    for shift in (timedelta(0), timedelta(hours=-1), timedelta(days=365), timedelta(seconds=-30)):
        last = session.desk.store.audit.last_at() or real()
        desk = replace(session.desk, clock=lambda now=last + shift: now)  # type: ignore[misc]
        desk.audit(AuditKind.AUDIT_READ)
    told = [(entry.kind, entry.detail) for entry in trail(session)[before:] if "clock" in entry.kind]
    assert told == [
        ("clock.set-back", "1:00:00 earlier than the entry before"),
        ("clock.ahead", "365 days after the entry before"),
    ]


@pytest.mark.parametrize("role", Role)
def test_the_trail_is_for_those_who_may(enter: Enter, tmp_path: Path, role: Role) -> None:
    session = enter(role)
    uses: list[Callable[[], object]] = [
        session.audit.names,
        lambda: session.audit.look(EVERYTHING),
        lambda: session.audit.more(EVERYTHING, 3),
        session.audit.verify,
        session.audit.export_anchor,
        lambda: session.audit.export(tmp_path / "trail.csv", EVERYTHING, PASSPHRASE),
    ]
    before = len(trail(session))
    for use in uses:
        if role is S:
            with pytest.raises(NotAllowed):
                use()
        else:
            use()
    if role is S:
        assert [(one.kind, one.outcome, one.detail) for one in trail(session)[before:]] == [
            ("session.refused", "denied", "read the audit trail"),
            ("session.refused", "denied", "export the audit trail"),
        ]
    assert (tmp_path / "trail.csv").exists() is (role is not S)


def test_administrators_see_no_patients_names(enter: Enter) -> None:
    chart = begin(enter(S), cc="Cough")
    patient = chart.encounter.patient
    assert enter(A).audit.names().patients[patient.id] == patient.mrn
    assert patient.name in enter(P).audit.names().patients[patient.id]


def test_looking_verifying_and_exporting_are_entries_too(enter: Enter, tmp_path: Path) -> None:
    session = enter(V)
    before = len(trail(session))
    total, entries = session.audit.look(replace(EVERYTHING, kind="session.log-in"))
    assert total == len(entries) > 0
    assert session.audit.verify().holds
    session.audit.export_anchor(tmp_path / "anchor.json")
    assert session.audit.verify(tmp_path / "anchor.json").holds
    with pytest.raises(WrongPassphrase):
        session.audit.export(tmp_path / "trail.csv", EVERYTHING, "something else entirely")
    session.audit.export(tmp_path / "trail.csv", EVERYTHING, PASSPHRASE)
    assert [(kind, outcome) for kind, _, outcome in since(session, before)] == [
        ("audit.read", "ok"),
        ("audit.verified", "ok"),
        ("audit.anchor-exported", "ok"),
        ("audit.verified", "ok"),
        ("session.not-confirmed", "failed"),
        ("audit.exported", "ok"),
    ]


def test_the_exported_file_says_what_the_trail_says(enter: Enter, tmp_path: Path) -> None:
    chart = begin(enter(S), cc="Cough")
    session, path = enter(P), tmp_path / "trail.csv"
    entries = trail(session)
    assert session.audit.export(path, EVERYTHING, PASSPHRASE) == len(entries)
    assert path.stat().st_mode & 0o777 == 0o600
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert tuple(header) == COLUMNS
    assert [row[0] for row in rows] == [str(entry.seq) for entry in entries]
    begun = next(row for row in rows if row[6] == "Encounter begun")
    assert chart.encounter.patient.mrn in begun
    assert chart.encounter.patient.name not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "|cmd", "%x", "＝1", "＋1", "－1", " ＠x"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "K-123", "provider 019a", "1 entry"])
def test_an_ordinary_cell_stays(text: str) -> None:
    assert harmless(text) == text


def test_an_export_follows_no_link_that_was_laid_in_its_way(enter: Enter, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("kept", encoding="utf-8")
    (tmp_path / ".trail.csv.new").symlink_to(tmp_path / "other")
    enter(P).audit.export(tmp_path / "trail.csv", EVERYTHING, PASSPHRASE)
    assert (tmp_path / "other").read_text(encoding="utf-8") == "kept"
    assert (tmp_path / "trail.csv").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_is_told_and_entered(enter: Enter, tmp_path: Path) -> None:
    session = enter(P)
    with pytest.raises(BadInput, match="cannot be written"):
        session.audit.export(tmp_path / "no" / "trail.csv", EVERYTHING, PASSPHRASE)
    assert [(entry.kind, entry.outcome) for entry in trail(session)[-2:]] == [
        ("audit.exported", "ok"),
        ("audit.exported", "failed"),
    ]
    assert not list(tmp_path.glob("no*"))


def test_a_broken_trail_is_told_by_verify_and_at_every_later_log_in(enter: Enter) -> None:
    session = enter(P)
    profile, person = session.profile, session.person
    session.close()
    (profile.folder / "audit-anchor.json").unlink()
    for _ in range(2):
        session = FrontDoor(profile, None).log_in(person.id, PASSPHRASE)
        assert not session.audit.verify().holds
        assert [entry.detail for entry in trail(session) if entry.kind == "audit.broken"] == [
            "The anchor is missing."
        ]
        assert trail(session)[-1].outcome == Outcome.FAILED
        session.close()


def test_nothing_is_verified_or_exported_after_leaving(enter: Enter, tmp_path: Path) -> None:
    session = enter(P)
    session.audit.leave()
    assert not session.audit.verify().complete
    with pytest.raises(WrongState):
        session.audit._written(tmp_path / "x.csv", EVERYTHING, lambda *_: None)


def test_the_first_entry_is_that_the_workstation_was_set_up(enter: Enter) -> None:
    first = trail(enter(P))[0]
    assert (first.kind, first.role) == ("workstation.set-up", "provider")
    assert first.at < datetime.now(UTC)
