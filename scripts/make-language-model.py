#!/usr/bin/env python3
"""Write resources/vocabulary/words.npz: how likely a word is after the two before it, in clinical English.

Run it in the environment of `make test` with the note collections at hand: `make language-model`; where they
are looked for is said in tests/bench/dictation/sentences.py. Only counts leave those texts: of the documents
set aside for counting and tuning, with every name made the same, and without any pair or triple of words that
occurs in one document alone.
"""

import argparse
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import simple_icd_10_cm as icd

from scribe_desktop.speech.language_model import (
    DRUG,
    END,
    NAME,
    NUMBER,
    NUMBER_WORDS,
    START,
    UNKNOWN,
    drug_names,
    ties,
)
from tests.bench.dictation.sentences import Document, Part, documents
from tests.bench.dictation.spoken import words

RESOURCES = Path(__file__).parents[1] / "resources"
VOCABULARY = RESOURCES / "vocabulary"

WEIGHTS = {"note": 1.0, "dialogue": 0.2, "phrase": 0.5, "codes": 0.05, "general": 0.0}
GENERAL = 0.2
"""Share of general English in the probability of a single word."""
GENERAL_PAIR = 0.4
"""Share of general pairs in what a pair of words backs off to."""
NOVELTY = {2: 1.2, 3: 2.0}
"""Mass kept for what was never seen there, times how many different words were (Witten and Bell)."""
DRUG_FLOOR = 0.5
SMALLEST = 2e-9
"""Probability of a word that is only in the dictionary."""
UNKNOWN_SHARE = 2e-4
LISTED = 0.8
"""Share of general English that is in the list of its pairs, at most."""
TELLING = 1.5
"""How much likelier a general pair must make its second word to be kept."""

Gram = tuple[int, ...]
Scores = dict[Gram, float]

_SENTENCE = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<=[.?!:;])\s+|\n+|\s*•\s*"
    r"|\[\w+\]|(?:Doctor|Patient|Guest\w*):"
)
_NAMED = re.compile(r"(?:(?<=[a-z,;'’] )|(?<=\b[DM]r\. )|(?<=\bMs\. )|(?<=\bMrs\. ))[A-Z][a-z]*(?:['’]s)?")


class Names:
    """Tells names by their capital inside a sentence."""

    def __init__(self, texts: Iterable[str], known: set[str]) -> None:
        capital: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for text in texts:
            capital.update(
                word.lower().removesuffix("'s").removesuffix("’s") for word in _NAMED.findall(text)
            )
            small.update(re.findall(r"\b[a-z]+\b", text))
        self.all = {word for word, count in capital.items() if count > 2 * small[word] and word not in known}

    def hide(self, sentence: list[str]) -> Iterator[str]:
        for word in sentence:
            yield "<name>" if word in self.all or word.removesuffix("s") in self.all else word


