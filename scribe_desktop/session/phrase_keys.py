"""Hotkeys of single phrases: which of them answer beside the commands' keys, and why others do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import KeyMap, Where, canonical, meaning, titled
from scribe_desktop.session.key_notation import refusal

WHERE = Where.NOTE
"""The screens on which a phrase can be put in."""


@dataclass(frozen=True)
class PhraseKeys:
    answering: Mapping[str, Phrase]
    """By their keys, in portable notation."""
    silent: tuple[BadInput, ...] = ()
    """Why the others do not answer."""


def resolved(phrases: Iterable[Phrase], keymap: KeyMap) -> PhraseKeys:
    """Which phrases answer to their keys.

    Args:
        phrases: those that come first keep a key that several want.
        keymap: the user's own keys of commands, which win over every phrase.
    """
    answering: dict[str, Phrase] = {}
    silent: list[BadInput] = []
    for phrase in phrases:
        if phrase.keys:
            try:
                require_free(phrase, answering.values(), keymap)
            except BadInput as reason:
                silent.append(BadInput(f".{phrase.name}: {reason}", remedy=reason.remedy))
            else:
                answering[phrase.keys] = phrase
    return PhraseKeys(answering, tuple(silent))


def require_free(phrase: Phrase, others: Iterable[Phrase], keymap: KeyMap) -> None:
    """Raises `BadInput` when a phrase's keys are none, or mean a command or one of the other phrases."""
    reason = refusal(phrase.keys)
    if taken := None if reason else meaning(phrase.keys, WHERE, keymap):
        reason = f"{phrase.keys} already means {titled(taken.id)}."
    if reason:
        raise BadInput(reason, remedy="Choose another key for the phrase.")
    wanted = canonical(phrase.keys)
    for other in others:
        if other.keys and other.name != phrase.name and canonical(other.keys) == wanted:
            raise BadInput(
                f"{phrase.keys} already puts in .{other.name}.",
                remedy="Choose another key, or take it from that phrase first.",
            )
