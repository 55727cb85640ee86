"""Utterances that ask for a phrase or a command, and those that are text."""

from dataclasses import replace

import pytest

from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId
from scribe_desktop.session.voice import SpokenCommand, SpokenPhrase, Voice
from tests.helpers.phrases import STARTER

CHEST = Phrase("chest", "Chest, all normal", ("exam",), "Clear.", "x", spoken=("normal chest exam",))
LEGS = Phrase("legs", "Legs, all normal", ("exam",), "No edema.", "x")
VOICE = Voice(Library([CHEST, LEGS]))


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("next field", CommandId.NEXT_FIELD),
        ("Field complete.", CommandId.NEXT_FIELD),
        ("Previous blank", CommandId.PREVIOUS_BLANK),
        ("next section", CommandId.NEXT_SECTION),
        ("scratch that period", CommandId.SCRATCH),
        ("PREVIOUS SECTION!", CommandId.PREVIOUS_SECTION),
    ],
)
def test_commands_are_asked_for_by_what_the_table_says(said: str, command: CommandId) -> None:
    assert VOICE.meaning(said) == SpokenCommand(command)


def test_no_two_commands_share_an_utterance() -> None:
    spoken = [said for command in COMMANDS for said in command.spoken]
    assert len(set(spoken)) == len(spoken) > 0


def test_a_phrase_is_asked_for_by_title_name_or_what_it_may_be_called() -> None:
    for said in ("Insert normal chest exam.", "insert chest", "Insert chest all normal"):
        meaning = VOICE.meaning(said)
        assert isinstance(meaning, SpokenPhrase)
        assert meaning.certain
        assert meaning.phrases[0] == CHEST


def test_what_several_phrases_are_called_is_asked_about() -> None:
    meaning = VOICE.meaning("Insert all normal.")
    assert meaning == SpokenPhrase("all normal", (CHEST, LEGS), certain=False)


def test_of_phrases_with_one_name_the_first_library_is_meant() -> None:
    twin = replace(LEGS, name="twin", spoken=("normal chest exam",))
    ranks = {"chest": 1, "twin": 0}
    meaning = Voice(Library([CHEST, twin]), lambda phrase: ranks[phrase.name]).meaning(
        "insert normal chest exam"
    )
    assert meaning == SpokenPhrase("normal chest exam", (twin,), certain=True)
    meaning = Voice(Library([CHEST, twin])).meaning("insert normal chest exam")
    assert meaning == SpokenPhrase("normal chest exam", (CHEST, twin), certain=False)


@pytest.mark.parametrize(
    "said",
    [
        "", "insert", "Insert.", "Inserted a chest tube.", "The next field is empty.",
        "Insert a central line tomorrow.", "Please insert normal chest exam.",
        "next section of bowel", "He asked to insert chest.",
    ],
)  # fmt: skip
def test_everything_else_is_text(said: str) -> None:
    assert VOICE.meaning(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Insert normal chest exam.", "exlung"),
        ("insert heart exam", "excv"),
        ("Insert no known drug allergies.", "nkda"),
        ("insert review of systems", "ros"),
    ],
)
def test_the_starter_set_is_asked_for_in_plain_words(said: str, name: str) -> None:
    meaning = Voice(STARTER).meaning(said)
    assert isinstance(meaning, SpokenPhrase)
    assert meaning.certain
    assert meaning.phrases[0].name == name


def test_no_two_phrases_of_the_starter_set_may_be_called_the_same() -> None:
    phrases = STARTER.all()
    voice = Voice(Library(phrases))
    for phrase in phrases:
        for name in (phrase.name, *phrase.spoken):
            meaning = voice.meaning(f"insert {name}")
            assert isinstance(meaning, SpokenPhrase)
            assert (meaning.certain, meaning.phrases[0]) == (True, phrase), name
