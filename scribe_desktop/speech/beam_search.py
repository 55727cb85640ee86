"""The best texts for a stretch of sound: acoustic and language model asked together, many paths at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf

import numpy as np

from scribe_desktop.speech.acoustic_model import LAST, AcousticModel, Memory, Samples, Scores
from scribe_desktop.speech.language_model import LanguageModel, State

_WORD_BEGINS = "▁"
_PIECE = re.compile(r"(▁?)([A-Za-z0-9]*(?:['’][A-Za-z0-9]+)?['’]?)([-.,?!:;%/$&\"()+°]*)")
_SENTENCE_ENDS = frozenset(".?!")


@dataclass(frozen=True)
class Weights:
    """How a path's score is put together; found on the tuning part of the measuring set."""

    paths: int = 8
    language: float = 0.25
    """Weight of the language model's logarithms against the acoustic model's."""
    length: float = 0.4
    """How much of a longer text's lower score is put down to its length: 0 nothing, 1 all."""
    end: float = 1.0
    """How much less likely than the best next token the end may be, as a logarithm."""
    branches: int = 24
    """Tokens that a path may go on with."""
    margin: float = 9.0
    """How much less likely than the path's best next token these may be, as a logarithm."""


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
        self._texts = pieces
        self._pieces = [piece_of(text) for text in pieces]
        self._banned = np.array([piece is None for piece in self._pieces])
        self._banned[LAST] = False

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
        heards = [self._acoustic.hear(samples) for samples in takes]
        scores, memories = _together([self._acoustic.begin(heard) for heard in heards])
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
            parents = [parent for parent, _ in chosen]
            tokens = [path.tokens[-1] for path in alive]
            scores, memories = _together(
                [self._acoustic.go_on(*kept, parents, tokens) for kept in zip(heards, memories, strict=True)]
            )
        else:
            done += alive
        return sorted(done, key=lambda path: (path.words < fewest, -path.merit(weights)))

    def text(self, hypothesis: Hypothesis) -> str:
        return "".join(self._texts[token] for token in hypothesis.tokens).replace(_WORD_BEGINS, " ").strip()

    def words(self, hypothesis: Hypothesis) -> list[tuple[str, float]]:
        """Its words as they are written, each with the acoustic model's probability that it is this one."""
        found: list[tuple[str, float]] = []
        for token, chance in zip(hypothesis.tokens, hypothesis.chances, strict=False):
            text = self._texts[token]
            if text.startswith(_WORD_BEGINS) or not found:
                found.append((text.removeprefix(_WORD_BEGINS), chance))
            else:
                found[-1] = (found[-1][0] + text, found[-1][1] + chance)
        return [(text, min(1.0, exp(chance))) for text, chance in found if text]

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
