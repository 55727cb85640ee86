"""Dictated text: what was heard where it stands, what wants a look, and who has given it one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.recording import Channel


class Risk(StrEnum):
    """Why a stretch of dictated text wants a look. The values are kept in the store and never change."""

    DRUG = "drug"
    DOSE = "dose"
    NUMBER = "number"
    NEGATION = "negation"
    SIDE = "side"
    SOUND_ALIKE = "sound-alike"
    CORRECTED = "corrected"
    SUGGESTED = "suggested"
    """The text is what was heard; `Spoken.instead` may be what was said."""
    UNSURE = "unsure"
    """The recogniser itself was not sure."""


@dataclass(frozen=True)
class Spoken:
    """How one stretch of text was recognised; it is the `detail` of a dictated `Source`."""

    engine: str = ""
    utterance: str = ""
    """Id of the stored utterance that it was said in; empty when no sound was kept."""
    heard: str = ""
    """The recognised words, where other ones stand in the text."""
    instead: str = ""
    """What might have been said."""
    risk: Risk | None = None
    confirmed_by: str = ""
    """Id of the person who looked and found it right."""
    confirmed_at: datetime | None = None
    channel: Channel = Channel.MICROPHONE

    @property
    def detail(self) -> str:
        """The engine's bare name as long as there is nothing more to say."""
        written = {
            "utterance": self.utterance,
            "heard": self.heard,
            "instead": self.instead,
            "risk": self.risk.value if self.risk else "",
            "confirmed_by": self.confirmed_by,
            "confirmed_at": self.confirmed_at.isoformat() if self.confirmed_at else "",
            "channel": self.channel.value if self.channel is not Channel.MICROPHONE else "",
        }
        said = {key: value for key, value in written.items() if value}
        if not said:
            return self.engine
        return json.dumps({"engine": self.engine, **said}, ensure_ascii=False, separators=(",", ":"))

    def source(self, person_id: str) -> Source:
        return Source(Origin.DICTATED, person_id, self.detail)


def spoken(source: Source) -> Spoken | None:
    """How text was recognised; None for text of any other origin."""
    return _read(source.detail) if source.origin is Origin.DICTATED else None


def is_flagged(source: Source) -> bool:
    """Whether this is dictated text that wants a look which nobody has given it yet."""
    how = spoken(source)
    return how is not None and how.risk is not None and not how.confirmed_by


def confirmed(source: Source, person_id: str, at: datetime) -> Source:
    """The source of flagged text that somebody has looked at and found right; any other one as it is."""
    how = spoken(source)
    if how is None or how.risk is None or how.confirmed_by:
        return source
    return replace(source, detail=replace(how, confirmed_by=person_id, confirmed_at=at).detail)


def settled(source: Source, text: str, person_id: str, at: datetime) -> Source:
    """The source of what somebody puts in the place of flagged text: its suggestion, or else what was heard.

    Args:
        source: the flagged text's.
        text: the flagged text itself.
    """
    how = spoken(source)
    if how is None:
        return source
    if how.instead:
        now = replace(how, heard=how.heard or text, instead="", risk=Risk.CORRECTED)
    else:
        now = replace(how, heard="", instead=text)
    return replace(source, detail=replace(now, confirmed_by=person_id, confirmed_at=at).detail)


def whole(passage: Passage) -> Source:
    """The source of something that is made of a dictated text as a whole, such as a value for a field.

    It wants a look where any of the text does; what was heard for single words is not said of the whole.

    Raises:
        ValueError: the text is empty.
    """
    if not passage.runs:
        raise ValueError("an empty text has no source")
    sources = [run.source for run in passage.runs]
    chosen = next(filter(is_flagged, sources), sources[0])
    how = spoken(chosen)
    if how is None:
        return chosen
    return replace(chosen, detail=replace(how, heard="", instead="").detail)


def said_at(passage: Passage, label: str) -> Passage:
    """Words for a field that does not take them, which nobody is to take for another value: they say where
    they were said, and want a look.

    Args:
        label: the field's.

    Raises:
        ValueError: the text is empty.
    """
    pieces = [(f"Said at {label}: ", whole(passage)), *passage.pieces()]
    return Passage.join((text, _doubted(source)) for text, source in pieces)


def _doubted(source: Source) -> Source:
    how = spoken(source)
    return (
        source if how is None or how.risk else replace(source, detail=replace(how, risk=Risk.UNSURE).detail)
    )


def flagged(passage: Passage) -> Iterator[tuple[int, int, Source]]:
    """Start and end, in code points, of each stretch that waits for a look."""
    at = 0
    for text, source in passage.pieces():
        if is_flagged(source):
            yield at, at + len(text), source
        at += len(text)


@lru_cache(maxsize=4096)
def _read(detail: str) -> Spoken:
    if not detail.startswith("{"):
        return Spoken(detail)
    said = json.loads(detail)
    risk, at = said.pop("risk", ""), said.pop("confirmed_at", "")
    channel = Channel(said.pop("channel", Channel.MICROPHONE))
    return Spoken(
        **said,
        risk=Risk(risk) if risk else None,
        confirmed_at=datetime.fromisoformat(at) if at else None,
        channel=channel,
    )
