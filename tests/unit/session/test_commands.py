from dataclasses import replace
from itertools import combinations

import pytest

from scribe_desktop.session.commands import COMMANDS, CommandId, Conflict, Where, by_menu, conflicts
from tests.helpers.note_types import SOAP

SAVE = next(command for command in COMMANDS if command.id is CommandId.SAVE)


def test_the_table_has_every_command_once() -> None:
    assert sorted(command.id for command in COMMANDS) == sorted(CommandId)


def test_the_default_keys_do_not_clash() -> None:
    assert conflicts(COMMANDS, {}) == []


def test_every_command_can_be_reached_by_keyboard() -> None:
    assert all(command.keys for command in COMMANDS)


def test_every_section_of_a_visit_note_has_its_own_key() -> None:
    sections = SOAP.sections
    by_number = next(command for command in COMMANDS if command.numbered)
    assert len(by_number.keys) == len(set(by_number.keys)) == len(sections) == 18


@pytest.mark.parametrize("keys", ["Ctrl+N", "ctrl+n", "Ctrl+Shift+R", "Shift+Ctrl+r", "Ctrl++", "Ctrl+1"])
def test_a_taken_key_is_found_however_it_is_written(keys: str) -> None:
    found = conflicts(COMMANDS, {CommandId.SAVE: (keys,)})
    assert [CommandId.SAVE in (clash.first, clash.second) for clash in found] == [True]


def test_one_key_may_mean_two_things_on_two_screens() -> None:
    editor, review = replace(SAVE, where=Where.EDITOR), replace(SAVE, id=CommandId.SIGN, where=Where.REVIEW)
    assert conflicts([editor, review], {}) == []
    anywhere = replace(review, where=Where.ANYWHERE)
    assert conflicts([editor, anywhere], {}) == [Conflict("ctrl+s", CommandId.SAVE, CommandId.SIGN)]


def test_a_command_with_one_key_twice_clashes_with_itself() -> None:
    assert conflicts([SAVE], {SAVE.id: ("F3", "f3")}) == [Conflict("f3", SAVE.id, SAVE.id)]


def test_plus_and_minus_and_comma_are_told_apart() -> None:
    odd = ("Ctrl++", "Ctrl+-", "Ctrl+,", "Ctrl+=", "+", "Shift++")
    commands = [replace(SAVE, keys=(keys,)) for keys in odd]
    assert not any(conflicts(pair, {}) for pair in combinations(commands, 2))


def test_menus_keep_the_order_of_the_table() -> None:
    titles = [title for title, _ in by_menu(COMMANDS)]
    assert titles == ["&Encounter", "&Note", "&Dictation", "&View", "&Help"]
    assert all(command.menu == title for title, commands in by_menu(COMMANDS) for command in commands)
