"""Utterances that ask for a phrase or a command, and those that are text."""

from dataclasses import replace

import pytest

from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId
from scribe_desktop.session.voice import SpokenCommand, SpokenPhrase, Voice, with_pauses_marked
from scribe_desktop.speech.port import Final, Word
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
    ("said", "behind"),
    [
        ("Scratch that. She is well.", "She is well."),
        ("scratch that, she is well", "she is well"),
        ("Delete that: next section.", "next section."),
        ("scratch that scratch that", " scratch that"),
    ],
)
def test_a_mark_parts_a_command_from_what_follows(said: str, behind: str) -> None:
    meaning = VOICE.meaning(said)
    assert isinstance(meaning, SpokenCommand)
    assert (meaning.command, said[meaning.behind :]) == (CommandId.SCRATCH, behind)


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("aspirin 81 mg scratch that", "aspirin 81 mg"),
        ("Aspirin 81 mg. Scratch that.", "Aspirin 81 mg."),
        ("No fever, delete that.", "No fever,"),
    ],
)
def test_a_command_at_the_end_is_about_the_words_before_it(said: str, before: str) -> None:
    meaning = VOICE.meaning(said)
    assert isinstance(meaning, SpokenCommand)
    assert (meaning.command, said[: meaning.upto]) == (CommandId.SCRATCH, before)


def heard(*words: tuple[str, float]) -> Final:
    """Words with the pause before each, in seconds."""
    timed, at = list[Word](), 0.0
    for text, pause in words:
        timed.append(Word(text, at + pause, at + pause + 0.2))
        at += pause + 0.2
    return Final(" ".join(text for text, _ in words), 0, at, tuple(timed))


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ([("scratch", 0), ("that", 0), ("she", 0.5), ("left", 0)], "scratch that. she left"),
        ([("delete", 0), ("that", 0), ("drug", 0.1)], "delete that drug"),
        ([("no", 0), ("fever", 0), ("strike", 0.5), ("that", 0)], "no fever. strike that"),
        ([("strike", 0.5), ("that", 0)], "strike that"),
        ([("no", 0), ("fever", 0.8)], "no fever"),
        ([("Scratch", 0), ("that,", 0), ("she", 0.5)], "Scratch that, she"),
        ([], ""),
    ],
)
def test_a_pause_beside_a_command_is_a_mark(words: list[tuple[str, float]], marked: str) -> None:
    assert " ".join(word.text for word in with_pauses_marked(heard(*words)).words) == marked


@pytest.mark.parametrize(
    "said",
    [
        "Delete that medication from her list.", "scratch that itch", "Strike that pose",
        "She was told not to scratch that.", "He asked us to delete that", "They want you to strike that",
        "no fever delete that",
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
        ("insert normal heart exam", "excv"),
        ("insert normal abdominal exam", "exabd"),
        ("insert normal lung exam", "exlung"),
        ("insert normal neuro exam", "exneuro"),
        ("insert normal skin exam", "exskin"),
        ("insert normal physical exam", "exam"),
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


def test_words_behind_insert_that_name_no_phrase_are_known_as_such() -> None:
    assert VOICE.phrase_missed("Insert Foley catheter.") == "foley catheter"
    for said in ("insert", "He inserted a line.", ""):
        assert VOICE.phrase_missed(said) == ""
