"""The built-in engine on real and synthetic speech, in this process."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scribe_desktop import assets
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.clinical import ClinicalEngine
from scribe_desktop.speech.port import Final, Partial, SpeechEvent
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, beginning, recall, spoken, words


@pytest.fixture(scope="module")
def engine() -> ClinicalEngine:
    return ClinicalEngine({})


def pcm_of(path: Path) -> bytes:
    with AudioFile.open(path) as audio:
        return b"".join(audio.blocks())


def events(engine: ClinicalEngine, pcm: bytes, block: float = 0.1) -> list[SpeechEvent]:
    recognition, size = engine.recognise(), int(block * 16_000) * 2
    pieces = [pcm[at : at + size] for at in range(0, len(pcm), size)]
    return [event for piece in pieces for event in recognition.accept(piece)] + list(recognition.finish())


def finals(found: list[SpeechEvent]) -> list[Final]:
    return [event for event in found if isinstance(event, Final)]


@pytest.mark.parametrize("block", [0.1, 5.0])
def test_speech_becomes_finals_with_words_however_it_comes_in(
    engine: ClinicalEngine, tmp_path: Path, block: float
) -> None:
    found = finals(events(engine, pcm_of(beginning(TWO_CITIES, 9, tmp_path / "clip.wav")), block))
    assert recall(FIRST_SENTENCES, " ".join(final.text for final in found)) > 0.95
    for final in found:
        assert " ".join(word.text for word in final.words) == final.text
        assert final.words[0].start == pytest.approx(final.start, abs=0.02)
        assert final.words[-1].end == pytest.approx(final.end, abs=0.02)
        assert all(one.end <= other.start for one, other in pairwise(final.words))
        assert all(word.confidence is not None and 0 < word.confidence <= 1 for word in final.words)
        ways = [words(text) for text in (final.text, *final.alternatives)]
        assert all(ways.count(way) == 1 for way in ways)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_while_somebody_speaks_there_is_text_already(engine: ClinicalEngine, tmp_path: Path) -> None:
    found = events(engine, pcm_of(beginning(TWO_CITIES, 5, tmp_path / "clip.wav")))
    first = found.index(finals(found)[0])
    partials = [event for event in found[:first] if isinstance(event, Partial)]
    assert partials
    assert recall(partials[-1].text, finals(found)[0].text) == 1


def test_the_last_words_are_there_when_the_sound_breaks_off(engine: ClinicalEngine) -> None:
    pcm = pcm_of(assets.resource("samples", "dictation.flac"))[-10 * 32_000 :]
    assert finals(events(engine, pcm))[-1].text.endswith("eating and drinking well.")


@pytest.mark.parametrize("amplitude", [0, 30, 1000])
def test_of_silence_and_of_noise_nothing_is_made_up(engine: ClinicalEngine, amplitude: int) -> None:
    noise = np.random.default_rng(1).normal(0, amplitude, 5 * 16_000).astype("<i2")
    assert events(engine, noise.tobytes()) == []


def test_the_patients_own_words_are_heard_and_nothing_else_is_taken_for_them(
    engine: ClinicalEngine, tmp_path: Path
) -> None:
    clip = pcm_of(spoken("Continue lacosamide for seizures.", tmp_path / "clip.wav"))
    told = ClinicalEngine({"words": "Lacosamide\nmyasthenia gravis\nmetformin"})
    assert "lacosamide" not in finals(events(engine, clip))[0].text.lower()
    assert "lacosamide" in finals(events(told, clip))[0].text.lower()
    plain = pcm_of(beginning(TWO_CITIES, 9, tmp_path / "plain.wav"))
    assert recall(FIRST_SENTENCES, " ".join(final.text for final in finals(events(told, plain)))) > 0.95


def test_nothing_is_left_out_behind_a_word_that_the_search_does_not_know(
    engine: ClinicalEngine, tmp_path: Path
) -> None:
    said = "pain is three out of ten. comma. cranial nerves two through twelve are intact. period."
    heard = " ".join(
        final.text for final in finals(events(engine, pcm_of(spoken(said, tmp_path / "clip.wav"))))
    )
    assert "intact" in heard


def test_spelled_letters_do_not_become_a_drone(engine: ClinicalEngine, tmp_path: Path) -> None:
    said = "t four n zero m zero. hemoglobin a one c seven point two. l four l five disc. one half tablet."
    heard = " ".join(
        final.text for final in finals(events(engine, pcm_of(spoken(said, tmp_path / "clip.wav"))))
    )
    assert "tablet" in heard
    assert len(words(heard)) < 30
