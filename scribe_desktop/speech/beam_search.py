"""The best texts for a stretch of sound: acoustic and language model asked together, many paths at once."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import TypeVar

import numpy as np

from scribe_desktop.speech.acoustic_model import LAST, AcousticModel, Heard, Memory, Samples, Scores
from scribe_desktop.speech.language_model import LanguageModel, State
from scribe_desktop.speech.token_words import WORD_BEGINS, token_words

Asked = TypeVar("Asked")
Told = TypeVar("Told")

_PIECE = re.compile(r"(▁?)([A-Za-z0-9]*(?:['’][A-Za-z0-9]+)?['’]?)([-.,?!:;%/$&\"()+°]*)")
_SENTENCE_ENDS = frozenset(".?!")


@dataclass(frozen=True)
class Weights:
    """How a path's score is put together; found on the tuning part of the measuring set."""

    paths: int = 8
    language: float = 0.2
    """Weight of the language model's logarithms against the acoustic model's."""
    length: float = 0.4
    """How much of a longer text's lower score is put down to its length: 0 nothing, 1 all."""
    end: float = 1.0
    """How much less likely than the best next token the end may be, as a logarithm."""
    branches: int = 24
    """Tokens that a path may go on with."""
    margin: float = 9.0
    """How much less likely than the path's best next token these may be, as a logarithm."""


AT_ONCE = 2
"""Takes that are heard at the same time, each by a thread: a laptop has two cores."""
SOME_TOKENS = 2
"""Added to the length, so that texts of one or two tokens are not as different as their lengths."""


@dataclass(frozen=True)
class Piece:
    """A token as the language model sees it."""

    begins: bool
    """Whether it ends the word before."""
    letters: str
    ends: bool
    """Whether it ends its own word, with punctuation."""
    stops: bool
    """Whether it ends a sentence."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    tokens: tuple[int, ...] = ()
    chances: tuple[float, ...] = ()
    """The logarithm of each token's acoustic probability."""
    acoustic: float = 0.0
    told: float = 0.0
    """What the language model says of the words that are complete."""
    words: int = 0
    state: State = (0, 0)
    letters: str = ""
    """Of the word that has begun."""
    beginning: float = 0.0
    """What the language model says of them."""
    stopped: bool = False
    said: str = ""
    """Its words alone, in small letters."""

    def score(self, weights: Weights) -> float:
        return self.acoustic + weights.language * (self.told + self.beginning)

    def merit(self, weights: Weights) -> float:
        """Its score as against texts of other lengths: the sum alone would favour leaving words out."""
        return self.score(weights) / float((len(self.tokens) + SOME_TOKENS) ** weights.length)


