"""Dictated text: what was heard where it stands, what wants a look, and who has given it one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from scribe_desktop.notes.passage import Origin, Passage, Source


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
    return Spoken(
        **said, risk=Risk(risk) if risk else None, confirmed_at=datetime.fromisoformat(at) if at else None
    )
