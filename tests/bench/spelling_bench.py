"""Spelling on real notes: what it flags, what it catches of slips made on purpose, how fast it is.

`spelling_flagged_per_1000` is about the 87 notes of ACI-BENCH (train and valid), beside which, and beside
MTS-Dialog (train), the word lists were completed. `_unseen` is about MTS-Dialog (valid), in the folder that
`SCRIBE_MTS_DIALOG` names.
`python -m tests.bench.spelling_bench` prints every flagged word, for a person to judge.
"""

import csv
import os
import string
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random
from statistics import quantiles

from scribe_desktop import assets
from scribe_desktop.language.lexicon import Lexicon
from scribe_desktop.language.spelling import misspelt, words
from tests.bench.check_bench import DATA, real_notes

OTHER = Path(os.environ.get("SCRIBE_MTS_DIALOG", DATA.parent / "mts-dialog"))
SLIPS = 500
_LEAST = 5


def flagged(lexicon: Lexicon, texts: Iterable[str]) -> tuple[list[str], int]:
    """The words that are flagged, and how many there are in all."""
    found, count = list[str](), 0
    for text in texts:
        found += [text[start:end] for start, end in misspelt(text, lexicon.knows)]
        count += len(text.split())
    return found, count


def slips(texts: Iterable[str], chance: Random) -> list[tuple[str, str]]:
    """Longer words of the texts, each with one letter swapped, doubled, dropped or hit beside."""
    usual = sorted({word for text in texts for word in words(text) if len(word) >= _LEAST and word.islower()})
    return [(word, _slip(word, chance)) for word in chance.sample(usual, SLIPS)]


def _slip(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :],
        ]
    )


def other_texts() -> list[str]:
    """The sections of MTS-Dialog (valid), where they are on this machine."""
    return [
        row["section_text"]
        for path in OTHER.glob("valid.csv")
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
    ]


def figures() -> dict[str, float]:
    began = time.perf_counter()
    lexicon = Lexicon.load(assets.resource("vocabulary"))
    measured = {"spelling_load_s": time.perf_counter() - began}
    if not DATA.is_dir():
        print(f"spelling: not measured on notes, as ACI-BENCH is not in {DATA} (set SCRIBE_ACI_BENCH)")
        return measured
    texts = [note.text for note in real_notes()]
    began = time.perf_counter()
    found, count = flagged(lexicon, texts)
    measured["spelling_word_us"] = (time.perf_counter() - began) / count * 1e6
    measured["spelling_flagged_per_1000"] = len(found) / count * 1000
    if others := other_texts():
        found, count = flagged(lexicon, others)
        measured["spelling_flagged_per_1000_unseen"] = len(found) / count * 1000
    return measured | _caught(lexicon, texts)


def _caught(lexicon: Lexicon, texts: Iterable[str]) -> dict[str, float]:
    made = [(meant, slip) for meant, slip in slips(texts, Random(1)) if slip != meant]
    noticed = [(meant, slip) for meant, slip in made if not lexicon.knows(slip)]
    took, first, among = list[float](), 0, 0
    for meant, slip in noticed:
        began = time.perf_counter()
        offered = [one.word for one in lexicon.suggestions(slip)]
        took.append((time.perf_counter() - began) * 1000)
        first += offered[:1] == [meant]
        among += meant in offered
    return {
        "spelling_slips_noticed": len(noticed) / len(made),
        "spelling_meant_first": first / len(noticed),
        "spelling_meant_among": among / len(noticed),
        "spelling_suggest_p99_ms": quantiles(took, n=100)[98],
    }


if __name__ == "__main__":
    known = Lexicon.load(assets.resource("vocabulary"))
    for name, texts_there in (
        ("ACI-BENCH", [note.text for note in real_notes()]),
        ("MTS-Dialog", other_texts()),
    ):
        listed, total = flagged(known, texts_there)
        print(f"{name}: {len(listed)} of {total} words")
        print("  " + ", ".join(f"{word} {times}" for word, times in Counter(listed).most_common()))
