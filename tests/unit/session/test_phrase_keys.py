"""Which phrases answer to their keys, beside the commands'."""

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import COMMANDS, CommandId, Where, keys_of, meaning
from scribe_desktop.session.phrase_keys import require_free, resolved


def keyed(name: str, keys: str) -> Phrase:
    return Phrase(name, name.title(), (), "x", "x.toml", keys=keys)


def test_a_free_key_answers() -> None:
    phrase = keyed("calm", "Ctrl+Alt+1")
    found = resolved([phrase, keyed("other", "")], {})
    assert found.answering == {"Ctrl+Alt+1": phrase}
    assert found.silent == ()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Ctrl+S", "already means “Save now”"),
        ("Shift+Ctrl+S", "already means “Sign"),
        ("F8", "already means “Dictate while held”"),
        ("Ctrl+1", "already means “Go to section"),
        ("Ctrl+Alt+D", "already means “In any program"),
        ("A", "needed for writing"),
        ("Tab", "needed for writing"),
        ("Ctrl+C", "needed for editing"),
        ("Alt+N", "belongs to the menus"),
        ("Esc", "always"),
        ("Nonsense+9+", "no key combination"),
    ],
)
def test_a_key_that_is_taken_or_none_stays_silent_and_is_told(keys: str, said: str) -> None:
    found = resolved([keyed("calm", keys)], {})
    assert found.answering == {}
    (problem,) = found.silent
    assert str(problem).startswith(".calm: ")
    assert said in str(problem)
    assert problem.remedy


def test_of_two_phrases_with_one_key_the_first_answers() -> None:
    first, second = keyed("mine", "Ctrl+Alt+1"), keyed("theirs", "Alt+Ctrl+1")
    found = resolved([first, second], {})
    assert list(found.answering.values()) == [first]
    assert "already puts in .mine" in str(found.silent[0])


def test_a_key_that_its_command_has_given_up_is_free_and_one_it_was_given_is_not() -> None:
    phrase = keyed("calm", "F5")
    assert resolved([phrase], {CommandId.REFRESH_FACTS: ("Ctrl+F5",)}).answering
    assert not resolved([keyed("calm", "Ctrl+F5")], {CommandId.REFRESH_FACTS: ("Ctrl+F5",)}).answering


def test_a_phrase_does_not_stand_in_its_own_way() -> None:
    phrase = keyed("calm", "Ctrl+Alt+1")
    require_free(phrase, [phrase], {})
    with pytest.raises(BadInput, match=r"puts in \.calm"):
        require_free(keyed("other", "Ctrl+Alt+1"), [phrase], {})


def test_every_key_of_a_command_for_notes_means_it() -> None:
    for command in COMMANDS:
        if command.where & Where.NOTE:
            assert all(meaning(keys, Where.NOTE, {}) is command for keys in keys_of(command, {}))
    assert meaning("Ctrl+Alt+9", Where.NOTE, {}) is None
