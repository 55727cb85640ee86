"""Dictation killed at any moment: all that was said up to half a second before becomes words, and once only.

The variable `SCRIBE_KILLS` says how often it is killed, else five times; 200 take three quarters of an hour.
"""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from subprocess import PIPE

import pytest

from scribe_desktop.errors import SoundNotKept
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import RecordingState, end_of
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take
from scribe_desktop.speech import spool
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.store.recordings import utterances_in
from tests.helpers.dictating_loop import BLOCK, SECTION, pcm
from tests.helpers.disk_limits import small_disk
from tests.helpers.listener import Listener
from tests.helpers.recordings import BECKETT, recall, words
from tests.helpers.sample_profile import enter

KILLS = int(os.environ.get("SCRIBE_KILLS", "5"))
SAID_LAST = 2.0
"""Seconds at the end of what was kept in which a word may be cut in two."""


@pytest.fixture(scope="module")
def recogniser() -> Iterator[tuple[Recogniser, str]]:
    recogniser = Recogniser(EngineChoice("clinical"))
    recogniser.start()
    yield recogniser, "clinical"
    recogniser.close()


def finish(session: Session, recogniser: tuple[Recogniser, str]) -> None:
    """What the program does after log-in, without its window."""
    for one in session.sound.unfinished():

        def place(passage: Passage, note_id: str = one.recording.note_id) -> None:
            session.charting.append(note_id, SECTION, passage)

        outcome = session.recovery.run(one.recording, lambda: recogniser, place, lambda: False)
        assert outcome.complete
        assert outcome.missing == 0


def begin_note(session: Session, number: int) -> str:
    """A note of its own for each killing, so that nothing of an earlier one is taken for this one's."""
    encounter = session.charting.encounters()[number % 3].encounter
    note_id = session.desk.store.notes.for_encounter(encounter.id).id
    session.charting.save(note_id, {SECTION: Passage()})
    return note_id


def heard_up_to(reference: list[tuple[float, str]], seconds: float) -> str:
    return " ".join(word for end, word in reference if end <= seconds)


@pytest.fixture(scope="module")
def reference(recogniser: tuple[Recogniser, str]) -> list[tuple[float, str]]:
    """What the recogniser hears undisturbed, with the end of each word in seconds."""
    listener = Listener()
    stream = listener.open(recogniser[0])
    stream.feed(pcm(BECKETT))
    stream.finish()
    listener.wait_for_end()
    return [(word.end, word.text) for final in listener.finals for word in final.words]


def test_killed_at_any_moment_what_was_said_becomes_words_and_once(
    profile: Profile, recogniser: tuple[Recogniser, str], reference: list[tuple[float, str]]
) -> None:
    chance = random.Random(20260308)
    sound = pcm(BECKETT)
    for number in range(KILLS):
        with closing(enter(profile)) as session:
            note_id = begin_note(session, number)
            before = session.desk.store.recordings.kept()
        given = kill_while_dictating(profile, note_id, chance.random())
        with closing(enter(profile)) as session:
            store = session.desk.store
            (recording_id,) = store.recordings.kept() - before or {""}
            kept = b""
            if recording_id:
                recording = store.recordings.get(recording_id)
                path = session.sound.path(recording_id)
                kept = b"".join(s.pcm for s in spool.read(path, recording.key, recording_id))
            assert sound.startswith(kept)
            assert len(kept) >= given, f"{number}: {given - len(kept)} bytes are lost"
            finish(session, recogniser)
            assert session.sound.unfinished() == ()
            passage = store.drafts.load(note_id)[SECTION]
            if recording_id:
                assert store.recordings.get(recording_id).state is RecordingState.RECOGNISED
        require_once(passage, reference, len(kept) / BYTES_PER_SECOND)


def require_once(passage: Passage, reference: list[tuple[float, str]], seconds: float) -> None:
    """All words are there that end well before the end of the sound, and about as many as were said."""
    ids = list(dict.fromkeys(utterances_in([passage])))
    assert [end_of(one) for one in ids] == sorted(end_of(one) for one in ids)
    certain = heard_up_to(reference, seconds - SAID_LAST)
    if certain:
        assert recall(certain, passage.text) > 0.8, f"{certain!r} became {passage.text!r}"
    most = len(words(heard_up_to(reference, seconds + 1.0)))
    assert len(words(passage.text)) <= most * 1.15 + 3, f"words came twice: {passage.text!r}"


def kill_while_dictating(profile: Profile, note_id: str, when: float) -> int:
    """Returns how many bytes it had been given at least half a second before its end."""
    command = [
        sys.executable,
        "-m",
        "tests.helpers.dictating_loop",
        str(profile.folder),
        note_id,
        str(BECKETT),
    ]
    blocks = len(pcm(BECKETT)) // BLOCK
    given = 0
    with subprocess.Popen(command, stdout=PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            given = int(line)
            if given >= when * blocks * BLOCK:
                break
        process.kill()
        rest = process.stdout.read().split()
    return max([given, *map(int, rest)])


def test_a_full_disk_is_told_and_what_was_said_meanwhile_is_kept_once_there_is_room(
    profile: Profile, recogniser: tuple[Recogniser, str], reference: list[tuple[float, str]], tmp_path: Path
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
        require_once(passage, reference, len(sound) / BYTES_PER_SECOND)


def test_killed_while_the_disk_is_full_what_is_missing_is_told_to_the_half_second(
    profile: Profile, recogniser: tuple[Recogniser, str], tmp_path: Path
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
        outcome = session.recovery.run(one.recording, lambda: recogniser, placed.append, lambda: False)
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
