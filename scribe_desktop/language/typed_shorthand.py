"""Which shorthand the key that was just typed has completed: only what cannot be meant otherwise."""

import re

from scribe_desktop.language import shorthand
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.shorthand import Shorthand

ENDS = frozenset(" \n,;:)?!")
"""Keys that complete a word. A full stop may be part of it ("approx.") and waits for what follows."""
_LOOK_BACK = 90
_QUOTES = re.compile(r"[\"“”]")
_FOR_AGO = re.compile(r"\bfor (\d+(?:-\d+)? (?:hour|day|week|month|year)s?) ago$", re.IGNORECASE)
_BEFORE = frozenset(" \t\n([,;")


def just_completed(line: str, sections: tuple[str, ...], table: Abbreviations) -> Shorthand | None:
    """The short form at the end of a line, in code points of it; None: leave it as it was typed.

    Args:
        line: the paragraph up to the cursor, without the key that completed the word.
        sections: where it stands: the section's key, and those of sections that it is like.

    Left alone are words beside numbers and units, in quotation marks, and inside of longer strings such as
    addresses and dot phrases. With a full stop behind it only what is written in capitals is taken.
    """
    stop = line.endswith(".")
    end = len(line) - stop
    cut = line.rfind(" ", 0, max(0, end - _LOOK_BACK)) + 1
    found = shorthand.find(line[cut:], sections, table)
    last = found[-1] if found else None
    if last is None or last.end + cut != end:
        return None
    start = last.start + cut
    short = line[start:end]
    if (start and line[start - 1] not in _BEFORE) or (stop and not short.isupper()):
        return None
    if short.endswith("PPD"):
        return None  # "2 PPD" may go on as "tests"
    if len(_QUOTES.findall(line[:start])) % 2:
        return None
    if not short[0].isdigit() and short[0] not in "x×" and shorthand.follows_measure(line, start):
        return None
    return Shorthand(start, end, last.meanings, last.certain)


def without_for(line: str) -> Shorthand | None:
    """The "for 3 days" at the end of a line that has gone on with "ago", and what it is then: "3 days"."""
    match = _FOR_AGO.search(line)
    return None if match is None else Shorthand(match.start(), match.end(1), (match[1],))
