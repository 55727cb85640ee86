"""What disks, memory and clocks do to a store in use: it is found, it is said, and nothing is made worse.

SCRIBE_TEST_EVERY_PAGE=1 damages every page instead of some.
"""

import os
import shutil
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scribe_desktop.errors import ScribeError, StoreError, StoreNotWritable
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.clock import utc_now
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.store.store import FILE
from tests.helpers.charts import SteppedClock
from tests.helpers.cheap import CHEAP
from tests.helpers.log_watch import LogWatch
from tests.helpers.visits import begin, typed

PASSPHRASE = "seven kettles by the pier"
PAGE = 4096
WORDS = "Fell from a ladder yesterday. " * 300


class Desk:
    """A workstation that can be entered again and again, by a clock of one's own."""

    def __init__(self, folder: Path, clock: SteppedClock | None = None) -> None:
        self.profile = Profile(folder)
        self._clock = clock or utc_now
        session, self.code = self._door.set_up(
            new_person("Ada Okafor", Role.PROVIDER, "MD"), PASSPHRASE, workstation="Triage 2"
        )
        session.people.code_is_written_down()
        self.notes = [begin(session, mrn=f"M-{number}", hpi=WORDS).note.id for number in range(3)]
        session.review.sign(self.notes[0], PASSPHRASE, "I agree.")
        session.close()

    @property
    def _door(self) -> FrontDoor:
        return FrontDoor(self.profile, None, clock=self._clock, cost=lambda: CHEAP)

    def enter(self) -> Session:
        return self._door.log_in(self._door.logins()[0].person_id, PASSPHRASE)

    def require_all(self) -> None:
        """Everything is there, and can be changed."""
        with closing(self.enter()) as session:
            assert session.audit.noticed == ()
            session.desk.store.check()
            assert session.audit.verify().holds
            for note in self.notes:
                assert session.desk.store.drafts.load(note)["hpi"].text == WORDS
            assert session.desk.store.notes.state(self.notes[0]) is NoteState.SIGNED
            session.charting.save(self.notes[2], {"pmh": typed(session, "None.")})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "profile")


def work_through(desk: Desk) -> None:
    """Whatever somebody does in a day: open every chart, search, write, sign, verify."""
    with closing(desk.enter()) as session:
        for row in session.charting.encounters():
            session.charting.open(row.encounter.id)
        session.searching.find("ladder")
        session.charting.save(desk.notes[1], {"pmh": typed(session, "Asthma.")})
        session.review.sign(desk.notes[1], PASSPHRASE, "I agree.")
        session.desk.store.check()


