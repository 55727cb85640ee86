"""What a note still lacks: filled blanks, required sections and fields; and what it says twice."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject

_PARAGRAPH = re.compile(r"[^\n]+")
_PHRASE = re.compile(r"(?<!\S)\.[a-z][a-z0-9_]{2,}(?![\w.@/-])")
"""A word behind a dot, as a phrase is called; “.5 mg” and “…” are none, nor is a file or an address."""
_WORDS, _REACH = 4, 80
"""How many words beside an open place are told, and how many characters are looked through for them."""
_SAME_SECTION, _OTHER_SECTION = 60, 240
"""From so many characters on, no paragraph is said twice by chance; assessments open as histories do."""


def open_blanks(subject: Subject) -> Iterator[Spot]:
    for section in subject.note_type.sections:
        for key in [*(field.key for field in section.fields), section.key]:
            text = subject.text(key)
            for start, end in subject.open_places(text):
                yield Spot(key, start, end, f"An open blank{_beside(text, start, end)}: fill it or delete it")


def _beside(text: str, start: int, end: int) -> str:
    """The words of the line before an open place, or else behind it, so that one can be told from another."""
    before = re.split(r"\*\*\*|[{}|\n]", text[max(0, start - _REACH) : start])[-1].split()
    if before:
        return f" after “{' '.join(before[-_WORDS:])}”"
    behind = re.split(r"\*\*\*|[{}|\n]", text[end : end + _REACH])[0].split()
    return f" before “{' '.join(behind[:_WORDS])}”" if behind else ""


def not_filled_in(subject: Subject) -> Iterator[Spot]:
    """Required fields that are empty, and required sections in which nothing is written, fields included."""
    for section in subject.note_type.sections:
        needed = [field for field in section.fields if field.required and not subject.text(field.key).strip()]
        for field in needed:
            yield Spot(field.key, 0, 0, f"{field.label} is not filled in, and the note needs it")
        keys = [section.key, *(field.key for field in section.fields)]
        if section.required and not needed and not any(subject.text(key).strip() for key in keys):
            yield Spot(section.key, 0, 0, "Nothing is written here, and the note needs it")


def phrases_not_put_in(subject: Subject) -> Iterator[Spot]:
    """What was typed to call a phrase and stands in the note instead of one: a name with a slip in it."""
    for key, passage in subject.passages():
        for found in _PHRASE.finditer(passage.text):
            yield Spot(key, *found.span(), f"“{found[0]}” is the name of a phrase, not its text")


def repeated_paragraphs(subject: Subject) -> Iterator[Spot]:
    seen: dict[str, tuple[str, int]] = {}
    for key, text in subject.texts():
        for found in _PARAGRAPH.finditer(text):
            said = " ".join(found[0].casefold().split())
            before = seen.setdefault(said, (key, found.start()))
            least = _SAME_SECTION if before[0] == key else _OTHER_SECTION
            if before != (key, found.start()) and len(said) >= least:
                where = subject.note_type.section(before[0]).title
                yield Spot(key, found.start(), found.end(), f"The same paragraph stands in “{where}”", fix="")
