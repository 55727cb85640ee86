"""Text taken over from another note: from which one, and who has confirmed that it still holds."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from scribe_desktop.notes.passage import Origin, Passage, Source

_WORD = re.compile(r"\S")


@dataclass(frozen=True)
class CopiedFrom:
    """One note as the place that text was taken over from; it is the `detail` of such a `Source`."""

    note_id: str
    version_id: str
    """The signed version; empty for a note that was not signed then."""
    day: date
    """The visit's."""
    author: str
    """Who signed the note, or else began it, by name."""
    first_day: date | None = None
    """The oldest visit that is known to say this, where the note had it from an earlier one itself."""
    confirmed_by: str = ""
    """Id of the person who said that it holds today."""
    confirmed_at: datetime | None = None

    @property
    def detail(self) -> str:
        written = {
            "note": self.note_id,
            "version": self.version_id,
            "day": self.day.isoformat(),
            "author": self.author,
            "first_day": self.first_day.isoformat() if self.first_day else "",
            "confirmed_by": self.confirmed_by,
            "confirmed_at": self.confirmed_at.isoformat() if self.confirmed_at else "",
        }
        return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def copied_from(source: Source) -> CopiedFrom | None:
    """Where copied text was taken from; None for text of any other origin."""
    return _read(source.detail) if source.origin is Origin.COPIED else None


def is_unconfirmed(source: Source) -> bool:
    """Whether this is text from another note that nobody has confirmed yet."""
    there = copied_from(source)
    return there is not None and not there.confirmed_by


def taken_over(passage: Passage, place: CopiedFrom, person_id: str) -> list[tuple[str, Source]]:
    """A passage of another note with the sources that it has in this one.

    Args:
        place: the note that it stands in.
        person_id: who takes it over, and answers for that.
    """
    return [
        (text, Source(Origin.COPIED, person_id, replace(place, first_day=_first_day(source)).detail))
        for text, source in passage.pieces()
    ]


def confirmed(source: Source, person_id: str, at: datetime) -> Source:
    """The source of copied text that somebody has read and found to hold; any other one as it is."""
    there = copied_from(source)
    if there is None or there.confirmed_by:
        return source
    return replace(source, detail=replace(there, confirmed_by=person_id, confirmed_at=at).detail)


def unconfirmed(passage: Passage) -> Iterator[tuple[int, int, Source]]:
    """Start and end, in code points, of each copied stretch that waits for somebody to confirm it.

    None goes beyond its paragraph; blanks and line breaks alone are no stretch.
    """
    start, at, first = 0, 0, None
    for text, source in [*passage.pieces(), ("\n", Source(Origin.TYPED, ""))]:
        waits = is_unconfirmed(source)
        for line in text.splitlines(keepends=True):
            if waits and first is None:
                start, first = at, source
            end = at + (len(line.rstrip("\n")) if waits else 0)
            at += len(line)
            if first is not None and (not waits or line.endswith("\n")):
                if _WORD.search(passage.text, start, end):
                    yield start, end, first
                first = None


def _first_day(source: Source) -> date | None:
    before = copied_from(source)
    return (before.first_day or before.day) if before is not None else None


@lru_cache(maxsize=1024)
def _read(detail: str) -> CopiedFrom:
    said = json.loads(detail)
    return CopiedFrom(
        said["note"],
        said["version"],
        date.fromisoformat(said["day"]),
        said["author"],
        date.fromisoformat(said["first_day"]) if said["first_day"] else None,
        said["confirmed_by"],
        datetime.fromisoformat(said["confirmed_at"]) if said["confirmed_at"] else None,
    )
