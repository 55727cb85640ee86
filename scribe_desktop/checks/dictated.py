"""Dictated text that may have been misheard, and that nobody has given a look yet."""

from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.notes.dictated import flagged, spoken
from scribe_desktop.notes.provenance import flag_in_words


def not_confirmed(subject: Subject) -> Iterator[Spot]:
    """One finding a passage, at its first flag: many of them would hide all else in the list."""
    for key, passage in subject.passages():
        found = list(flagged(passage))
        for start, end, source in found[:1]:
            how = spoken(source)
            assert how is not None
            more = f" ({len(found) - 1} more in this section)" if len(found) > 1 else ""
            yield Spot(key, start, end, f"Dictated, not looked at: {flag_in_words(how)}{more}")