def test_a_flipped_bit_on_any_page_is_told_and_once_it_is_put_right_all_is_there(
    desk: Desk, tmp_path: Path, log_watch: LogWatch
) -> None:
    """Whoever goes on working beside the damage does not spread it."""
    log_watch.allow("the log-out is not in the audit trail")
    sound = shutil.copytree(desk.profile.folder, tmp_path / "sound")
    whole = (sound / FILE).read_bytes()
    step = 1 if os.environ.get("SCRIBE_TEST_EVERY_PAGE") else 15
    pages = range(0, len(whole) // PAGE, step)
    for page in pages:
        shutil.rmtree(desk.profile.folder)
        shutil.copytree(sound, desk.profile.folder)
        file = desk.profile.folder / FILE
        at = page * PAGE + 16 + (page * 977) % (PAGE - 16)
        with file.open("r+b") as stream:
            stream.seek(at)
            stream.write(bytes([whole[at] ^ 1 << page % 8]))
        damaged = file.read_bytes()[page * PAGE : (page + 1) * PAGE]
        with pytest.raises(StoreError):
            work_through(desk)
        with file.open("r+b") as stream:
            stream.seek(page * PAGE)
            assert stream.read(PAGE) == damaged, f"page {page} was written over"
            stream.seek(page * PAGE)
            stream.write(whole[page * PAGE : (page + 1) * PAGE])
        desk.require_all()
    assert len(pages) > 5


def test_a_flipped_bit_in_the_log_that_a_crash_left_is_told(desk: Desk, tmp_path: Path) -> None:
    """SQLite takes a damaged log for one that ends there; the audit trail's anchor knows better."""
    session = desk.enter()
    session.review.sign(desk.notes[1], PASSPHRASE, "I agree.")
    crashed = shutil.copytree(desk.profile.folder, tmp_path / "crashed")
    session.close()
    log = (crashed / f"{FILE}-wal").read_bytes()
    assert len(log) > 10 * PAGE
    told = 0
    for at in range(100, len(log), len(log) // 12):
        folder = tmp_path / "again"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(crashed, folder)
        damaged = bytearray(log)
        damaged[at] ^= 4
        (folder / f"{FILE}-wal").write_bytes(damaged)
        door = FrontDoor(Profile(folder), None)
        with suppress(ScribeError), closing(door.log_in(door.logins()[0].person_id, PASSPHRASE)) as found:
            signed = found.desk.store.notes.state(desk.notes[1]) is NoteState.SIGNED
            assert signed or found.audit.noticed, f"a signature was lost at {at} and nothing said"
            assert found.desk.store.drafts.load(desk.notes[0])["hpi"].text == WORDS
            told += bool(found.audit.noticed)
    assert told > 5


def test_a_folder_that_is_yanked_and_put_back_has_all_that_was_acknowledged(
    desk: Desk, tmp_path: Path
) -> None:
    session = desk.enter()
    session.charting.save(desk.notes[1], {"pmh": typed(session, "Asthma.")})
    elsewhere = tmp_path / "the disk in somebody's pocket"
    desk.profile.folder.rename(elsewhere)
    with pytest.raises(StoreNotWritable, match="gone"):
        session.charting.save(desk.notes[1], {"pmh": typed(session, "Diabetes.")})
    with pytest.raises(StoreNotWritable):
        session.review.sign(desk.notes[1], PASSPHRASE, "I agree.")
    session.desk.store.close()
    assert not desk.profile.folder.exists()
    elsewhere.rename(desk.profile.folder)
    with closing(desk.enter()) as back:
        kept = back.desk.store.drafts.load(desk.notes[1])
        assert kept["pmh"].text in ("Asthma.", "Diabetes.")
        assert back.desk.store.notes.state(desk.notes[1]) is not NoteState.SIGNED
    desk.require_all()


@pytest.mark.parametrize(
    ("shift", "said", "entry"),
    [
        (timedelta(hours=-1), "earlier than the entry before", "clock.set-back"),
        (timedelta(days=365), "days after the entry before", "clock.ahead"),
    ],
)
def test_a_clock_that_jumps_is_told_at_the_log_in_and_nothing_gets_out_of_order(
    tmp_path: Path, shift: timedelta, said: str, entry: str
) -> None:
    clock = SteppedClock(datetime(2026, 3, 2, 8, tzinfo=UTC))
    desk = Desk(tmp_path / "profile", clock)
    with closing(desk.enter()) as session:
        assert session.audit.told == ()
        session.charting.save(desk.notes[1], {"pmh": typed(session, "Asthma.")})
    clock.now += shift
    with closing(desk.enter()) as session:
        assert any(said in told for told in session.audit.told)
        assert session.desk.store.drafts.load(desk.notes[1])["pmh"].text == "Asthma."
        session.charting.save(desk.notes[1], {"pmh": typed(session, "Asthma, mild.")})
        session.review.sign(desk.notes[1], PASSPHRASE, "I agree.")
        store = session.desk.store
        assert store.notes.state(desk.notes[1]) is NoteState.SIGNED
        kinds = [event.kind for event in store.notes.events(desk.notes[1])]
        assert (kinds[0].value, kinds[-1].value) == ("created", "signed")
        assert len(store.audit.page(AuditFilter(kind=entry))) == 1
        assert session.audit.verify().holds
        assert session.searching.find("ladder")
    clock.now -= shift
    with closing(desk.enter()) as session:
        assert len(session.audit.told) == (shift > timedelta(0))
        assert session.audit.verify().holds
    desk.require_all()
