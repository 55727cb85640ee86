"""What a finished utterance asks for, if it is no text: a phrase, or a command of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scribe_desktop.language import routing
from scribe_desktop.language.voice import Names, words_of
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId

_INSERT = "insert"
_COMMANDS = {"".join(words_of(said)): command.id for command in COMMANDS for said in command.spoken}


_STARTING = {CommandId.SCRATCH}
"""Commands that text may follow in one breath: “scratch that, she denies fever”."""


@dataclass(frozen=True)
class SpokenCommand:
    command: CommandId
    behind: int = -1
    """Where in the utterance text follows that is none of the command's; -1: nothing does."""


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
        if command := _COMMANDS.get("".join(words)):
            return SpokenCommand(command)
        if starting := _starting(utterance):
            return starting
        if note_type is not None and (route := routing.route(utterance, places(note_type))):
            return SpokenRoute(route.section, route.behind)
        if words[:1] != [_INSERT] or len(words) == 1:
            return None
        named = " ".join(words[1:])
        found = self._names.called(named)
        phrases = tuple(filter(None, map(self.library.get, found.keys)))
        if found.in_full:
            least = min(map(self._rank, phrases))
            phrases = tuple(phrase for phrase in phrases if self._rank(phrase) == least)
        certain = found.certain or (found.in_full and len(phrases) == 1)
        return SpokenPhrase(named, phrases, certain) if phrases else None

    def phrases(self, note_type: NoteType) -> tuple[str, ...]:
        """All that can be asked for in a note of this type, as it is said, for a recogniser to listen for."""
        sections = [name for several in places(note_type).values() for name in several]
        named = [name for phrase in self.library.all() for name in (phrase.title, *phrase.spoken)]
        said = (
            *(said for command in COMMANDS for said in command.spoken),
            *sections,
            *(f"go to {section}" for section in sections),
            *(f"{_INSERT} {name}" for name in named),
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


def readings(section: SectionSpec, words: str) -> dict[str, str] | None:
    """Values for a section's fields, by key, if the words say nothing else: "pulse 82, temperature 98.6"."""
    called = routing.called()
    names = {field.key: (field.label, *called.get(field.key, ())) for field in section.fields}
    return routing.readings(words, names) if names else None


def _starting(utterance: str) -> SpokenCommand | None:
    """A command at the beginning of an utterance that goes on with text."""
    for command in COMMANDS:
        for said in command.spoken if command.id in _STARTING else ():
            if utterance.casefold().startswith(said):
                rest = utterance[len(said) :]
                if rest[:1] in tuple(" ,.;:"):
                    return SpokenCommand(command.id, len(utterance) - len(rest.lstrip(" ,.;:")))
    return None
