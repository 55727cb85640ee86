"""Hours of dictation in one stream, faster than real time: does the program grow, or its worker?

Sentences of all voices and the recordings follow one another, round and round, with pauses between them in
which the room is heard: `python -m tests.bench.dictation.soak --hours 10`. Prints what program and worker
hold every few minutes of sound, and how much that grew over the second half. Figures also go to
build/bench-soak.json.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle, takewhile
from math import inf

import numpy as np
import psutil

from scribe_desktop.errors import EngineError
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE, Final, SpeechEvent
from scribe_desktop.speech.worker import Recogniser
from tests.bench.dictation.__main__ import BUILD, read, spoken
from tests.bench.dictation.sentences import Part, sentences
from tests.bench.dictation.voices import VOICES

BYTES_PER_SECOND = 2 * SAMPLE_RATE
BLOCK = BYTES_PER_SECOND // 10
"""Bytes handed over at once, as a microphone does."""
AHEAD = 10.0
"""Seconds of sound that may wait: the stream is never fed faster than it is heard."""
ROOM = 40.0
"""Root mean square of the noise in a quiet room, of 32,768: the voice activity detector has to judge it."""
SENTENCES = 40
"""Different ones, by every voice."""


@dataclass(frozen=True)
class Sample:
    minutes: float
    program_mb: float
    worker_mb: float


@dataclass
class Soak:
    samples: list[Sample] = field(default_factory=list)
    workers: int = 0
    """Processes that took part; more than one when a grown one was replaced."""
    utterances: int = 0
    longest_final_seconds: float = 0.0

    def growth(self) -> tuple[float, float]:
        """Megabytes by which program and worker grew from the middle to the end, by their means."""
        half = len(self.samples) // 2
        third, fourth = self.samples[half : half + max(1, half // 2)], self.samples[-max(1, half // 2) :]
        return (
            _mean([one.program_mb for one in fourth]) - _mean([one.program_mb for one in third]),
            _mean([one.worker_mb for one in fourth]) - _mean([one.worker_mb for one in third]),
        )


def soak(choice: EngineChoice, sound: Iterator[bytes], minutes: float, every: float) -> Soak:
    """Recognise so many minutes in one stream and look at both processes `every` so many minutes of it.

    Raises what the recogniser reports.
    """
    found, ended, errors = Soak(), threading.Event(), list[EngineError]()

    def note(event: SpeechEvent) -> None:
        if isinstance(event, Final):
            found.utterances += 1
            found.longest_final_seconds = max(found.longest_final_seconds, event.end - event.start)

    recogniser, workers = Recogniser(choice), set[int]()
    stream = recogniser.stream(note, errors.append, ended.set)
    program, fed, due = psutil.Process(os.getpid()), 0, every
    for block in sound:
        stream.feed(block)
        fed += len(block)
        while not (stream.wait_for_room(AHEAD, 1.0) or ended.is_set()):
            pass
        done = fed / BYTES_PER_SECOND / 60
        if ended.is_set() or done >= minutes:
            break
        if recogniser.worker_pid is not None:
            workers.add(recogniser.worker_pid)
        if done >= due and recogniser.worker_pid is not None:
            due += every
            worker = psutil.Process(recogniser.worker_pid)
            found.samples.append(Sample(round(done, 2), _megabytes(program), _megabytes(worker)))
            _say(found.samples[-1])
    stream.finish()
    ended.wait()
    recogniser.close()
    if errors:
        raise errors[0]
    found.workers = len(workers)
    return found


def round_and_round(clips: list[bytes], pause: float) -> Iterator[bytes]:
    """The clips over and over, each with so many seconds of a quiet room behind it, in blocks."""
    chance = np.random.default_rng(1)
    room = (ROOM * chance.standard_normal(int(pause * SAMPLE_RATE))).astype("<i2").tobytes()
    for clip in cycle(clips):
        sound = clip + room
        for at in range(0, len(sound), BLOCK):
            yield sound[at : at + BLOCK]


def until(deadline: float, sound: Iterator[bytes]) -> Iterator[bytes]:
    """The sound up to this moment of the monotonic clock."""
    return takewhile(lambda _block: time.monotonic() < deadline, sound)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dictation.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--engine", default="clinical")
    parser.add_argument("--pause", type=float, default=5.0, metavar="SECONDS", help="between sentences")
    parser.add_argument("--within", type=float, default=inf, metavar="MINUTES", help="stop by the clock")
    parser.add_argument("--every", type=float, default=5.0, metavar="MINUTES")
    options = parser.parse_args()
    chosen = sentences(Part.REPORTING, SENTENCES)
    clips = [clip.pcm for clip in (*read(), *spoken(chosen, list(VOICES), noisy=False))]
    sound = until(time.monotonic() + 60 * options.within, round_and_round(clips, options.pause))
    found = soak(EngineChoice(options.engine), sound, 60 * options.hours, every=options.every)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench-soak.json").write_text(json.dumps(asdict(found), indent=2) + "\n")
    program, worker = found.growth()
    print(f"{found.utterances} utterances, {found.workers} worker(s)")
    print(f"growth over the second half: program {program:+.1f} MB, worker {worker:+.1f} MB")


def _mean(values: list[float]) -> float:
    return sum(values) / max(1, len(values))


def _megabytes(process: psutil.Process) -> float:
    bytes_held: int = process.memory_info().rss
    return round(bytes_held / (1 << 20), 1)


def _say(sample: Sample) -> None:
    print(
        f"{sample.minutes:7.1f} min  program {sample.program_mb:7.1f} MB  worker {sample.worker_mb:7.1f} MB",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    main()
