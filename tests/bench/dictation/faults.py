"""Words made up before the first one and texts that repeat themselves, stock and ours on the same sound.

Says sentences of real notes with all voices until there are so many minutes of speech, has every engine hear
them, and counts the texts with each fault: `python -m tests.bench.dictation.faults --minutes 60`. Figures
also go to build/bench-faults.json.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain, groupby
from math import inf

from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.worker import Recogniser
from tests.bench.dictation.__main__ import BUILD, Clip, heard, read, spoken
from tests.bench.dictation.scoring import Alignment
from tests.bench.dictation.sentences import Part, sentences
from tests.bench.dictation.spoken import words
from tests.bench.dictation.voices import VOICES

ENGINES: Mapping[str, EngineChoice] = {
    "moonshine without lead-in": EngineChoice("moonshine", {"lead_in": "0"}),
    "moonshine": EngineChoice("moonshine"),
    "clinical": EngineChoice("clinical"),
}
LOOP = 3
"""How often the same words stand in a row, at least, in a text that repeats itself."""
LONGEST_ROUND = 6
"""Words that a repetition can go over."""


@dataclass
class Faults:
    """Counts over any number of clips, and the texts that they were found in."""

    clips: int = 0
    minutes: float = 0.0
    errors: int = 0
    words: int = 0
    invented: list[str] = field(default_factory=list)
    looping: list[str] = field(default_factory=list)

    def note(self, clip: Clip, text: str) -> None:
        got = words(text)
        self.clips += 1
        self.minutes += len(clip.pcm) / (2 * SAMPLE_RATE * 60)
        self.words += len(clip.said)
        self.errors += sum(said != other for said, other in Alignment.of(clip.said, got).pairs)
        if begins_with_invention(clip.said, got):
            self.invented.append(f"{clip.voice}: {text}")
        if loops(clip.said, got):
            self.looping.append(f"{clip.voice}: {text}")


def begins_with_invention(said: list[str], got: list[str]) -> bool:
    """Whether there are words in front that nobody said, and the first that somebody said is right behind."""
    pairs = Alignment.of(said, got).pairs
    first, heard_as = next(((one, two) for one, two in pairs if one), ("", ""))
    return bool(first) and not pairs[0][0] and first == heard_as


def loops(said: list[str], got: list[str]) -> bool:
    """Whether the same words stand in a row `LOOP` times or more, and oftener than they were said."""
    return any(
        times >= LOOP and times > longest_run(said, length)
        for length in range(1, LONGEST_ROUND + 1)
        if (times := longest_run(got, length))
    )


def longest_run(text: list[str], length: int) -> int:
    """How often a round of so many words is repeated without a word between, at most; once is 1."""
    same = [text[at] == text[at - length] for at in range(length, len(text))]
    matches = max((sum(1 for _ in run) for alike, run in groupby(same) if alike), default=0)
    return 1 + matches // length if text else 0


def clips(minutes: float) -> Iterator[Clip]:
    """The recordings, and sentences until there is so much speech."""
    seconds = 0.0
    for clip in chain(read(), spoken(sentences(Part.REPORTING, 2000), list(VOICES), noisy=False)):
        if seconds >= 60 * minutes:
            return
        seconds += len(clip.pcm) / (2 * SAMPLE_RATE)
        yield clip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dictation.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--within", type=float, default=inf, metavar="MINUTES", help="stop by the clock")
    options = parser.parse_args()
    recognisers = {name: Recogniser(choice) for name, choice in ENGINES.items()}
    found = {name: Faults() for name in ENGINES}
    until = time.monotonic() + 60 * options.within
    for clip in clips(options.minutes):
        if time.monotonic() > until:
            break
        for name, recogniser in recognisers.items():
            finals, _ = heard(recogniser, clip.pcm)
            found[name].note(clip, " ".join(final.text for final in finals))
        print(f"\r{found['clinical'].minutes:.1f} minutes", end="", file=sys.stderr, flush=True)
    for recogniser in recognisers.values():
        recogniser.close()
    BUILD.mkdir(exist_ok=True)
    kept = {name: asdict(faults) for name, faults in found.items()}
    (BUILD / "bench-faults.json").write_text(json.dumps(kept, indent=2) + "\n")
    print_table(found)


def print_table(found: Mapping[str, Faults]) -> None:
    print(f"{'engine':<28}{'minutes':>8}{'clips':>7}{'invented':>10}{'looping':>9}{'word error':>12}")
    for name, faults in found.items():
        print(
            f"{name:<28}{faults.minutes:>8.1f}{faults.clips:>7}{len(faults.invented):>10}"
            f"{len(faults.looping):>9}{faults.errors / max(1, faults.words):>12.3f}"
        )


if __name__ == "__main__":
    main()
