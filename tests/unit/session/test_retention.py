"""A purge is final: in the file, its log, the search index and every backup within reach."""

import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from scribe_desktop import durable
from scribe_desktop.errors import BadInput, NotAllowed, StoreNotWritable, WrongPassphrase
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session import copies
from scribe_desktop.session import retention as session_retention
from scribe_desktop.session.backups import Backups, Plan
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.retention import Purged, Retention
from scribe_desktop.session.session import Session
from scribe_desktop.store import store
from scribe_desktop.store.database import connect
from tests.helpers.charts import SteppedClock
from tests.helpers.visits import begin, new_visit
from tests.unit.session.conftest import PASSPHRASE, Enter

WHY = "Kept for longer than the law asks."
SENTINEL = "Quartermain"
PAGE, SALT, RESERVED = 4096, 16, 80


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "away"
    folder.mkdir()
    return folder


def signed(session: Session, mrn: str = "M-1") -> Chart:
    chart = begin(session, mrn=mrn, name=f"Zoe {SENTINEL}", hpi=f"Mrs {SENTINEL} fell. " * 300)
    session.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    session.review.add_addendum(chart.note.id, f"{SENTINEL} called.", PASSPHRASE)
    return chart


def on_pages(session: Session) -> bool:
    """Whether the name is on any page of the store, free ones too, for whoever has the key."""
    content = (session.profile.folder / store.FILE).read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    pages[0] = pages[0][SALT:]
    plain = b"".join(decrypted(page, session.people._data_key) for page in pages)
    assert b"CREATE TABLE notes" in plain
    return any(word.encode() in plain for word in (SENTINEL, SENTINEL.lower(), SENTINEL[1:-1]))


