from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.people import Role
from scribe_desktop.session import keymaps
from scribe_desktop.session.commands import COMMANDS, CommandId, conflicts, keys_of
from scribe_desktop.session.key_notation import refusal
from scribe_desktop.session.rebinding import bound, owner, swapped
from tests.unit.session.conftest import Enter


def test_the_presets_are_free_of_clashes_and_the_usual_keys_come_first() -> None:
    presets = keymaps.presets()
    assert dict(presets[0].keymap) == {}
    assert len(presets) == 3
    for preset in presets:
        assert preset.title
        assert preset.about
        assert conflicts(COMMANDS, preset.keymap) == []


@pytest.mark.parametrize("preset", keymaps.presets(), ids=lambda preset: preset.title)
def test_what_is_exported_is_imported_again(preset: keymaps.Preset, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(keymaps.as_toml(preset.keymap), encoding="utf-8")
    assert keymaps.read(path) == preset.keymap


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[keys", "no TOML"),
        ('keys = "F2"', "no table"),
        ('[keys]\n"note.sav" = ["F2"]', "no command “note.sav”"),
        ('[keys]\n"note.save" = "F12"', "needs a list"),
        ('[keys]\n"note.save" = ["F99"]', "no key combination"),
        ('[keys]\n"note.save" = ["a"]', "needed for writing"),
        ('[keys]\n"note.save" = ["F2"]', "both “Save now” and “Next blank”"),
        ('[keys]\n"cancel" = ["F12"]', "Esc has to stay"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_a_remedy(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said) as caught:
        keymaps.read(path)
    assert "keys.toml" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("data", [None, b"\xff\xfe[keys]"])
def test_a_file_that_cannot_be_read_is_told(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadInput, match=r"keys\.toml"):
        keymaps.read(path)


@pytest.mark.parametrize(
    "keys", ["Ctrl+K", "F12", "Alt+F1", "Ctrl++", "Ctrl+Shift+A", "Meta+Space", "Ctrl+Tab"]
)
def test_a_key_that_nobody_needs_for_writing_can_be_taken(keys: str) -> None:
    assert refusal(keys) == ""


@pytest.mark.parametrize(
    "keys",
    ["", "a", "Shift+A", "+", "Tab", "Shift+Left", "Ctrl+C", "Ctrl+Shift+Left", "Alt+E", "F10", "Esc",
     "Hyper+X", "Ctrl+Ctrl+X", "F0", "Ctrl+Foo"],
)  # fmt: skip
def test_other_keys_are_refused_with_the_reason(keys: str) -> None:
    assert refusal(keys).endswith(".")


def test_the_usual_keys_are_not_written_down() -> None:
    mine = bound({}, CommandId.SAVE, ("F11",))
    assert mine == {CommandId.SAVE: ("F11",)}
    assert bound(mine, CommandId.SAVE, ("Ctrl+S",)) == {}


def test_the_command_that_has_a_key_already_is_named() -> None:
    found = owner({}, CommandId.SAVE, "f2")
    assert found is not None
    assert found.id is CommandId.NEXT_BLANK
    assert owner({}, CommandId.SAVE, "F11") is None
    assert owner({}, CommandId.SAVE, "Ctrl+S") is None


def test_a_key_for_every_program_clashes_with_our_own_ones() -> None:
    found = owner({}, CommandId.DESKTOP_DICTATE, "F9")
    assert found is not None
    assert found.id is CommandId.DICTATE


def test_two_commands_trade_places() -> None:
    traded = swapped({}, CommandId.NEXT_BLANK, ("F9",), "F9")
    assert traded == {CommandId.NEXT_BLANK: ("F9",), CommandId.DICTATE: ("F2", "Ctrl+D")}
    assert conflicts(COMMANDS, traded) == []


def test_who_gets_nothing_in_exchange_keeps_the_other_keys() -> None:
    given = swapped({}, CommandId.NEXT_BLANK, ("F2", "F9"), "F9")
    assert given == {CommandId.NEXT_BLANK: ("F2", "F9"), CommandId.DICTATE: ("Ctrl+D",)}


def test_everybody_has_their_own_keys(enter: Enter) -> None:
    mine, hers = enter(Role.SCRIBE).preferences, enter(Role.PROVIDER).preferences
    mine.set_keymap({CommandId.SAVE: ("F11",)})
    mine.set_desktop_keys(on=True)
    mine.set_recently_asked(("command:note.save", "section:hpi"))
    assert (mine.keymap(), mine.desktop_keys) == ({CommandId.SAVE: ("F11",)}, True)
    assert mine.recently_asked == ("command:note.save", "section:hpi")
    assert (hers.keymap(), hers.desktop_keys, hers.recently_asked) == ({}, False, ())


def test_no_command_is_left_without_a_key_by_a_preset() -> None:
    for preset in keymaps.presets():
        assert all(keys_of(command, preset.keymap) for command in COMMANDS)
