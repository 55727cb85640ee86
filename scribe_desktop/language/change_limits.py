"""Where a term is not put in unasked for what was heard, and where it is not even suggested."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scribe_desktop.language.risks import DOSE, NUMBER, Risks

Commonness = Callable[[str], float]
"""The natural logarithm of a word's probability anywhere; the word is in small letters."""

_COMMON, _HEARD = -9.0, 0.8
"""A word that is at least so usual (one in 8,000), and was heard with this probability, is believed."""
_LOST = 0.2
"""A word less probable than this is as good as not heard."""
_STRANGE = -14.0
"""What is less usual than this is no word, or a name."""


@dataclass(frozen=True)
class Utterance:
    """One entry a word, in small letters and without the punctuation around it; "" is none."""

    words: Sequence[str]
    chances: Sequence[float | None]
    """As the recogniser has it; None where it does not tell."""
    ends: Sequence[bool]
    """Whether a clause ends behind it."""


class ChangeLimits:
    """Any thread may ask.

    Args:
        risks: says what is risky, and behind what a drug stands.
        common: the language model's opinion of single words.
        certain: a word at least as probable as this is not doubted.
    """

    def __init__(self, risks: Risks, common: Commonness, certain: float) -> None:
        self._risks, self._common, self._certain = risks, common, certain

    def may_suggest(self, said: Utterance, first: int, last: int, term: str, *, exact: bool) -> bool:
        """Whether no right word would be lost with the stretch `first` to `last` (half-open).

        Right are drugs of the list, numbers in digits, and common words at an end that were heard well.

        Args:
            exact: the term sounds just as the stretch does: then all its words are part of it.
        """
        meant = term.lower().split()
        lost = [word for word in said.words[first:last] if word not in meant]
        if _digits(said.words[first:last]) != _digits(meant):
            return False
        if any(word in self._risks.drugs for word in lost):
            return False
        swallows = last - first > len(meant) and not exact
        ends = {first, last - 1} if swallows else set[int]()
        return not any(said.words[at] not in meant and self._believed(said, at) for at in ends)

    def may_make(self, said: Utterance, first: int, last: int) -> bool:
        """Whether the words beside the stretch were heard, and it is no drug's place."""
        before = first > 0 and not said.ends[first - 1]
        behind = last < len(said.words) and not said.ends[last - 1]
        if (before and self._is_lost(said, first - 1)) or (behind and self._is_lost(said, last)):
            return False
        return not (before and self._takes(said, first)) and not (behind and self._is_dosed(said, last))

    def _believed(self, said: Utterance, at: int) -> bool:
        chance = said.chances[at]
        return chance is not None and chance >= _HEARD and self._common(said.words[at]) >= _COMMON

    def _is_lost(self, said: Utterance, at: int) -> bool:
        """Whether this word may be part of the same misheard one."""
        chance, word = said.chances[at], said.words[at]
        if chance is None or chance >= self._certain:
            return False
        return chance < _LOST or (bool(word) and self._common(word) < _STRANGE)

    def _takes(self, said: Utterance, first: int) -> bool:
        """Whether a drug stands there, by the words before: "20 mg of", "start her on"."""
        at = first - 1
        while at > 0 and said.words[at] in self._risks.before_drugs_passed and not said.ends[at - 1]:
            at -= 1
        return said.words[at] in self._risks.before_drugs or self._risks.kind(said.words[at]) == DOSE

    def _is_dosed(self, said: Utterance, last: int) -> bool:
        """Whether a dose stands there, as behind a drug: "20 mg", "two tablets"."""
        at = last
        while at < len(said.words) - 1 and self._risks.kind(said.words[at]) == NUMBER and not said.ends[at]:
            at += 1
        return self._risks.kind(said.words[at]) == DOSE


def _digits(words: Sequence[str]) -> str:
    return "".join(filter(str.isdigit, "".join(words)))
