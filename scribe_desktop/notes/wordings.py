"""What an utterance reads as, word by word, beside the other ways in which it may be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MARKS = r""".,;:?!()\[\]"“”…"""
_MORE = 4
"""So many words around those asked about may be read otherwise as well: with more it is another text."""
_WORD = re.compile(rf"[^\s{_MARKS}]+(?:[{_MARKS}][^\s{_MARKS}]+)*")


@dataclass(frozen=True)
class Word:
    """One word of a text, and the recognised words that it, or all that was written as one with it, is."""

    start: int
    end: int
    """Characters of the text."""
    heard: range


@dataclass(frozen=True)
class Wording:
    """The text of an utterance as it is written."""

    text: str
    words: tuple[Word, ...]

    @property
    def plain(self) -> list[str]:
        """The words, to be compared."""
        return [plain(self.of(range(at, at + 1))) for at in range(len(self.words))]

    def of(self, which: range) -> str:
        """The text from the first of these words to the last."""
        return self.text[self.words[which[0]].start : self.words[which[-1]].end] if which else ""

    def heard(self, which: range) -> range:
        """The recognised words that these are; for none of them, none."""
        if not which:
            return range(0)
        return range(self.words[which[0]].heard[0], self.words[which[-1]].heard[-1] + 1)

    def whole(self, which: range) -> range:
        """These words with all that was written as one with the first or the last of them."""
        if not which:
            return which
        heard = self.heard(which)
        inside = [at for at, word in enumerate(self.words) if heard[0] <= word.heard[0] <= heard[-1]]
        return range(inside[0], inside[-1] + 1)


def cut(text: str) -> Iterator[slice]:
    """Where the words of a text are, without the punctuation around them; signs and units stay on numbers."""
    for found in _WORD.finditer(text):
        if any(letter.isalnum() for letter in found[0]):
            yield slice(*found.span())


def plain(text: str) -> str:
    """Words as they are compared: no matter which capitals and marks, but 1.5 is not 15."""
    return " ".join(text[one] for one in cut(text)).casefold()


def matched(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of the words that are the same on both sides, in order."""
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        yield from ((block.a + step, block.b + step) for step in range(block.size))


def others(said: Wording, which: range, readings: Sequence[Wording]) -> tuple[range, tuple[str, ...]]:
    """What other readings have in place of these words, most likely first, each once.

    Returns:
        The words that they take the place of: as many more as are read otherwise together with these.
    """
    near = [one for one in readings if one.words and len(_wider(said, which, one)) <= len(which) + _MORE]
    wider, former = which, range(0)
    while wider != former:
        former = wider
        for reading in near:
            wider = said.whole(_wider(said, wider, reading))
    found: dict[str, str] = {}
    for reading in near:
        text = reading.of(_instead(said, wider, reading))
        found.setdefault(plain(text), text)
    return wider, tuple(text for key, text in found.items() if key and key != plain(said.of(wider)))


def _wider(said: Wording, which: range, reading: Wording) -> range:
    """With the neighbours that differ as well where any of these words differs or is not there at all."""
    pairs = dict(matched(said.plain, reading.plain))
    if all(at in pairs for at in which):
        return which
    before = [at for at in pairs if at < which[0]]
    after = [at for at in pairs if at > which[-1]]
    wider = range(max(before) + 1 if before else 0, min(after) if after else len(said.words))
    if _instead(said, wider, reading):
        return wider
    return range(wider[0] - 1, wider.stop) if wider[0] else range(min(wider.stop + 1, len(said.words)))


def _instead(said: Wording, which: range, reading: Wording) -> range:
    """What stands between the same neighbours there; a word more between them belongs to these."""
    pairs = dict(matched(said.plain, reading.plain))
    first = _behind(pairs, which[0] - 1) if which[0] else 0
    last = pairs.get(which[-1] + 1) if which[-1] + 1 < len(said.words) else len(reading.words)
    first = pairs.get(which[0]) if first is None else first
    last = _behind(pairs, which[-1]) if last is None else last
    return range(first or 0, last or 0)


def _behind(pairs: dict[int, int], at: int) -> int | None:
    return pairs[at] + 1 if at in pairs else None
