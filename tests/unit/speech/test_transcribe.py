"""Whole files through a real recogniser: progress, cancel, files that break off, and two hours of audio."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from scribe_desktop.errors import NoModel, UnreadableAudio
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import Listener, ignore
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, beginning, recall, spoken

TWO_HOURS = 7_200


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser(EngineChoice("clinical"))
    recogniser.start()
    yield recogniser
    recogniser.close()


def never() -> bool:
    return False


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
def test_a_recording_becomes_text_with_times_and_progress(
    recogniser: Recogniser, tmp_path: Path, suffix: str
) -> None:
    clip = beginning(TWO_CITIES, 9, tmp_path / f"clip.{suffix}")
    heard = Listener()
    progress: list[tuple[float, float]] = []
    finals = transcribe(clip, recogniser, heard.on_event, lambda *at: progress.append(at), never)
    assert recall(FIRST_SENTENCES, " ".join(final.text for final in finals)) > 0.9
    assert list(finals) == heard.finals
    assert all(0 <= one.start < one.end < other.end <= 9.1 for one, other in itertools.pairwise(finals))
    assert [done for done, _ in progress] == sorted(done for done, _ in progress)
    assert {total for _, total in progress} == {9.0}
    assert progress[-1][0] == pytest.approx(9.0)


def test_synthetic_dictation_in_plain_words_is_understood(recogniser: Recogniser, tmp_path: Path) -> None:
    text = "The patient is a sixty year old man with a cough. He has no chest pain."
    finals = transcribe(spoken(text, tmp_path / "cough.wav"), recogniser, print, ignore, never)
    assert recall("the patient is a year old man with a cough he has no chest pain", finals[0].text) > 0.5


def test_a_file_that_breaks_off_gives_its_words_before_the_error(
    recogniser: Recogniser, tmp_path: Path
) -> None:
    clip = beginning(TWO_CITIES, 18, tmp_path / "clip.flac")
    content = clip.read_bytes()
    clip.write_bytes(content[: len(content) * 2 // 3])
    heard = Listener()
    with pytest.raises(UnreadableAudio, match="breaks off at"):
        transcribe(clip, recogniser, heard.on_event, ignore, never)
    assert recall(FIRST_SENTENCES, heard.text) > 0.9


def test_a_missing_model_ends_the_job_with_its_error(tmp_path: Path) -> None:
    without = Recogniser(EngineChoice("vosk", {"model": str(tmp_path)}))
    with pytest.raises(NoModel):
        transcribe(TWO_CITIES, without, print, ignore, never)
    without.close()


@pytest.fixture(scope="module")
def two_hours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds of reading, over and over."""
    path = tmp_path_factory.mktemp("long") / "long.wav"
    speech, rate = soundfile.read(str(TWO_CITIES), dtype="int16")
    block = speech[: 40 * rate : 3]
    with soundfile.SoundFile(str(path), "w", 16_000, 1, "PCM_16") as file:
        for _ in range(TWO_HOURS // 40):
            file.write(np.ascontiguousarray(block))
    return path


def test_two_hours_are_read_no_faster_than_they_are_recognised(
    recogniser: Recogniser, two_hours: Path
) -> None:
    here = psutil.Process()
    before = here.memory_info().rss
    peak, reached = 0, 0.0

    def on_progress(done: float, total: float) -> None:
        nonlocal peak, reached
        assert total == pytest.approx(TWO_HOURS)
        peak, reached = max(peak, here.memory_info().rss), done

    heard = Listener()
    finals = transcribe(two_hours, recogniser, heard.on_event, on_progress, lambda: reached > 60)
    assert 60 < reached < 90
    assert finals
    assert finals[-1].end <= reached
    assert peak - before < 40 << 20, f"grew by {(peak - before) >> 20} MB"
    assert two_hours.stat().st_size > 200 << 20
