"""From what a recogniser heard to text for a note, with a source for every stretch."""

from collections.abc import Sequence

from scribe_desktop.language.wording import Heard, Piece, Pieces, Stage, as_recognised, spaced
from scribe_desktop.notes.dictated import Risk, Spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.speech.port import Final


class DictatedText:
    """Takes an utterance through all stages; any thread may ask."""

    def __init__(self, stages: Sequence[Stage] = ()) -> None:
        self._stages = tuple(stages)

    def written(self, final: Final, engine: str, person_id: str, utterance: str = "") -> Passage:
        """The utterance as it is to be written.

        Args:
            engine: name of the engine that heard it.
            person_id: who speaks.
            utterance: id under which the sound is kept, if it is.
        """
        spoken = Spoken(engine, utterance)
        if not final.words or not self._stages:
            return Passage.of(final.text, spoken.source(person_id))
        return Passage.join(
            (text, _source(piece, spoken, person_id)) for piece, text in _with_spaces(self._pieces(final))
        )

    def _pieces(self, final: Final) -> Pieces:
        heard = [Heard(word.text, word.confidence) for word in final.words]
        pieces = as_recognised(heard)
        for stage in self._stages:
            pieces = stage(pieces, heard)
        return pieces


def _with_spaces(pieces: Pieces) -> list[tuple[Piece, str]]:
    return list(zip(pieces, spaced(pieces), strict=True))


def _source(piece: Piece, spoken: Spoken, person_id: str) -> Source:
    risk = Risk(piece.risk) if piece.risk else None
    own = Spoken(spoken.engine, spoken.utterance, piece.heard, piece.instead, risk)
    return own.source(person_id)
