"""The silence put where a microphone was away."""

import json

import numpy as np
import pytest

from scribe_desktop.speech.port import SAMPLE_RATE, Final
from scribe_desktop.speech.segments import Segmenter
from scribe_desktop.speech.steady_microphone import BREAK
from scribe_desktop.speech.vosk_engine import LONGEST, PAUSE, SLICE, VoskRecognition


class _Recogniser:
    """Says at every end that it heard a word, and never offers to end by itself."""

    def AcceptWaveform(self, _pcm: bytes) -> bool:
        return False

    def PartialResult(self) -> str:
        return "{}"

    def Result(self) -> str:
        return json.dumps({"result": [{"word": "word", "start": 0.0, "end": 1.0, "conf": 1.0}]})


@pytest.mark.parametrize("part", range(5))
def test_what_is_said_before_and_behind_it_is_no_one_sentence_for_vosk(part: int) -> None:
    loud = np.full(SAMPLE_RATE + part * SLICE // 10, 3_000, "<i2").tobytes()
    segmenter = Segmenter(lambda chunk: float(any(chunk)), end=PAUSE, longest=LONGEST)
    vosk = VoskRecognition(_Recogniser(), segmenter)
    sound = loud + bytes(2 * int(BREAK * SAMPLE_RATE)) + loud
    ended = [
        at + SLICE
        for at in range(0, len(sound), SLICE)
        if any(isinstance(event, Final) for event in vosk.accept(sound[at : at + SLICE]))
    ]
    assert len(ended) == 1
    assert len(loud) < ended[0] <= len(sound) - len(loud)
