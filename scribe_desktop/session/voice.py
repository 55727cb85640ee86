"""What a finished utterance asks for, if it is no text: a phrase, or a command of the table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scribe_desktop.language.voice import Names, words_of
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId

_INSERT = "insert"
_COMMANDS = {"".join(words_of(said)): command.id for command in COMMANDS for said in command.spoken}


@dataclass(frozen=True)
class SpokenCommand:
    command: CommandId


@dataclass(frozen=True)
class SpokenPhrase:
    """“insert” and words that name one phrase, or several."""

    words: str
    """What was said after “insert”."""
    phrases: tuple[Phrase, ...]
    """At least one, best first."""
    certain: bool
    """The first one is meant; otherwise somebody has to choose."""


Spoken = SpokenCommand | SpokenPhrase


class Voice:
    """Understands utterances about one library; any thread may ask, and prepare."""

    def __init__(self, library: Library, rank: Callable[[Phrase], int] = lambda _phrase: 0) -> None:
        """`rank`: of phrases with the same name those with the least are meant."""
        self.library = library
        self._rank = rank

    def prepare(self) -> None:
        """Make the index ahead of the first question; with thousands of phrases that takes a moment."""
        self._names.called("")

    def meaning(self, utterance: str) -> Spoken | None:
        """What it asks for; None: it is text, as nothing has that name."""
        words = words_of(utterance)
        if command := _COMMANDS.get("".join(words)):
            return SpokenCommand(command)
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

    @cached_property
    def _names(self) -> Names:
        return Names(
            {phrase.name: (phrase.name, phrase.title, *phrase.spoken) for phrase in self.library.all()}
        )
