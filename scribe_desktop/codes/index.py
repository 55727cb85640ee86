"""Finds codes by words, beginnings of words and misspelt words, the likeliest first, in milliseconds."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from scribe_desktop.codes.code import Code
from scribe_desktop.codes.words import Readings, words_of

_EXACT, _PREFIX, _FUZZY = 1.0, 0.92, 0.88
_FEW = 2
"""So few words begin like this that it may as well be a misspelt one."""
_IN_TERMS, _INHERITED = 0.96, 0.88
"""What a word counts in a synonym, and in what is said of a whole group or to be absent; 1 in the title."""
_ALIKE, _NEARLY = 0.62, 0.12
"""Least share of letters that a misspelt word has right, in the right order; how much less than the best."""
_ENOUGH, _LEAST, _NEXT_BEST = 0.55, 0.35, 0.95
"""
Least share of the query, weighed by how telling its words are, that a code has to answer to; where none does,
the least of the best code, and the share of it that others need.
"""
_WITHOUT = re.compile(r"\bwithout\b(?! foreign body)")
_COMMON, _USUAL, _PER_WORD = 0.08, 0.12, 0.004

_Floats = NDArray[np.float32]
_Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Entry:
    code: Code
    terms: str = ""
    """Other wordings of the same thing; searched, not shown."""
    inherited: str = ""
    """Titles and wordings of the groups it is in; searched, not shown."""


class Postings:
    """Which entries have which word; words are numbered in alphabetical order."""

    def __init__(self, word_ids: NDArray[np.uint16], entries: _Ids, words: int) -> None:
        order = np.argsort(word_ids, kind="stable")
        self._entries = entries[order]
        self._starts = np.searchsorted(word_ids[order], np.arange(words + 1))

    def of(self, first: int, last: int) -> _Ids:
        """Entries that have any of the words numbered `first` up to, not including, `last`."""
        return self._entries[self._starts[first] : self._starts[last]]


@dataclass(frozen=True)
class Tables:
    """What an index is made of; flat arrays, so that it loads without being built anew."""

    words: Sequence[str]
    """Every word that occurs, in alphabetical order."""
    title_words: NDArray[np.uint16]
    title_lengths: _Ids
    """Number of words in each entry's title, less what it says is absent."""
    term_words: NDArray[np.uint16]
    term_lengths: _Ids
    inherited_words: NDArray[np.uint16]
    """Of the groups' titles and wordings, and what the title has after "without"."""
    inherited_lengths: _Ids

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Tables":
        said = [_present_and_absent(entry.code.title) for entry in entries]
        titles = [words_of(present) for present, _ in said]
        terms = [words_of(entry.terms) for entry in entries]
        inherited = [
            sorted({*words_of(entry.inherited), *words_of(absent)})
            for entry, (_, absent) in zip(entries, said, strict=True)
        ]
        words = sorted({word for text in (*titles, *terms, *inherited) for word in text})
        number = {word: at for at, word in enumerate(words)}
        return cls(words, *_flat(titles, number), *_flat(terms, number), *_flat(inherited, number))


@dataclass(frozen=True)
class Favour:
    """Which codes win among those that answer equally well."""

    usual: Collection[str] = ()
    """What is meant when nothing more is said."""
    common: Collection[str] = ()
    chapters: Mapping[str, float] = field(default_factory=dict)
    """What a code's first letter adds (or takes away)."""
    title_words: Mapping[str, float] = field(default_factory=dict)
    """What a word of the title adds (or takes away)."""


