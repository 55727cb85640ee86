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
from scribe_desktop.session.take import Take
from scribe_desktop.speech import spool
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.dictating_loop import BLOCK, SECTION, pcm
from tests.helpers.disk_limits import small_disk
from tests.helpers.recordings import BECKETT
from tests.helpers.sample_profile import enter
from tests.kills.sound import ENGINE, Undisturbed, begin_note, finish


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
            told: list[SoundNotKept | None] = []
            passed_on = bytearray()
            ended = threading.Event()
            take = session.sound.take(
                note_id, SECTION, "", pass_on=passed_on.extend, on_end=ended.set, on_trouble=told.append
            )
            speak(take, sound[:third])
            until(lambda: len(passed_on) == third)
            fill(disk)
            speak(take, sound[third : 2 * third])
            until(lambda: bool(told))
            until(lambda: len(passed_on) == 2 * third)
            assert told[0] is not None
            assert "memory" in str(told[0])
            (disk / "filler").unlink()
            until(lambda: len(told) == 2)
            assert told[1] is None
            speak(take, sound[2 * third :])
            take.finish()
            assert ended.wait(10)
            recording = take.recording
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
            told: list[SoundNotKept | None] = []
            passed_on = bytearray()
            take = session.sound.take(
                note_id, SECTION, "", pass_on=passed_on.extend, on_end=lambda: None, on_trouble=told.append
            )
            speak(take, sound[:half])
            until(lambda: len(passed_on) == half)
            fill(disk)
            speak(take, sound[half:])
            until(lambda: bool(told))
            time.sleep(1.2)  # what is said goes on being noted
            # what a kill at this moment leaves behind
            left = Profile(shutil.copytree(cramped.folder, tmp_path / "left"))
            (disk / "filler").unlink()
            take.finish()
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


def speak(take: Take, sound: bytes) -> None:
    for at in range(0, len(sound), BLOCK):
        take.write(sound[at : at + BLOCK])


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))


def until(so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
