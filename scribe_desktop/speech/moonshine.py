"""The small English Moonshine model as its own library decodes it: the reference for `clinical.py`."""

import importlib.util
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Model, Partial, SpeechEvent

LEAD_IN = 1.0
"""Seconds of silence in front: without them the model invents a first line in a third of all clips."""
SHORTEST_LINE = 0.35
"""Seconds; what is shorter was a click or a cough, and the text for it is made up."""
HANGOVER = 0.2
"""Seconds of silence, at least, that a line ends with; the next one may begin within them."""
UPDATE_EVERY = 0.3
"""Seconds of audio between two looks at the text, at least: each look recognises the open line anew."""
REST = 1.5
"""Audio between two looks as a multiple of what the last one took: long lines must not take a whole core."""

_OPTIONS = {
    # Otherwise the wrapper copies the whole audio at each update and falls behind after five minutes.
    "return_audio_data": "false",
    "identify_speakers": "false",
    # The library's own throttle, kept out of the way of ours.
    "transcription_interval": "0.1",
    "log_output_text": "false",
}


class MoonshineEngine:
    """Settings: `lead_in`, seconds of silence in front instead of `LEAD_IN`, to measure what they do."""

    title: ClassVar[str] = "Moonshine tiny English (built in, without clinical words)"

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:  # noqa: ARG003 - its model is always the same
        model_folder()
        return Model("tiny-en", "en")

    def __init__(self, settings: Mapping[str, str]) -> None:
        from moonshine_voice import ModelArch, Transcriber

        self._lead_in = float(settings.get("lead_in", LEAD_IN))
        self._transcriber = Transcriber(str(model_folder()), ModelArch.TINY, options=_OPTIONS)

    def recognise(self) -> "MoonshineRecognition":
        # The wrapper would update by its own clock; an interval without end leaves that to us.
        return MoonshineRecognition(
            self._transcriber.create_stream(update_interval=float("inf")), self._lead_in
        )


class MoonshineRecognition:
    def __init__(self, stream: Any, lead_in: float) -> None:
        self._stream = stream
        self._lead_in = lead_in
        self._done: set[int] = set()
        self._unseen = 0
        self._pause = UPDATE_EVERY
        stream.start()
        stream.add_audio([0.0] * int(lead_in * SAMPLE_RATE), SAMPLE_RATE)

    def accept(self, pcm: bytes) -> Iterator[SpeechEvent]:
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
        self._stream.add_audio(samples.tolist(), SAMPLE_RATE)
        self._unseen += len(samples)
        if self._unseen >= self._pause * SAMPLE_RATE:
            self._unseen = 0
            before = time.monotonic()
            transcript = self._stream.update_transcription()
            self._pause = max(UPDATE_EVERY, REST * (time.monotonic() - before))
            yield from self._news(transcript)

    def finish(self) -> Iterator[SpeechEvent]:
        # stop() forgets what came since the last look
        yield from self._news(self._stream.update_transcription())
        transcript = self._stream.stop()
        if transcript is None:
            raise RuntimeError("Moonshine could not transcribe the rest of the audio")
        yield from self._news(transcript)
        self._stream.close()

    def _news(self, transcript: Any) -> Iterator[SpeechEvent]:
        for line in transcript.lines:
            text = _tidy(line.text)
            if line.line_id in self._done or not text:
                continue
            if not line.is_complete:
                yield Partial(text)
                continue
            self._done.add(line.line_id)
            if line.duration >= SHORTEST_LINE:
                begin = line.start_time - self._lead_in
                start = max(0.0, begin)
                yield Final(text, start, max(start, begin + line.duration - HANGOVER))


def model_folder() -> Path:
    """Where the model lies that comes with the program. Raises `NoModel`."""
    package = importlib.util.find_spec("moonshine_voice")
    if package is not None and package.origin is not None:
        folder = Path(package.origin).parent / "assets" / "tiny-en"
        if (folder / "encoder_model.ort").is_file():
            return folder
    raise NoModel(
        "The built-in speech model is missing from this installation.",
        remedy="Install the program again, or choose a Vosk model in the settings.",
    )


def _tidy(text: str) -> str:
    return re.sub(r",{2,}", ",", text.strip())
