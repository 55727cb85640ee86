"""Says which words of an utterance want a look: risky ones that may be misheard, and doubtful ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scribe_desktop.language.doubt import Doubt, Scores, overall
from scribe_desktop.language.risks import UNSURE, Risks, words
from scribe_desktop.language.wording import (
    Heard,
    Piece,
    Pieces,
    Stage,
    as_recognised,
    as_written,
    core,
    spaced,
)


class RiskFlags:
    """The last stage. What an earlier one has flagged stays as it is.

    Args:
        scores: the language model's opinion of each word.
        form: how recognised words are written, other readings among them.
    """

    def __init__(self, risks: Risks, scores: Scores, form: Stage) -> None:
        self._risks, self._form = risks, form
        self._doubt = Doubt(scores, *risks.doubt)

    def __call__(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        wrong = self._doubt.of(heard)
        read = tuple(self._with_other_readings(pieces, heard))
        behind = [*(next(iter(words(piece.text)), "") for piece in read[1:]), ""][: len(read)]
        return tuple(
            piece if piece.risk else replace(piece, risk=self._risk(piece, heard, wrong, following))
            for piece, following in zip(read, behind, strict=True)
        )

    def _risk(
        self, piece: Piece, heard: Sequence[Heard], wrong: Sequence[float | None], following: str
    ) -> str:
        told = [word.confidence for word in heard[piece.first : piece.last]]
        known = [chance for chance in told if chance is not None]
        risks, kinds = self._risks, self._risks.kinds(piece.text, following)
        if len(known) < len(told) or not told:
            return next((kind for kind in kinds if kind in risks.told_nothing), "")
        worst = max(chance for chance in wrong[piece.first : piece.last] if chance is not None)
        if overall(heard) < risks.poorly_heard:
            return next(iter(kinds), UNSURE)
        return next((kind for kind in (*kinds, UNSURE) if risks.doubts(kind, worst, min(known))), "")

    def _with_other_readings(self, pieces: Pieces, heard: Sequence[Heard]) -> Iterator[Piece]:
        """Flags stretches of which another reading is likely that means something else."""
        at = 0
        while at < len(pieces):
            found = self._other_reading(pieces, heard, at)
            yield found[0] if found else pieces[at]
            at += found[1] if found else 1

    def _other_reading(self, pieces: Pieces, heard: Sequence[Heard], at: int) -> tuple[Piece, int] | None:
        """One piece for those from `at` on, and how many these are; None: nothing to be pointed at."""
        begin = pieces[at].first
        for start in range(begin, pieces[at].last):
            for other in heard[start].others:
                end = start + other.words
                count = next((n for n, one in enumerate(pieces[at:], 1) if one.last >= end), 0)
                covered = pieces[at : at + count]
                if not count or any(piece.risk or piece.heard for piece in covered):
                    continue
                said = "".join(spaced(covered))
                before, behind = heard[begin:start], heard[end : covered[-1].last]
                instead = self._written([*_texts(before), *other.text.split(), *_texts(behind)])
                if kind := self._risks.told_apart(said, instead):
                    joined = replace(covered[0], text=said, last=covered[-1].last)
                    return replace(joined, risk=kind, instead=as_written(said, instead)), count
        return None

    def _written(self, texts: Sequence[str]) -> str:
        words = [Heard(text) for text in texts]
        return core("".join(spaced(self._form(as_recognised(words), words))))


def _texts(heard: Sequence[Heard]) -> list[str]:
    return [word.text for word in heard]
