"""From what a recogniser heard to text for a note, with a source for every stretch."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scribe_desktop.language.wording import Piece, Stage, as_recognised, spaced
from scribe_desktop.notes.dictated import Risk, Spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.readings import readings
from scribe_desktop.session.voice import with_pauses_marked
from scribe_desktop.speech.port import Final


class DictatedText:
    """Takes an utterance through all stages; any thread may ask."""

    def __init__(self, stages: Sequence[Stage] = ()) -> None:
        self._stages = tuple(stages)

    def written(
        self,
        final: Final,
        engine: str,
        person_id: str,
        utterance: str = "",
        channel: Channel = Channel.MICROPHONE,
    ) -> Passage:
        """The utterance as it is to be written.

        Args:
            engine: name of the engine that heard it.
            person_id: who speaks.
            utterance: id under which the sound is kept, if it is.
            channel: where it was heard.
        """
        spoken = Spoken(engine, utterance, channel=channel)
        if not self._stages:
            return Passage.of(final.text, spoken.source(person_id))
        heard = readings(with_pauses_marked(final))
        pieces = as_recognised(heard)
        for stage in self._stages:
            pieces = stage(pieces, heard)
        return Passage.join(_with_sources(pieces, spoken, person_id))


def _with_sources(pieces: Sequence[Piece], spoken: Spoken, person_id: str) -> Iterator[tuple[str, Source]]:
    """A space belongs to the words around it where they have one source, and is never flagged otherwise."""
    plain = before = spoken.source(person_id)
    for piece, text in zip(pieces, spaced(pieces), strict=True):
        source = _source(piece, spoken, person_id)
        words = text.lstrip(" ")
        yield text[: len(text) - len(words)], source if source == before else plain
        yield words, source
        before = source


def _source(piece: Piece, spoken: Spoken, person_id: str) -> Source:
    risk = Risk(piece.risk) if piece.risk else None
    own = replace(spoken, heard=piece.heard, instead=piece.instead, risk=risk)
    return own.source(person_id)
