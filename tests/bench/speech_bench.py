"""Speech: real-time factor and memory of each engine, and how long after speech its text comes."""

import tempfile
import time
from pathlib import Path

import psutil

from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import Listener, ignore
from tests.helpers.recordings import KOREAN_MODEL, TWO_CITIES, beginning

ENGINES = {
    "moonshine": EngineChoice("moonshine"),
    "vosk": EngineChoice("vosk", {"model": str(KOREAN_MODEL)}),
}

FIRST_WORD_STARTS = 1.2
LAST_WORD_ENDS = 4.55
"""Seconds into `TWO_CITIES`: begin and end of its first sentence."""
_BLOCK = SAMPLE_RATE // 20 * 2


def figures() -> dict[str, float]:
    """Seconds, megabytes, and recognition time as a share of the audio's length."""
    found: dict[str, float] = {}
    for name, choice in ENGINES.items():
        recogniser = Recogniser(choice)
        found |= {f"{figure}_{name}": value for figure, value in _of_a_file(recogniser).items()}
        if name == "moonshine":
            found |= _of_live_speech(recogniser)
        recogniser.close()
    return found


def _of_a_file(recogniser: Recogniser) -> dict[str, float]:
    _recognise(recogniser, seconds=1)
    before = time.perf_counter()
    _recognise(recogniser, seconds=44)
    taken = time.perf_counter() - before
    assert recogniser.worker_pid is not None
    memory = psutil.Process(recogniser.worker_pid).memory_info().rss
    return {"rtf": taken / 44, "worker_mb": memory / (1 << 20)}


def _recognise(recogniser: Recogniser, seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clip = beginning(TWO_CITIES, seconds, Path(folder, "clip.wav"))
        transcribe(clip, recogniser, ignore, ignore, lambda: False)


def _of_live_speech(recogniser: Recogniser) -> dict[str, float]:
    """The first sentence at the pace of speech, then silence until its text is there."""
    with AudioFile.open(TWO_CITIES) as audio:
        speech = b"".join(audio.blocks())[: int(LAST_WORD_ENDS * SAMPLE_RATE) * 2]
    heard = Listener()
    stream = heard.open(recogniser)
    began = time.monotonic()
    position = 0
    while not heard.finals:
        stream.feed(speech[position : position + _BLOCK].ljust(_BLOCK, b"\0"))
        position += _BLOCK
        time.sleep(max(0.0, began + position / (2 * SAMPLE_RATE) - time.monotonic()))
    stream.cancel()
    heard.wait_for_end()
    return {
        "speech_start_to_partial_s": heard.events[0][0] - began - FIRST_WORD_STARTS,
        "speech_end_to_final_s": heard.events[-1][0] - began - LAST_WORD_ENDS,
    }


if __name__ == "__main__":
    for figure, value in figures().items():
        print(f"{figure:28} {value:10.3f}")
