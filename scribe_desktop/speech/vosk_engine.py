"""Vosk with whichever model folder the clinic has installed."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Model, Partial, SpeechEvent, Word

SLICE = SAMPLE_RATE // 5 * 2
"""Bytes handed over at once: Vosk looks for the end of an utterance only at the end of each slice."""

_LANGUAGE = re.compile(r"vosk-model-(?:small-)?([a-z]{2})(?![a-z])")
_REMEDY = (
    "Unpack a Vosk model (a folder with am/final.mdl and conf in it) into the models folder, "
    "or choose its folder in the settings."
)


class VoskEngine:
    """Settings: `model`, the folder of one model, or else `models`, a folder in which to look for some.

    The folder that the environment variable VOSK_MODEL_PATH names is looked through as well.
    """

    title: ClassVar[str] = "Vosk"

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:
        folder = _chosen(settings)
        language = _LANGUAGE.match(folder.name)
        return Model(folder.name, language[1] if language else "")

    def __init__(self, settings: Mapping[str, str]) -> None:
        folder = _chosen(settings)
        import vosk

        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(folder))

    def recognise(self) -> "VoskRecognition":
        import vosk

        recogniser = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        recogniser.SetWords(True)
        return VoskRecognition(recogniser)


class VoskRecognition:
    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser
        self._partial = ""

    def accept(self, pcm: bytes) -> Iterator[SpeechEvent]:
        for start in range(0, len(pcm), SLICE):
            if self._recogniser.AcceptWaveform(pcm[start : start + SLICE]):
                yield from self._final(self._recogniser.Result())
        # Right after a final there is no partial at all, not even an empty one.
        text = json.loads(self._recogniser.PartialResult()).get("partial", "")
        if text and text != self._partial:
            yield Partial(text)
        self._partial = text

    def finish(self) -> Iterator[SpeechEvent]:
        yield from self._final(self._recogniser.FinalResult())

    def _final(self, result: str) -> Iterator[Final]:
        self._partial = ""
        found = json.loads(result)
        words = tuple(
            Word(entry["word"], entry["start"], entry["end"], entry["conf"])
            for entry in found.get("result", ())
        )
        if words:
            yield Final(found["text"], words[0].start, words[-1].end, words)


def find_models(folder: Path) -> tuple[Path, ...]:
    """The Vosk models in this folder, itself included, by name; none if there is no such folder."""
    candidates = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
    return tuple(path for path in candidates if _is_model(path))


def _is_model(path: Path) -> bool:
    return (path / "am" / "final.mdl").is_file() and (path / "conf").is_dir()


def _chosen(settings: Mapping[str, str]) -> Path:
    if named := settings.get("model"):
        if _is_model(Path(named)):
            return Path(named)
        raise NoModel(f"There is no Vosk model in {named}.", remedy=_REMEDY)
    places = [settings.get("models"), os.environ.get("VOSK_MODEL_PATH")]
    models = [model for place in places if place for model in find_models(Path(place))]
    if not models:
        raise NoModel("No Vosk model is installed.", remedy=_REMEDY)
    return min(models, key=lambda model: not model.name.startswith(("vosk-model-en", "vosk-model-small-en")))