class CodeIndex:
    def __init__(
        self,
        codes: Sequence[str],
        titles: Sequence[str],
        tables: Tables,
        readings: Readings | None = None,
        favour: Favour | None = None,
    ) -> None:
        """
        Args:
            codes: in alphabetical order, which is the order of the tables' entries.
            titles: of the same entries.
            tables: their words.
            readings: what abbreviations and everyday words mean in the words of the codes.
            favour: what decides among equals.
        """
        self._codes, self._titles_of = codes, titles
        self._words = tables.words
        self._readings = readings or Readings({})
        self._titles = self._postings(tables.title_words, tables.title_lengths)
        self._terms = self._postings(tables.term_words, tables.term_lengths)
        self._inherited = self._postings(tables.inherited_words, tables.inherited_lengths)
        self._prior = self._priors(tables, favour or Favour())
        self._bare = [_bare(code) for code in codes]

    @classmethod
    def of(cls, codes: Iterable[Code]) -> "CodeIndex":
        """An index over a list of codes that has nothing but titles."""
        ordered = sorted(codes, key=lambda code: _bare(code.code))
        tables = Tables.of([Entry(code) for code in ordered])
        return cls([code.code for code in ordered], [code.title for code in ordered], tables)

    def __len__(self) -> int:
        return len(self._codes)

    def search(self, query: str, limit: int = 20) -> tuple[Code, ...]:
        """Codes that answer to the query, best first: a code's beginning, or words as one would say them."""
        if by_code := tuple(islice(self._beginning(_bare(query)), limit)):
            return by_code
        readings = self._readings.of(words_of(query), self._words)
        if not readings or not self._codes:
            return ()
        scores = np.max([self._score(words) for words in readings], axis=0)
        best_score = float(scores.max())
        if best_score < _LEAST:
            return ()
        found = np.flatnonzero(scores >= min(_ENOUGH, best_score * _NEXT_BEST))
        ranks = scores[found] + self._prior[found]
        if len(found) > limit:
            best = np.argpartition(-ranks, limit)[:limit]
            found, ranks = found[best], ranks[best]
        return tuple(self._code(int(at)) for at in found[np.lexsort((found, -ranks))])

    def _postings(self, word_ids: NDArray[np.uint16], lengths: _Ids) -> Postings:
        everyone = np.arange(len(self._codes), dtype=np.int32)
        return Postings(word_ids, np.repeat(everyone, lengths), len(self._words))

    def _code(self, at: int) -> Code:
        return Code(self._codes[at], self._titles_of[at])

    def _beginning(self, bare: str) -> Iterable[Code]:
        if len(bare) >= 2 and any(letter.isdigit() for letter in bare):
            at = bisect_left(self._bare, bare)
            while at < len(self._bare) and self._bare[at].startswith(bare):
                yield self._code(at)
                at += 1

    def _score(self, words: Sequence[str]) -> _Floats:
        """Each entry's share of the query, 0 to 1; rare words weigh more, unknown ones nothing."""
        total = np.zeros(len(self._codes), np.float32)
        weights = 0.0
        for word in words:
            hits = self._hits(word)
            if holders := np.count_nonzero(hits):
                weight = float(np.log(1 + len(self._codes) / (1 + holders)))
                total += np.float32(weight) * hits
                weights += weight
        return total / np.float32(weights) if weights else total

    def _hits(self, word: str) -> _Floats:
        """How well each entry has this word, 0 to 1."""
        hits = np.zeros(len(self._codes), np.float32)
        exact = bisect_left(self._words, word)
        after = bisect_left(self._words, word + "\uffff")
        known = exact < len(self._words) and self._words[exact] == word
        if not known and after - exact < _FEW and len(word) > 3:
            self._mark_alike(hits, word)
        if len(word) > 1 and after > exact + known:
            self._mark(hits, exact + known, after, _PREFIX)
        if known:
            self._mark(hits, exact, exact + 1, _EXACT)
        return hits

    def _mark_alike(self, hits: _Floats, word: str) -> None:
        alike = process.extract(
            word, self._words, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=16
        )
        for _, likeness, at in reversed(alike):
            if likeness < alike[0][1] - _NEARLY:
                continue
            self._mark(hits, at, at + 1, _FUZZY * likeness)

    def _mark(self, hits: _Floats, first: int, last: int, worth: float) -> None:
        hits[self._inherited.of(first, last)] = worth * _INHERITED
        hits[self._terms.of(first, last)] = worth * _IN_TERMS
        hits[self._titles.of(first, last)] = worth

    def _priors(self, tables: Tables, favour: Favour) -> _Floats:
        """What decides among codes that answer equally well."""
        prior = -np.float32(_PER_WORD) * np.minimum(tables.title_lengths, 40).astype(np.float32)
        for word, worth in favour.title_words.items():
            at = bisect_left(tables.words, word)
            if at < len(tables.words) and tables.words[at] == word:
                prior[self._titles.of(at, at + 1)] += worth
        for at, code in enumerate(self._codes):
            if code in favour.usual:
                prior[at] += _USUAL
            elif code in favour.common:
                prior[at] += _COMMON
            if code[0] in favour.chapters:
                prior[at] += favour.chapters[code[0]]
        return prior


def _present_and_absent(title: str) -> tuple[str, str]:
    """A title, and what it says is absent: up to a comma; a wound's place follows "without foreign body"."""
    if without := _WITHOUT.search(title):
        absent, comma, after = title[without.end() :].partition(",")
        return title[: without.end()] + comma + after, absent
    return title, ""


def _bare(code: str) -> str:
    return code.replace(".", "").strip().casefold()


def _flat(texts: Sequence[Sequence[str]], number: dict[str, int]) -> tuple[NDArray[np.uint16], _Ids]:
    ids = np.array([number[word] for text in texts for word in text], np.uint16)
    return ids, np.array([len(text) for text in texts], np.int32)