def general() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    folder = files("symspellpy")
    single: Counter[str] = Counter()
    for line in (folder / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines():
        word, count = line.split()
        single[word.replace("'", "")] += int(count)
    pairs: Counter[tuple[str, str]] = Counter()
    for line in (folder / "frequency_bigramdictionary_en_243_342.txt").read_text("utf-8-sig").splitlines():
        first, second, count = line.split()
        pairs[first.replace("'", ""), second.replace("'", "")] += int(count)
    return single, pairs


def own_phrases() -> Iterator[str]:
    for path in sorted((RESOURCES / "phrases").glob("*.toml")):
        for phrase in tomllib.loads(path.read_text("utf-8"))["phrase"]:
            yield re.sub(r"\{[^}]*\}|\*\*\*|@[^@ ]*@?", ". ", phrase["body"])
    text = (VOCABULARY / "abbreviations.toml").read_text("utf-8")
    yield from (meaning.split(":", 1)[-1] for meaning in re.findall(r"[^;\n\"\[\]]+:[^;\n\"\[\]]+", text))


def code_texts() -> Iterator[str]:
    yield from sorted({icd.get_description(code) for code in icd.get_all_codes(with_dots=True)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without-tuning", action="store_true", help="count no sentence that weights are tuned on"
    )
    parser.add_argument("--out", type=Path, default=VOCABULARY / "words.npz")
    options = parser.parse_args()
    parts = {Part.COUNTING} if options.without_tuning else {Part.COUNTING, Part.TUNING}
    texts = [document for document in documents() if document.part in parts]
    Table(texts).write(options.out)


class Table:
    def __init__(self, texts: list[Document]) -> None:
        self.drugs = drug_names(VOCABULARY / "drugs.txt")
        self.single, self.pairs = general()
        codes = list(code_texts())
        coded = Counter(word for text in codes for word in words(text))
        names = Names([t for d in texts for t in (d.note, d.dialogue)], self.drugs | set(coded))
        self.seen: dict[int, Counter[tuple[str, ...]]] = {n: Counter() for n in (1, 2, 3)}
        self.documents: dict[int, Counter[tuple[str, ...]]] = {n: Counter() for n in (1, 2, 3)}
        for document in texts:
            both = Counter[tuple[str, ...]]()
            for kind, text in (("note", document.note), ("dialogue", document.dialogue)):
                self.count((list(names.hide(words(s))) for s in _SENTENCE.split(text)), WEIGHTS[kind], both)
            for gram in both:
                self.documents[len(gram)][gram] += 1
        public = Counter[tuple[str, ...]]()
        self.count(
            (words(s) for text in own_phrases() for s in _SENTENCE.split(text)), WEIGHTS["phrase"], public
        )
        self.count((words(text) for text in codes), WEIGHTS["codes"], public)
        self.public = set(public)
        self.coded = coded
        self.units()

    def count(self, sentences: Iterable[list[str]], weight: float, grams: Counter[tuple[str, ...]]) -> None:
        for sentence in sentences:
            sentence = [self.as_class(word) for word in sentence]
            sentence = [
                w for i, w in enumerate(sentence) if w != "<num>" or i == 0 or sentence[i - 1] != "<num>"
            ]
            if not sentence:
                continue
            padded = ["<s>", "<s>", *sentence, "</s>"]
            for at in range(2, len(padded)):
                for length in (1, 2, 3):
                    gram = tuple(padded[at - length + 1 : at + 1])
                    self.seen[length][gram] += weight  # type: ignore[assignment]
                    grams[gram] += 1

    def as_class(self, word: str) -> str:
        if word in NUMBER_WORDS or word.isdigit():
            return "<num>"
        return word

    def kept(self, gram: tuple[str, ...]) -> bool:
        return gram in self.public or self.documents[len(gram)][gram] > 1

    def units(self) -> None:
        """Decide on the vocabulary and on which words share a unit."""
        known = (
            {w for w in self.single if w.isalpha()}
            | {w for w, n in self.coded.items() if w.isalpha()}
            | self.drugs
        )
        known |= {gram[0] for gram in self.seen[1] if self.kept(gram) and gram[0].isalpha()}
        known -= NUMBER_WORDS
        self.vocabulary = sorted(known, key=lambda w: w.encode())
        groups = ties(VOCABULARY / "never_guessed.toml")
        groups += [
            [w, "hypo" + w[5:]] for w in self.vocabulary if w.startswith("hyper") and "hypo" + w[5:] in known
        ]
        self.tied = {word: group for group in groups for word in group}
        self.unit_of = {
            "<unk>": UNKNOWN,
            "<s>": START,
            "</s>": END,
            "<num>": NUMBER,
            "<name>": NAME,
            "<drug>": DRUG,
        }
        self.count_units = 6
        for word in self.vocabulary:
            if word in self.drugs:
                self.unit_of[word] = DRUG
            elif word not in self.unit_of:
                for other in self.tied.get(word, [word]):
                    self.unit_of[other] = self.count_units
                self.count_units += 1

    def unit(self, word: str) -> int:
        return self.unit_of.get(word, UNKNOWN)

    def in_units(self, length: int) -> tuple[Scores, set[Gram]]:
        counts: Scores = defaultdict(float)
        kept: set[Gram] = set()
        for gram, count in self.seen[length].items():
            key = tuple(map(self.unit, gram))
            counts[key] += count
            if self.kept(gram):
                kept.add(key)
        return counts, kept

    def single_words(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Probability of each unit, and each vocabulary word's share in its unit."""
        clinical: dict[str, float] = defaultdict(float)
        for (word,), count in self.seen[1].items():
            clinical[word] += count
        total, total_general = sum(clinical.values()), sum(self.single.values())
        chance = np.zeros(self.count_units)
        word_chance = np.zeros(len(self.vocabulary))
        for at, word in enumerate(self.vocabulary):
            own = (1 - GENERAL) * clinical.get(word, 0.0) / total + GENERAL * self.single[
                word
            ] / total_general
            if word in self.drugs:
                own += DRUG_FLOOR / total
            word_chance[at] = max(own, SMALLEST)
        by_word = dict(zip(self.vocabulary, word_chance, strict=True))
        for at, word in enumerate(self.vocabulary):
            if word in self.tied:
                group = [w for w in self.tied[word] if w in by_word]
                word_chance[at] = sum(by_word[w] for w in group) / len(group)
        np.add.at(chance, [self.unit_of[w] for w in self.vocabulary], word_chance)
        share = word_chance / chance[[self.unit_of[w] for w in self.vocabulary]]
        for special in ("</s>", "<num>", "<name>"):
            chance[self.unit_of[special]] = clinical[special] / total
        chance[UNKNOWN] = UNKNOWN_SHARE
        return chance / chance.sum(), share

    def chances(self) -> "Chances":
        """Every score that is kept, each order interpolated with the one below it."""
        single, share = self.single_words()
        general = self.general_pairs()
        counts, kept = self.in_units(2)
        totals, novelty = contexts(counts, NOVELTY[2])

        def pair(before: int, unit: int) -> float:
            rest = novelty[(before,)] + 1e-3
            told = (1 - GENERAL_PAIR) * single[unit] + GENERAL_PAIR * general.get((before, unit), 0.0)
            return (counts.get((before, unit), 0.0) + rest * float(told)) / (totals[(before,)] + rest)

        pairs = {key: pair(*key) for key in kept}
        pairs |= {key: told for key in general if (told := pair(*key)) > TELLING * single[key[1]]}
        triples = self.triples(pairs, pair)
        for before, last, _ in triples:
            pairs.setdefault((before, last), pair(before, last))
        return Chances(single, share, pairs, triples)

    def triples(self, pairs: Scores, pair: Callable[[int, int], float]) -> Scores:
        counts, kept = self.in_units(3)
        totals, novelty = contexts(counts, NOVELTY[3])
        found: Scores = {}
        for before, last, unit in kept:
            context = before, last
            if context in pairs and UNKNOWN not in (before, last, unit):
                lower = pairs.get((last, unit)) or pair(last, unit)
                seen = counts[before, last, unit] + novelty[context] * lower
                found[before, last, unit] = seen / (totals[context] + novelty[context])
        return found

    def general_pairs(self) -> Scores:
        """How likely a unit is behind another in general English, where that is known."""
        counts: Scores = defaultdict(float)
        alone: dict[int, float] = defaultdict(float)
        begun: dict[int, float] = defaultdict(float)
        for word, count in self.single.items():
            alone[self.unit(word)] += count
        for (first, second), count in self.pairs.items():
            key = self.unit(first), self.unit(second)
            if UNKNOWN not in key:
                counts[key] += count
                begun[key[0]] += count / LISTED
        return {key: count / max(alone[key[0]], begun[key[0]]) for key, count in counts.items()}

    def write(self, path: Path) -> None:
        chances = self.chances()
        unit_of = [self.unit_of[word] for word in self.vocabulary]
        arrays: dict[str, Any] = chances.arrays()
        arrays["words"] = np.frombuffer("\n".join(self.vocabulary).encode(), np.uint8)
        arrays["unit"] = np.array(unit_of, np.uint32)
        np.savez_compressed(path, **arrays)
        sizes = len(self.vocabulary), len(chances.pairs), len(chances.triples), path.stat().st_size >> 10
        print("{} words, {} pairs, {} triples, {} kB".format(*sizes))  # noqa: T201


@dataclass(frozen=True)
class Chances:
    single: npt.NDArray[np.float64]
    share: npt.NDArray[np.float64]
    pairs: Scores
    triples: Scores

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """As `LanguageModel` reads them: logarithms, keys in order as the steps between them."""
        units = len(self.single)
        below = backoff(self.pairs, lambda gram: float(self.single[gram[1]]))

        def after(gram: Gram) -> float:
            known = self.pairs.get(gram[1:])
            return known if known is not None else below.get(gram[1:2], 1.0) * float(self.single[gram[2]])

        below_triples = backoff(self.triples, after)
        pairs = sorted(self.pairs)
        place = {pair: at for at, pair in enumerate(pairs)}
        triples = sorted(self.triples, key=lambda gram: (place[gram[:2]], gram[2]))
        return {
            "within": logarithms(self.share),
            "unigrams": logarithms(self.single),
            "backoff": logarithms(below.get((unit,), 1.0) for unit in range(units)),
            "pairs": steps(before * units + unit for before, unit in pairs),
            "pair_scores": logarithms(self.pairs[pair] for pair in pairs),
            "pair_backoff": logarithms(below_triples.get(pair, 1.0) for pair in pairs),
            "triples": steps(place[gram[:2]] * units + gram[2] for gram in triples),
            "triple_scores": logarithms(self.triples[gram] for gram in triples),
        }


def contexts(counts: Mapping[Gram, float], novelty: float) -> tuple[dict[Gram, float], dict[Gram, float]]:
    """How often each context was seen, and how much of its chances goes to what was never seen in it."""
    totals: dict[Gram, float] = defaultdict(float)
    kinds: dict[Gram, int] = defaultdict(int)
    for gram, count in counts.items():
        totals[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    # a kind counts no more than its occurrences do, which may have weights below one
    unseen = {context: novelty * min(kinds[context], totals[context]) for context in totals}
    return totals, defaultdict(float, unseen)


def backoff(stored: Scores, lower: Callable[[Gram], float]) -> dict[Gram, float]:
    """What the lower order's chances are to be multiplied by where no score is stored."""
    given: dict[Gram, float] = defaultdict(float)
    covered: dict[Gram, float] = defaultdict(float)
    for gram, chance in stored.items():
        given[gram[:-1]] += chance
        covered[gram[:-1]] += lower(gram)
    return {context: max(1 - given[context], 1e-4) / max(1 - covered[context], 1e-4) for context in given}


def logarithms(values: Iterable[float]) -> npt.NDArray[np.float16]:
    return np.round(np.log(np.maximum(np.fromiter(values, np.float64), 1e-12)), 2).astype(np.float16)


def steps(keys: Iterable[int]) -> npt.NDArray[np.int64]:
    found = np.fromiter(keys, np.int64)
    found[1:] -= found[:-1].copy()
    return found


if __name__ == "__main__":
    main()
