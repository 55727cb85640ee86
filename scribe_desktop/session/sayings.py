"""What can be said while dictation runs beside the commands of the table: sections, phrases, marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scribe_desktop.language.layout_words import layout_words
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.phrases.library import Library
from scribe_desktop.session.voice import INSERT, fields, places

_SAYABLE = re.compile(r"[A-Za-z0-9 -]+")


@dataclass(frozen=True)
class Saying:
    group: str
    title: str
    said: tuple[str, ...]
    """All wordings; “…” stands for what varies."""
    what: str


def sayings(note_type: NoteType | None, library: Library) -> tuple[Saying, ...]:
    """All of them, for a note of this type, with these phrases."""
    return (*_sections(note_type), *_phrases(library), *_layout())


def _sections(note_type: NoteType | None) -> Iterator[Saying]:
    if note_type is None:
        return
    named = places(note_type)
    for section in note_type.sections:
        said = _spoken(named[section.key])
        what = "Go there, also behind “go to”; behind “under” with words for it"
        yield Saying("Sections by voice", section.title, said, what)
        under = min(said, key=len)
        for spec in section.fields:
            title, what = (
                f"{section.title}: {spec.label}",
                f"Fill it in, behind “under {under}” or from there",
            )
            said = tuple(f"{name} …" for name in _spoken(fields(section)[spec.key]))
            yield Saying("Fields by voice", title, said, what)


def _spoken(names: Iterable[str]) -> tuple[str, ...]:
    """Those that can be said as they are written: no "A&P"."""
    return tuple(dict.fromkeys(name.lower() for name in names if _SAYABLE.fullmatch(name)))


def _phrases(library: Library) -> Iterator[Saying]:
    for phrase in library.all():
        if phrase.spoken:
            said = tuple(f"{INSERT} {name}" for name in phrase.spoken)
            yield Saying("Phrases by voice", f".{phrase.name}", said, f"Put in the phrase: {phrase.title}")
    said = (f"{INSERT} …",)
    yield Saying("Phrases by voice", "Any phrase", said, "Put in the phrase with these words in its title")


def _layout() -> Iterator[Saying]:
    for word in layout_words():
        yield Saying("Marks and layout by voice", word.said[0].capitalize(), word.said, word.what)
