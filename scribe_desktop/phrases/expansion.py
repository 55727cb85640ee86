"""From what was typed to a phrase's text: the trigger before the cursor, the expansion, and its blanks.

All offsets are in Unicode code points.
"""

import re
from dataclasses import dataclass

from scribe_desktop.phrases.phrase import NAME, Phrase

BLANK = "***"

# The dot begins the word, if only behind an opening bracket or quote: not so in "3.5", "e.g" or "J.Smith".
_TRIGGER = re.compile(rf"[(\[{{\"'“‘]*\.({NAME})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Expansion:
    text: str
    cursor: int
    """Offset of the first blank, or of the end when there is none."""


def trigger_before(text_before_cursor: str) -> str | None:
    """The name typed with a dot right before the cursor, as typed: "denies .nkda" gives "nkda"."""
    if not text_before_cursor or text_before_cursor[-1].isspace():
        return None
    found = _TRIGGER.fullmatch(text_before_cursor.rsplit(maxsplit=1)[-1])
    return found[1] if found else None


def expand(phrase: Phrase) -> Expansion:
    """What takes the place of the dot and the name."""
    blank = next_blank(phrase.body, 0)
    return Expansion(phrase.body, blank[0] if blank else len(phrase.body))


def next_blank(text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the first blank that starts at or after the position."""
    return _span(text.find(BLANK, position))


def previous_blank(text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the last blank that ends at or before the position."""
    return _span(text.rfind(BLANK, 0, position))


def _span(start: int) -> tuple[int, int] | None:
    return None if start < 0 else (start, start + len(BLANK))
