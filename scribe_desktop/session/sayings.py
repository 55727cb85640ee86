"""What can be said while dictation runs, beside the commands of the table: marks, sections, phrases."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from scribe_desktop.language.written_form import Rule, WrittenForm

_MARKS = ".,;:?!"


@dataclass(frozen=True)
class Saying:
    said: tuple[str, ...]
    """In words; what varies stands in “…”."""
    what: str


@cache
def marks_said() -> tuple[str, ...]:
    """What marks at the end of a sentence or its parts are called."""
    return tuple(
        said for rule in _for_writers() if rule.joins and rule.write in _MARKS for said in _wordings(rule)
    )


def _for_writers() -> tuple[Rule, ...]:
    return tuple(rule for rule in WrittenForm.read().rules if rule.is_for_writer)


def _wordings(rule: Rule) -> Iterator[str]:
    """All that a rule answers to: "open paren", "left paren"."""
    return (" ".join("…" if word.startswith("<") else word for word in words) for words in product(*rule.say))