class BeamSearch:
    def __init__(self, acoustic: AcousticModel, pieces: Sequence[str], language: LanguageModel) -> None:
        self._acoustic = acoustic
        self._language = language
        self.pieces = tuple(pieces)
        """The text of each token, with ▁ where a word begins."""
        self._pieces = [piece_of(text) for text in pieces]
        self._banned = np.array([piece is None for piece in self._pieces])
        self._banned[LAST] = False
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="take")

    def listen_with(self, language: LanguageModel) -> None:
        """Ask this language model from the next search on."""
        self._language = language

    def best(
        self, takes: Sequence[Samples], weights: Weights, *, longest: int, fewest: float = 0.0
    ) -> list[Hypothesis]:
        """Complete texts for what was said in all of these takes alike, best first.

        Args:
            takes: the same sound, each led in by a second of silence.
            longest: tokens, at most.
            fewest: words, below which a text counts only if there is no other.
        """
        heards = self._each(self._acoustic.hear, takes)
        scores, memories = _together(self._each(self._acoustic.begin, heards))
        alive = [Hypothesis(state=self._language.start)]
        done: list[Hypothesis] = []
        for _ in range(longest):
            chosen = self._choose(alive, scores, weights, done)
            if not chosen:
                break
            alive = [path for _, path in chosen]
            enough = [path.merit(weights) for path in done if path.words >= fewest]
            if enough and max(enough) > max(path.merit(weights) for path in alive):
                break
            last = [parent for parent, _ in chosen], [path.tokens[-1] for path in alive]
            go_on = partial(self._go_on, *last)
            scores, memories = _together(self._each(go_on, list(zip(heards, memories, strict=True))))
        else:
            done += alive
        return sorted(done, key=lambda path: (path.words < fewest, -path.merit(weights)))

    def meanwhile(self, take: Samples, weights: Weights, *, longest: int) -> "Future[list[Hypothesis]]":
        """The same for one take, looked for by another thread meanwhile."""
        return self._threads.submit(self.best, [take], weights, longest=longest)

    def _go_on(
        self, parents: list[int], tokens: list[int], kept: tuple[Heard, Memory]
    ) -> tuple[Scores, Memory]:
        return self._acoustic.go_on(*kept, parents, tokens)

    def _each(self, ask: Callable[[Asked], Told], takes: Sequence[Asked]) -> list[Told]:
        """The answers about every take, several of them worked out at once."""
        return list(self._threads.map(ask, takes) if len(takes) > 1 else map(ask, takes))

    def text(self, hypothesis: Hypothesis) -> str:
        return "".join(self.pieces[token] for token in hypothesis.tokens).replace(WORD_BEGINS, " ").strip()

    def words(self, hypothesis: Hypothesis) -> list[tuple[str, float]]:
        """Its words as they are written, each with the acoustic model's probability that it is this one."""
        found = token_words(hypothesis.tokens, hypothesis.chances, self.pieces)
        return [(word.text, word.chance) for word in found if word.text]

    def _choose(
        self, alive: list[Hypothesis], scores: Scores, weights: Weights, done: list[Hypothesis]
    ) -> list[tuple[int, Hypothesis]]:
        """The paths to go on with, each with its parent's place; the finished go to `done`."""
        scores[:, self._banned] = -inf
        found: list[tuple[float, int, Hypothesis]] = []
        for place, path in enumerate(alive):
            row = scores[place]
            best = float(row.max())
            likely = np.flatnonzero(row > best - weights.margin)
            if len(likely) > weights.branches:
                likely = likely[np.argpartition(row[likely], -weights.branches)[-weights.branches :]]
            for token in likely.tolist():
                chance = float(row[token])
                if token == LAST:
                    if chance >= best - weights.end and not repeats(path.said):
                        done.append(self._end(path, chance))
                    continue
                longer = self._longer(path, token, chance)
                if not loops(longer.tokens) and (longer.letters or not repeats(longer.said)):
                    found.append((longer.score(weights), place, longer))
        found.sort(key=lambda entry: -entry[0])
        # of paths that differ in capitals and punctuation only, the best takes no place from others
        different: dict[tuple[str, bool], tuple[int, Hypothesis]] = {}
        for _, place, path in found:
            different.setdefault((path.said, bool(path.letters)), (place, path))
            if len(different) == weights.paths:
                break
        return list(different.values())

    def _longer(self, path: Hypothesis, token: int, chance: float) -> Hypothesis:
        piece = self._pieces[token]
        assert piece is not None
        told, words, state, letters, stopped = path.told, path.words, path.state, path.letters, path.stopped
        if piece.begins and letters:
            told, words, state, letters = self._close(told, words, state, letters)
        if piece.begins and stopped and piece.letters:
            state, stopped = self._language.start, False
        apart = bool(piece.letters) and not letters
        letters += piece.letters
        if piece.ends and letters:
            told, words, state, letters = self._close(told, words, state, letters)
        return Hypothesis(
            (*path.tokens, token),
            (*path.chances, chance),
            path.acoustic + chance,
            told,
            words,
            state,
            letters,
            self._language.beginning(letters) if letters else 0.0,
            piece.stops or (stopped and not piece.letters),
            path.said + " " * apart + piece.letters,
        )

    def _close(self, told: float, words: int, state: State, letters: str) -> tuple[float, int, State, str]:
        score, after = self._language.word(state, letters)
        # the digits of one number are one word
        return told + score, words + (score != 0.0), after, ""

    def _end(self, path: Hypothesis, chance: float) -> Hypothesis:
        told, words, state, _ = (
            self._close(path.told, path.words, path.state, path.letters)
            if path.letters
            else (path.told, path.words, path.state, "")
        )
        told += self._language.end(state)
        return Hypothesis(
            path.tokens,
            (*path.chances, chance),
            path.acoustic + chance,
            told,
            words,
            state,
            "",
            0.0,
            path.stopped,
            path.said,
        )


def _together(parts: list[tuple[Scores, Memory]]) -> tuple[Scores, list[Memory]]:
    """The mean of what was heard each time."""
    mean: Scores = np.mean([scores for scores, _ in parts], axis=0)
    return mean, [memory for _, memory in parts]


def piece_of(text: str) -> Piece | None:
    found = _PIECE.fullmatch(text)
    if not found or not text:
        return None
    begins, letters, marks = found.groups()
    clean = letters.replace("'", "").replace("’", "").lower()
    return Piece(bool(begins), clean, bool(marks), bool(_SENTENCE_ENDS & set(marks)))


def loops(tokens: tuple[int, ...]) -> bool:
    """Whether the last few tokens come over and over."""
    for length in range(1, 9):
        times = 5 if length < 3 else 3
        if len(tokens) >= length * times:
            tail = tokens[-length:]
            if all(tokens[-length * (k + 1) : -length * k] == tail for k in range(1, times)):
                return True
    return False


def repeats(said: str) -> bool:
    """Whether the last five or more words are those before them again: so a broken end is filled up."""
    words = said.split()
    return any(words[-count:] == words[-2 * count : -count] for count in range(5, len(words) // 2 + 1))
