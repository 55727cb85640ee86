"""What the patient's words gain: drugs and names heard without them, with them, and with twenty wrong ones.

Says sentences of real notes that name a drug or a person, has our engine hear each of them four times, and
counts how often those words are heard right and how often a wrong one is:
`python -m tests.bench.dictation.patient`. Figures also go to build/bench-patient.json.
"""

import argparse
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import inf

from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.session.clinical_words import ClinicalWords
from scribe_desktop.speech.clinical import ClinicalEngine
from scribe_desktop.speech.port import Final
from tests.bench.dictation.__main__ import BUILD, Clip, pcm
from tests.bench.dictation.scoring import Alignment, drugs
from tests.bench.dictation.sentences import Part, Sentence, sentences
from tests.bench.dictation.spoken import words
from tests.bench.dictation.voices import VOICES, say

WRONG = 20
"""Words of another patient, as many as a long list of medication has."""
_NAMED = re.compile(r"(?:(?<=[a-z,] )|(?<=[DM]r\. )|(?<=Ms\. )|(?<=Mrs\. ))[A-Z][a-z]{2,}")
WAYS = ("none", "right", "wrong", "both")


@dataclass
class Gain:
    """Counts over any number of sentences that were heard with the same words told."""

    words: int = 0
    errors: int = 0
    named: int = 0
    """Drugs and names said."""
    found: int = 0
    intruders: int = 0
    """Wrong patient's words that stand where they were not said."""

    def note(self, said: list[str], named: set[str], wrong: set[str], text: str) -> None:
        pairs = Alignment.of(said, words(text)).pairs
        self.words += len(said)
        self.errors += sum(one != other for one, other in pairs)
        self.named += sum(one in named for one, _ in pairs)
        self.found += sum(one in named and one == other for one, other in pairs)
        self.intruders += sum(other in wrong and one != other for one, other in pairs)


def named_in(sentence: Sentence) -> set[str]:
    """Its drugs, and the names in it, told by their capital inside the sentence."""
    names = {name.lower() for name in _NAMED.findall(sentence.written)}
    return {word for word in sentence.words if word in drugs() or word in names}


def clips(chosen: list[Sentence]) -> Iterator[tuple[Clip, set[str]]]:
    """Each sentence by one voice after the other, with its drugs and names."""
    voices = list(VOICES)
    for place, sentence in enumerate(chosen):
        voice = voices[place % len(voices)]
        speech = say(sentence.spoken, voice, "even", BUILD / "speech")
        yield Clip(voice, "even", sentence.words, pcm(speech)), named_in(sentence)


def heard(engine: ClinicalEngine, sound: bytes) -> str:
    recognition = engine.recognise()
    events = [*recognition.accept(sound), *recognition.finish()]
    return " ".join(event.text for event in events if isinstance(event, Final))


def measured(chosen: list[Sentence], until: float) -> dict[str, Gain]:
    """By what was told: nothing, the sentence's own words, twenty others, and both together."""
    engine, told = ClinicalEngine({}), ClinicalWords(WrittenForm.read())
    others = [word for sentence in chosen for word in sorted(named_in(sentence))]
    found = {way: Gain() for way in WAYS}
    for place, (clip, named) in enumerate(clips(chosen)):
        if time.monotonic() > until:
            break
        begin = (place + 1) * WRONG
        strange = [others[(begin + step) % len(others)] for step in range(3 * WRONG)]
        wrong = {word for word in dict.fromkeys(strange) if word not in clip.said}
        wrong = set(sorted(wrong)[:WRONG])
        for way, expected in zip(WAYS, (set(), named, wrong, named | wrong), strict=True):
            engine.expect(told.reckon_with(sorted(expected)))
            found[way].note(clip.said, named, wrong, heard(engine, clip.pcm))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dictation.patient", description=__doc__)
    parser.add_argument("--part", type=Part, choices=list(Part), default=Part.REPORTING)
    parser.add_argument("--sentences", type=int, default=60, metavar="N", help="that name a drug or a person")
    parser.add_argument("--within", type=float, default=inf, metavar="MINUTES", help="stop by the clock")
    options = parser.parse_args()
    every = sentences(options.part, 100_000)
    chosen = [sentence for sentence in every if named_in(sentence)][: options.sentences]
    found = measured(chosen, time.monotonic() + 60 * options.within)
    BUILD.mkdir(exist_ok=True)
    kept = {way: asdict(gain) for way, gain in found.items()}
    (BUILD / "bench-patient.json").write_text(json.dumps(kept, indent=2) + "\n")
    print_table(found)


def print_table(found: Mapping[str, Gain]) -> None:
    print(f"{'told':<8}{'words':>7}{'word error':>12}{'named':>7}{'heard right':>13}{'intruders':>11}")
    for way, gain in found.items():
        right = gain.found / max(1, gain.named)
        error = gain.errors / max(1, gain.words)
        print(f"{way:<8}{gain.words:>7}{error:>12.3f}{gain.named:>7}{right:>13.3f}{gain.intruders:>11}")


if __name__ == "__main__":
    main()
