"""A disk that fills up while somebody dictates: what was said meanwhile is kept."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from scribe_desktop.errors import SoundNotKept
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.speech import spool
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.dictating_loop import BLOCK, SECTION, pcm
from tests.helpers.disk_limits import small_disk
from tests.helpers.recordings import BECKETT
from tests.helpers.sample_profile import enter
from tests.kills.sound import ENGINE, Undisturbed, begin_note, finish


class Speaker:
    """Dictates into a note; what the program passes on to be recognised, and what it tells of trouble."""

    def __init__(self, session: Session, note_id: str) -> None:
        self.passed_on = bytearray()
        self.told: list[SoundNotKept | None] = []
        self.ended = threading.Event()
        self.take = session.sound.take(
            note_id,
            SECTION,
            "",
            pass_on=self.passed_on.extend,
            on_end=self.ended.set,
            on_trouble=self.told.append,
        )

    def say(self, sound: bytes) -> None:
        for at in range(0, len(sound), BLOCK):
            self.take.write(sound[at : at + BLOCK])


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser(EngineChoice(ENGINE))
    recogniser.start()
    yield recogniser
    recogniser.close()


def test_a_full_disk_is_told_and_what_was_said_meanwhile_is_kept_once_there_is_room(
    profile: Profile, recogniser: Recogniser, tmp_path: Path
) -> None:
    sound = pcm(BECKETT)
    third = len(sound) // 3 // BLOCK * BLOCK
    with small_disk(tmp_path / "disk", kilobytes=6_000) as disk:
        cramped = Profile(shutil.copytree(profile.folder, disk / "profile"))
        with closing(enter(cramped)) as session:
            note_id = begin_note(session, 0)
            speaker = Speaker(session, note_id)
            speaker.say(sound[:third])
            until(lambda: len(speaker.passed_on) == third)
            fill(disk)
            speaker.say(sound[third : 2 * third])
            until(lambda: bool(speaker.told))
            until(lambda: len(speaker.passed_on) == 2 * third)
            assert speaker.told[0] is not None
            assert "memory" in str(speaker.told[0])
            (disk / "filler").unlink()
            until(lambda: len(speaker.told) == 2)
            assert speaker.told[1] is None
            speaker.say(sound[2 * third :])
            speaker.take.finish()
            assert speaker.ended.wait(10)
            recording = speaker.take.recording
            path = session.sound.path(recording.id)
            assert sound == b"".join(s.pcm for s in spool.read(path, recording.key, recording.id))
        with closing(enter(cramped)) as session:
            finish(session, recogniser)
            passage = session.desk.store.drafts.load(note_id)[SECTION]
        Undisturbed(recogniser).require_once(passage, len(sound) / BYTES_PER_SECOND)


def test_killed_while_the_disk_is_full_what_is_missing_is_told_to_the_half_second(
    profile: Profile, recogniser: Recogniser, tmp_path: Path
) -> None:
    sound = pcm(BECKETT)
    half = len(sound) // 2 // BLOCK * BLOCK
    with small_disk(tmp_path / "disk", kilobytes=6_000) as disk:
        cramped = Profile(shutil.copytree(profile.folder, disk / "profile"))
        with closing(enter(cramped)) as session:
            note_id = begin_note(session, 0)
            speaker = Speaker(session, note_id)
            speaker.say(sound[:half])
            until(lambda: len(speaker.passed_on) == half)
            fill(disk)
            speaker.say(sound[half:])
            until(lambda: bool(speaker.told))
            time.sleep(1.2)  # what is said goes on being noted
            # what a kill at this moment leaves behind
            left = Profile(shutil.copytree(cramped.folder, tmp_path / "left"))
            (disk / "filler").unlink()
            speaker.take.finish()
    with closing(enter(left)) as session:
        (one,) = session.sound.unfinished()
        placed: list[Passage] = []
        outcome = session.recovery.run(
            one.recording, lambda: (recogniser, ENGINE), placed.append, lambda: False
        )
    assert outcome.complete
    assert placed
    assert outcome.seconds < 0.8 * len(sound) / BYTES_PER_SECOND
    assert outcome.seconds + outcome.missing == pytest.approx(len(sound) / BYTES_PER_SECOND, abs=0.5)


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))


def until(so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
