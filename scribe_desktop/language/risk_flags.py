"""Says which words of an utterance want a look: risky ones that may be misheard, and doubtful ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scribe_desktop.language.doubt import Doubt, Scores
from scribe_desktop.language.risks import UNSURE, Risks, words
from scribe_desktop.language.wording import Heard, Piece, Pieces, as_written


class RiskFlags:
    """The last stage. What an earlier one has flagged stays as it is."""

    def __init__(self, risks: Risks, scores: Scores) -> None:
        """`scores` is the language model's opinion of each word."""
        self._risks = risks
        self._doubt = Doubt(scores, *risks.doubt)

    def __call__(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        wrong = self._doubt.of(heard)
        read = tuple(self._with_other_readings(pieces, heard))
        behind = [*(next(iter(words(piece.text)), "") for piece in read[1:]), ""]
        return tuple(
            piece if piece.risk else replace(piece, risk=self._risk(piece, wrong, following))
            for piece, following in zip(read, behind, strict=True)
        )

    def _risk(self, piece: Piece, wrong: Sequence[float | None], following: str) -> str:
        told = wrong[piece.first : piece.last]
        known = [chance for chance in told if chance is not None]
        kinds = self._risks.kinds(piece.text, following)
        if len(known) < len(told) or not told:
            return next((kind for kind in kinds if kind in self._risks.told_nothing), "")
        worst, limits = max(known), self._risks.doubtful_from
        return next((kind for kind in (*kinds, UNSURE) if worst >= limits[kind]), "")

    def _with_other_readings(self, pieces: Pieces, heard: Sequence[Heard]) -> Iterator[Piece]:
        """Flags stretches of which another reading is likely that means something else."""
        at = 0
        while at < len(pieces):
            found = self._other_reading(pieces, heard, at)
            yield found[0] if found else pieces[at]
            at += found[1] if found else 1

    def _other_reading(self, pieces: Pieces, heard: Sequence[Heard], at: int) -> tuple[Piece, int] | None:
        """One piece for those from `at` on, and how many these are; None: nothing to be pointed at."""
        first = pieces[at].first
        for other in heard[first].others if first < len(heard) else ():
            covered = [piece for piece in pieces[at:] if piece.last <= first + other.words]
            said = " ".join(piece.text for piece in covered)
            whole = covered and covered[-1].last == first + other.words
            if not whole or any(piece.risk or piece.heard for piece in covered):
                continue
            if kind := self._risks.told_apart(said, other.text):
                joined = replace(covered[0], text=said, last=first + other.words)
                return replace(joined, risk=kind, instead=as_written(said, other.text)), len(covered)
        return None
