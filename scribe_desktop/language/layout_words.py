"""What marks, layout and capitals are called when somebody dictates them, from the rules of written form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from scribe_desktop.language.spoken_rules import Rule
from scribe_desktop.language.written_form import WrittenForm

_MARKS = ".,;:?!"
_SLOT = re.compile(r"\{[^}]*\}")
_CASES = {
    "title": "Each word begins with a capital from here on",
    "upper": "All in capitals from here on",
    "upper once": "The next word in capitals",
    "as heard": "Capitals as usual again",
}
_LAYOUT = {"\n": "Begins a new line", "\n\n": "Begins a new paragraph", "\n-": "Begins a line with a bullet"}


@dataclass(frozen=True)
class LayoutWord:
    said: tuple[str, ...]
    """All wordings; “…” stands for what varies."""
    what: str
    """What it does, in plain words."""


@cache
def layout_words() -> tuple[LayoutWord, ...]:
    """All of them, in the order of the rules; wordings that do the same together."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in _for_writers():
        what = _what(rule)
        found[what] = (*found.get(what, ()), *_wordings(rule))
    return tuple(LayoutWord(said, what) for what, said in found.items())


@cache
def marks_said() -> tuple[str, ...]:
    """What the marks in and behind a sentence are called."""
    return tuple(
        said for rule in _for_writers() if rule.joins and rule.write in _MARKS for said in _wordings(rule)
    )


def _for_writers() -> tuple[Rule, ...]:
    """Without those that only keep others off, or end in a mark that has a rule of its own."""
    rules = (rule for rule in WrittenForm.read().rules.rows if rule.is_for_writer and rule.write != "{0}")
    return tuple(
        rule for rule in rules if len(rule.say) < 2 or not _is_slot(rule.say[0]) or _is_slot(rule.say[-1])
    )


def _is_slot(options: tuple[str, ...]) -> bool:
    return options[0].startswith("<")


def _what(rule: Rule) -> str:
    if rule.cases:
        return _CASES[rule.cases]
    if any("<letters>" in options for options in rule.say):
        return "Writes letters that are said one by one as a word"
    return _LAYOUT.get(rule.write) or f"Writes {_SLOT.sub('…', rule.write).strip()}"


def _wordings(rule: Rule) -> Iterator[str]:
    """All that a rule answers to: "open paren", "left paren"."""
    return (" ".join("…" if _is_slot((word,)) else word for word in words) for words in product(*rule.say))