def decrypted(page: bytes, key: bytes) -> bytes:
    """One page as SQLCipher 4 lays it out: AES-256-CBC, then the vector and an HMAC."""
    body, vector = page[:-RESERVED], page[-RESERVED:][:16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def test_no_page_of_the_file_holds_a_word_of_what_was_purged(provider: Session) -> None:
    chart = signed(provider)
    provider.desk.store._database.empty_log()
    assert on_pages(provider)
    provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert not on_pages(provider)


def test_nothing_of_a_purged_visit_is_left(provider: Session) -> None:
    chart, other = signed(provider), begin(provider, mrn="M-2", name="Joe Doe", hpi="Another fall.")
    purged = provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert (provider.profile.folder / f"{store.FILE}-wal").stat().st_size == 0
    assert purged.rows > 8
    assert [row.encounter.id for row in provider.charting.encounters()] == [other.encounter.id]
    assert provider.searching.find(SENTINEL) == ()
    assert len(provider.searching.find("fall")) == 1
    assert provider.desk.store.encounters.patient_by_mrn("M-1") is None
    provider.desk.store.check()


def dictated(session: Session, chart: Chart) -> Path:
    """The file of a second of sound for this chart, which nothing has recognised."""
    take = session.sound.take(
        chart.note.id, "hpi", "Desk", pass_on=lambda _: None, on_end=lambda: None, on_trouble=lambda _: None
    )
    take.write(bytes(32_000))
    take.release(10.0)
    path = session.sound.path(take.recording.id)
    assert path.stat().st_size > 1_000
    return path


def test_the_sound_of_a_purged_visit_is_removed_and_others_stay(provider: Session) -> None:
    chart, other = begin(provider, mrn="M-1", hpi="Fell."), begin(provider, mrn="M-2", hpi="Fell.")
    gone, stays = dictated(provider, chart), dictated(provider, other)
    provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert (gone.exists(), stays.exists()) == (False, True)
    assert [one.note_id for one in provider.desk.store.recordings.unfinished()] == [other.note.id]


def test_sound_that_cannot_be_removed_is_told_and_removed_later(
    provider: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = begin(provider, mrn="M-1", hpi="Fell.")
    path = dictated(provider, chart)

    def stuck(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "shred", stuck)
        purged = provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert "cannot be removed: Permission denied" in purged.trouble
    assert path.exists()
    provider.sound.tidy()
    assert not path.exists()


def test_the_record_of_a_purge_says_who_when_and_why(provider: Session) -> None:
    chart = signed(provider)
    purge = provider.retention.purge(
        chart.encounter.id, reason=f" {WHY} ", mrn="M-1", passphrase=PASSPHRASE
    ).purges[0]
    assert provider.desk.store.purges.all() == (purge,)
    assert (purge.author, purge.reason, purge.encounter_id) == (
        provider.desk.author,
        WHY,
        chart.encounter.id,
    )


def test_the_legal_record_refuses_deletion_again_afterwards(provider: Session) -> None:
    chart, kept = signed(provider), signed(provider, mrn="M-2")
    provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    with (
        closing(connect(provider.profile.folder / store.FILE, provider.people._data_key)) as connection,
        pytest.raises(Exception, match="append-only"),
    ):
        connection.execute("DELETE FROM signatures WHERE note_id = ?", (kept.note.id,))


def test_a_purged_visit_is_no_longer_among_the_charts_that_were_open(provider: Session) -> None:
    gone, kept = begin(provider, mrn="M-1", hpi="Fell."), begin(provider, mrn="M-2", hpi="Fell.")
    provider.preferences.set_open_charts([gone.encounter.id, kept.encounter.id])
    provider.retention.purge(gone.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert provider.preferences.open_charts == (kept.encounter.id,)


def test_a_patients_other_visits_stay(provider: Session) -> None:
    one, two = (begin(provider, mrn="M-1", hpi="Fell.") for _ in range(2))
    provider.retention.purge(one.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert [row.encounter.id for row in provider.retention.find("M-1")] == [two.encounter.id]


@pytest.mark.parametrize(("reason", "mrn"), [("", "M-1"), ("    ", "M-1"), (WHY, "M-2"), (WHY, "")])
def test_without_a_reason_and_the_right_mrn_nothing_goes(provider: Session, reason: str, mrn: str) -> None:
    chart = signed(provider)
    with pytest.raises(BadInput):
        provider.retention.purge(chart.encounter.id, reason=reason, mrn=mrn, passphrase=PASSPHRASE)
    assert provider.charting.open(chart.encounter.id).signature
    assert provider.desk.store.purges.all() == ()


def test_a_scribe_purges_nothing(enter: Enter) -> None:
    chart, scribe = begin(enter(Role.PROVIDER), hpi="Fell."), enter(Role.SCRIBE)
    for act in (
        lambda: scribe.retention.purge(chart.encounter.id, reason=WHY, mrn="HS-1", passphrase=PASSPHRASE),
        lambda: scribe.retention.set_years(1),
        scribe.retention.due,
        lambda: scribe.retention.find("HS-1"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_backups_that_hold_the_visit_are_destroyed_and_replaced(provider: Session, away: Path) -> None:
    earlier = provider.backups.make(str(away))
    chart = signed(provider)
    provider.backups.set_plan(Plan(str(away), every_hours=4))
    holding = provider.backups.make_planned()
    assert holding is not None
    purged = provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert (purged.out_of_reach, purged.trouble) == ((), "")
    assert earlier.exists()
    assert not holding.exists()
    (fresh,) = set(away.iterdir()) - {earlier}
    assert provider.backups.rehearse(fresh).contents.rows["purges"] == 1


def test_a_clock_put_back_after_the_visit_began_hides_no_backup_from_its_purge(
    provider: Session, away: Path
) -> None:
    clock = SteppedClock(provider.desk.clock() - timedelta(hours=1))
    late = Backups(
        replace(provider.desk, clock=clock),
        provider.people._vault,
        provider.people._data_key,
        provider.profile,
    )
    chart = signed(provider)
    holding = late.make(str(away))
    provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert not holding.exists()


def test_a_backup_out_of_reach_is_named_and_destroyed_when_its_disk_is_back(
    provider: Session, away: Path
) -> None:
    chart = signed(provider)
    made = provider.backups.make(str(away))
    away.rename(away.with_name("unplugged"))
    purged = provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert purged.out_of_reach == (str(made),)
    away.with_name("unplugged").rename(away)
    assert provider.backups.destroy_condemned() == ()
    assert not made.exists()


def test_the_policy_names_what_is_due_and_purges_nothing_by_itself(provider: Session) -> None:
    chart = begin(provider, hpi="Fell.")
    clock = SteppedClock(provider.desk.clock())
    desk = replace(provider.desk, clock=clock)
    retention = Retention(
        desk, provider.people._vault, provider.backups, provider.sound, provider.restrictions
    )
    assert retention.due() == ()
    retention.set_years(7)
    clock.now += timedelta(days=7 * 365)
    assert retention.due() == ()
    clock.now += timedelta(days=5)
    assert [row.encounter.id for row in retention.due()] == [chart.encounter.id]
    assert provider.charting.open(chart.encounter.id)
    for years in (-1, 101):
        with pytest.raises(BadInput):
            retention.set_years(years)


def told(session: Session, kind: AuditKind) -> list[tuple[str, str]]:
    """Patient and detail of each entry of this kind, oldest first."""
    entries = session.desk.store.audit.page(AuditFilter(kind=kind))
    return [(entry.patient_id, entry.detail) for entry in reversed(entries)]


def test_whose_visits_were_listed_is_on_record(provider: Session) -> None:
    patient = signed(provider).encounter.patient
    assert provider.retention.find("M-9") == ()
    assert provider.retention.due() == ()
    assert told(provider, AuditKind.VISITS_LISTED) == []
    provider.retention.find("M-1")
    assert told(provider, AuditKind.VISITS_LISTED) == [(patient.id, "by MRN")]
    clock = SteppedClock(provider.desk.clock() + timedelta(days=800))
    desk = replace(provider.desk, clock=clock)
    retention = Retention(
        desk, provider.people._vault, provider.backups, provider.sound, provider.restrictions
    )
    retention.set_years(2)
    assert len(retention.due()) == 1
    assert told(provider, AuditKind.VISITS_LISTED)[1:] == [("", "1 past 2 years")]


def test_an_administrator_learns_whose_restricted_chart_it_is_on_record_alone(enter: Enter) -> None:
    patient = begin(enter(Role.SCRIBE), hpi="Fell.").encounter.patient
    enter(Role.SUPERVISOR).restrictions.restrict(patient.id, on=True)
    administrator, supervisor = enter(Role.ADMINISTRATOR), enter(Role.SUPERVISOR)
    (row,) = administrator.retention.find(patient.mrn)
    assert patient.name not in repr(row)
    assert told(administrator, AuditKind.IDENTITY_SHOWN) == []
    assert administrator.retention.reveal(row.encounter.id) == patient
    assert told(administrator, AuditKind.IDENTITY_SHOWN) == [(patient.id, "for a purge")]
    assert supervisor.retention.reveal(row.encounter.id) == patient
    assert len(told(supervisor, AuditKind.IDENTITY_SHOWN)) == 1
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).retention.reveal(row.encounter.id)


def test_what_cannot_be_recorded_reveals_nobody(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = begin(enter(Role.SCRIBE), hpi="Fell.")
    enter(Role.SUPERVISOR).restrictions.restrict(chart.encounter.patient.id, on=True)
    administrator = enter(Role.ADMINISTRATOR)

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(administrator.desk.store.audit, "append", full)
        with pytest.raises(StoreNotWritable):
            administrator.retention.reveal(chart.encounter.id)


@pytest.fixture
def due(provider: Session, monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """Eight visits past a policy of seven years, and one that is not; three go in one commit."""
    monkeypatch.setattr(session_retention, "_AT_ONCE", 3)
    provider.retention.set_years(7)
    begin(provider, mrn="M-new", hpi="Fell lately.")
    physician, at = provider.person.id, provider.desk.clock() - timedelta(days=3000)
    visits = [new_visit(physician, mrn=f"M-{number}") for number in range(8)]
    return [provider.charting.open(provider.charting.begin(one, started_at=at)) for one in visits]


def purge_due(session: Session, charts: list[Chart], **otherwise: Any) -> Purged:
    ids = [chart.encounter.id for chart in charts]
    told = {"reason": WHY, "count": str(len(ids)), "passphrase": PASSPHRASE} | otherwise
    return session.retention.purge_due(ids, **told)


def mrns(session: Session) -> set[str]:
    return {patient.mrn for patient in session.desk.store.encounters.patients()}


def test_all_that_is_due_goes_in_one_act_with_an_entry_for_each(
    provider: Session, due: list[Chart], away: Path
) -> None:
    holding = provider.backups.make(str(away))
    seen: list[float] = []
    purged = purge_due(provider, due, progress=seen.append)
    assert (len(purged.purges), purged.left, purged.is_whole) == (8, 0, True)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 2
    assert mrns(provider) == {"M-new"}
    assert not holding.exists()
    entries = provider.desk.store.audit.page(AuditFilter(kind=AuditKind.PURGED))
    assert {entry.patient_id for entry in entries} == {chart.encounter.patient.id for chart in due}
    assert len(entries) == 8
    assert provider.audit.verify().holds
    assert provider.retention.due() == ()


def test_a_purge_of_many_that_is_stopped_says_what_is_left_and_finishes_what_is_gone(
    provider: Session, due: list[Chart], away: Path
) -> None:
    holding = provider.backups.make(str(away))
    purged = purge_due(provider, due, progress=lambda _done: provider.retention.stop())
    assert 0 < len(purged.purges) < 8
    assert purged.left == 8 - len(purged.purges)
    assert "are still there" in purged.in_words()
    assert len(provider.retention.due()) == purged.left
    assert not holding.exists()
    left = [chart for chart in due if chart.encounter.patient.mrn in mrns(provider)]
    assert purge_due(provider, left).is_whole
    assert mrns(provider) == {"M-new"}


@pytest.mark.parametrize(
    ("otherwise", "refusal"),
    [
        ({"reason": " "}, BadInput),
        ({"count": "7"}, BadInput),
        ({"count": ""}, BadInput),
        ({"passphrase": "not mine at all"}, WrongPassphrase),
    ],
)
def test_without_reason_number_and_passphrase_nothing_that_is_due_goes(
    provider: Session, due: list[Chart], otherwise: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        purge_due(provider, due, **otherwise)
    assert len(provider.retention.due()) == 8


def test_what_is_not_past_the_policy_is_never_purged_with_the_rest(
    provider: Session, due: list[Chart]
) -> None:
    other = next(row for row in provider.charting.encounters() if row.encounter.patient.mrn == "M-new")
    with pytest.raises(BadInput, match="has changed"):
        purge_due(provider, [*due, provider.charting.open(other.encounter.id)])
    assert len(provider.retention.due()) == 8


def test_who_logs_out_waits_for_a_purge_that_is_under_way(provider: Session, due: list[Chart]) -> None:
    closing_down, reached = threading.Thread(target=provider.retention.close), threading.Event()

    def leave(_done: float) -> None:
        provider.retention.stop()
        if not reached.is_set():
            reached.set()
            closing_down.start()
        assert closing_down.is_alive()

    purge_due(provider, due, progress=leave)
    closing_down.join(10)
    assert not closing_down.is_alive()


def test_a_copy_that_a_purge_could_not_destroy_is_told_of_until_it_is_gone(
    provider: Session, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = provider.profile.folder / "replaced-20250101T000000Z"
    aside.mkdir()
    (aside / "keys.json").write_bytes(b"{}")
    chart = begin(provider, mrn="M-1", hpi="Fell.")

    def stuck(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(copies, "shred_folder", stuck)
        purged = provider.retention.purge(chart.encounter.id, reason=WHY, mrn="M-1", passphrase=PASSPHRASE)
    assert purged.out_of_reach == (str(aside),)
    assert str(aside) in purged.in_words()
    assert provider.backups.destroy_condemned() == ()
    assert not aside.exists()
