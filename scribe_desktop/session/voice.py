"""What a finished utterance asks for, if it is no text: a phrase, or a command of the table."""

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
    """Understands utterances about one library; a name's index is made when it is needed first."""

    def __init__(self, library: Library) -> None:
        self.library = library

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
        return SpokenPhrase(named, phrases, found.certain) if phrases else None

    @cached_property
    def _names(self) -> Names:
        return Names(
            {phrase.name: (phrase.name, phrase.title, *phrase.spoken) for phrase in self.library.all()}
        )
