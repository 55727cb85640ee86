"""What a finished utterance asks for, if it is no text: a phrase, or a command of the table."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from scribe_desktop.language import routing
from scribe_desktop.language.layout_words import marks_said
from scribe_desktop.language.voice import Names, before_verbs, words_of
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId
from scribe_desktop.speech.port import Final, Word

INSERT = "insert"
_COMMANDS = {"".join(words_of(said)): command.id for command in COMMANDS for said in command.spoken}


_IN_ONE_BREATH = {CommandId.SCRATCH}
"""Commands that text may follow, or go before, in one utterance: “scratch that, she denies fever”."""
_MARKS = ".,;:?!"
_PAUSE_S = 0.3
"""Seconds between two words that part a command from the text around it, as a mark does."""


@dataclass(frozen=True)
class SpokenCommand:
    command: CommandId
    behind: int = -1
    """Where in the utterance something follows that is none of the command's; -1: nothing does."""
    upto: int = 0
    """Where the text ends that was said before it, and that it is about."""


@dataclass(frozen=True)
class SpokenRoute:
    """A section to go to, with the words that are meant for it."""

    section: str
    behind: int
    """Where in the utterance these words begin; its length if there are none."""


@dataclass(frozen=True)
class SpokenPhrase:
    """“insert” and words that name one phrase, or several."""

    words: str
    """What was said after “insert”."""
    phrases: tuple[Phrase, ...]
    """At least one, best first."""
    certain: bool
    """The first one is meant; otherwise somebody has to choose."""


Spoken = SpokenCommand | SpokenPhrase | SpokenRoute


class Voice:
    """Understands utterances about one library; any thread may ask, and prepare."""

    def __init__(self, library: Library, rank: Callable[[Phrase], int] = lambda _phrase: 0) -> None:
        """`rank`: of phrases with the same name those with the least are meant."""
        self.library = library
        self._rank = rank

    def prepare(self) -> None:
        """Make the index ahead of the first question; with thousands of phrases that takes a moment."""
        self._names.called("")

    def meaning(self, utterance: str, note_type: NoteType | None = None) -> Spoken | None:
        """What it asks for in a note of this type; None: it is text, as nothing has that name."""
        words = words_of(utterance)
        if command := _COMMANDS.get("".join(words)) or _COMMANDS.get("".join(_without_mark(words))):
            return SpokenCommand(command)
        if in_one_breath := _starting(utterance) or _ending(utterance):
            return in_one_breath
        if note_type is not None and (route := routing.route(utterance, places(note_type))):
            return SpokenRoute(route.section, route.behind)
        if words[:1] != [INSERT] or len(words) == 1:
            return None
        named = " ".join(words[1:])
        found = self._names.called(named)
        phrases = tuple(filter(None, map(self.library.get, found.keys)))
        if found.in_full:
            least = min(map(self._rank, phrases))
            phrases = tuple(phrase for phrase in phrases if self._rank(phrase) == least)
        certain = found.certain or (found.in_full and len(phrases) == 1)
        return SpokenPhrase(named, phrases, certain) if phrases else None

    def phrase_missed(self, utterance: str) -> str:
        """What an utterance without a meaning says after “insert”; empty if it does not begin with that."""
        words = words_of(utterance)
        return " ".join(words[1:]) if words[:1] == [INSERT] else ""

    def phrases(self, note_type: NoteType) -> tuple[str, ...]:
        """All that can be asked for in a note of this type, as it is said, for a recogniser to listen for."""
        sections = [name for several in places(note_type).values() for name in several]
        named = [name for phrase in self.library.all() for name in (phrase.title, *phrase.spoken)]
        said = (
            *(said for command in COMMANDS for said in command.spoken),
            *sections,
            *(f"go to {section}" for section in sections),
            *(f"{INSERT} {name}" for name in named),
        )
        return tuple(dict.fromkeys(" ".join(words_of(each)) for each in said))

    @cached_property
    def _names(self) -> Names:
        return Names(
            {phrase.name: (phrase.name, phrase.title, *phrase.spoken) for phrase in self.library.all()}
        )


def places(note_type: NoteType) -> dict[str, tuple[str, ...]]:
    """What each section of a note may be called in speech; a group's name stands for its first section."""
    called = routing.called()
    names = {s.key: (s.title, *s.headings, *called.get(s.key, ())) for s in note_type.sections}
    taken = {name.casefold() for several in names.values() for name in several}
    for section in note_type.sections:
        if section.group and section.group.casefold() not in taken:
            taken.add(section.group.casefold())
            names[section.key] += (section.group,)
    return names


def fields(section: SectionSpec) -> dict[str, tuple[str, ...]]:
    """What each field of a section may be called in speech."""
    called = routing.called()
    return {field.key: (field.label, *called.get(field.key, ())) for field in section.fields}


def with_pauses_marked(final: Final) -> Final:
    """An utterance in which a pause behind or before such a command is a full stop.

    Recognisers that write no marks tell by the times of the words alone where one was meant.
    """
    words = list(final.words)
    for said in _said_in_one_breath():
        behind, before = len(said), len(words) - len(said)
        for at, command in ((behind, words[:behind]), (before, words[-behind:])):
            spoken = 0 < at < len(words) and [*map(_plain, command)] == said
            if spoken and _is_pause(words[at - 1], words[at]):
                words[at - 1] = replace(words[at - 1], text=f"{words[at - 1].text}.")
    return replace(final, words=tuple(words))


def _is_pause(before: Word, after: Word) -> bool:
    return before.text[-1:] not in _MARKS and after.start - before.end >= _PAUSE_S


def _plain(word: Word) -> str:
    return "".join(words_of(word.text))


def _said_in_one_breath() -> list[list[str]]:
    commands = (command for command in COMMANDS if command.id in _IN_ONE_BREATH)
    return [said.split() for command in commands for said in command.spoken]


def _starting(utterance: str) -> SpokenCommand | None:
    """A command that a mark parts from what it opens; without one it may be any sentence's beginning."""
    for command in COMMANDS:
        for said in command.spoken if command.id in _IN_ONE_BREATH else ():
            found = re.match(rf"\s*{_spaced(said)}\s*[{_MARKS}][\s{_MARKS}]*", utterance, re.IGNORECASE)
            if found is not None:
                return SpokenCommand(command.id, found.end())
    return None


def _ending(utterance: str) -> SpokenCommand | None:
    """A command about the words before it, or behind another command.

    Without a mark between them only the first wording is one, and not where it can be a sentence's: "told
    not to scratch that".
    """
    for command in COMMANDS:
        for said in command.spoken if command.id in _IN_ONE_BREATH else ():
            found = re.search(rf"\b{_spaced(said)}[\s{_MARKS}]*$", utterance, re.IGNORECASE)
            before = utterance[: found.start()].rstrip() if found is not None else ""
            if first := _COMMANDS.get("".join(words_of(before))):
                return SpokenCommand(first, len(before))
            last = words_of(before)[-1:]
            plain = said == command.spoken[0] and last and last[0] not in before_verbs()
            if last and (before[-1] in _MARKS or plain):
                return SpokenCommand(command.id, upto=len(before))
    return None


def _spaced(said: str) -> str:
    return r"\W+".join(map(re.escape, said.split()))


def _without_mark(words: list[str]) -> list[str]:
    """Without a mark said at the end: "scratch that period"."""
    said = (mark.split() for mark in marks_said())
    mark = next((mark for mark in said if words[-len(mark) :] == mark and len(mark) < len(words)), [])
    return words[: len(words) - len(mark)]
