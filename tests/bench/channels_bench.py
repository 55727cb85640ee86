"""A tele-visit's two channels: what two workers cost, and how late words are when both sides talk at once."""

import time
from statistics import median
from threading import Thread

import numpy as np
import psutil

from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import Listener
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, recall

SENTENCE = 9.2
"""Seconds of `TWO_CITIES` that are said."""
PAUSE = 3.0
TURNS = 3
_BLOCK = SAMPLE_RATE // 20 * 2


def figures() -> dict[str, float]:
    """Seconds, megabytes, and processor time as a share of the time that passes."""
    one, two = _talk(1), _talk(2)
    return {f"one_channel_{name}": value for name, value in one.items()} | {
        f"two_channels_{name}": value for name, value in two.items()
    }


def _talk(channels: int) -> dict[str, float]:
    recognisers = [Recogniser(EngineChoice("clinical")) for _ in range(channels)]
    sound = _turns()
    workers = [_ready(recogniser, sound) for recogniser in recognisers]
    before = sum(sum(worker.cpu_times()[:2]) for worker in workers)
    heard = [Listener() for _ in recognisers]
    began = time.monotonic()
    speakers = [
        Thread(target=_speak, args=(recogniser, listener, sound, began))
        for recogniser, listener in zip(recognisers, heard, strict=True)
    ]
    for speaker in speakers:
        speaker.start()
    for speaker in speakers:
        speaker.join()
    for listener in heard:
        listener.wait_for_end()
        assert recall(FIRST_SENTENCES, listener.text) > 0.8
    passed = time.monotonic() - began
    spent = sum(sum(worker.cpu_times()[:2]) for worker in workers) - before
    ends = [began + turn * (SENTENCE + PAUSE) + SENTENCE for turn in range(TURNS)]
    late = [_late(listener, end) for listener in heard for end in ends]
    memory = sum(worker.memory_info().rss for worker in workers)
    for recogniser in recognisers:
        recogniser.close()
    return {
        "cpu_share": spent / passed,
        "worker_mb": memory / (1 << 20),
        "final_median_s": median(late),
        "final_worst_s": max(late),
    }


def _turns() -> bytes:
    with AudioFile.open(TWO_CITIES) as audio:
        said = b"".join(audio.blocks())[: int(SENTENCE * SAMPLE_RATE) * 2]
    return (said + np.zeros(int(PAUSE * SAMPLE_RATE), "<i2").tobytes()) * TURNS


def _ready(recogniser: Recogniser, sound: bytes) -> psutil.Process:
    """The worker, once it has recognised something."""
    listener = Listener()
    stream = listener.open(recogniser)
    stream.feed(sound[: 2 * SAMPLE_RATE * 2])
    stream.finish()
    listener.wait_for_end()
    assert recogniser.worker_pid is not None
    return psutil.Process(recogniser.worker_pid)


def _speak(recogniser: Recogniser, listener: Listener, sound: bytes, began: float) -> None:
    """At the pace of speech."""
    stream = listener.open(recogniser)
    for number, at in enumerate(range(0, len(sound), _BLOCK), start=1):
        stream.feed(sound[at : at + _BLOCK])
        time.sleep(max(0.0, began + number * _BLOCK / (2 * SAMPLE_RATE) - time.monotonic()))
    stream.finish()


def _late(listener: Listener, end: float) -> float:
    """Seconds from the end of a turn until its last words are final."""
    finals = [at for at, event in listener.events if event in listener.finals]
    return max((at for at in finals if end - SENTENCE < at < end + PAUSE), default=end + PAUSE) - end
