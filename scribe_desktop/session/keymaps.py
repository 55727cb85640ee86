"""Key maps as text: presets, what a person exports and imports, and what is kept of theirs."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.session.commands import COMMANDS, Command, CommandId, KeyMap, conflicts, titled
from scribe_desktop.session.key_notation import refusal

_REMEDY = 'A line looks like this: "note.save" = ["Ctrl+S", "F12"]'
_COMMANDS = {command.id.value: command for command in COMMANDS}


@dataclass(frozen=True)
class Preset:
    title: str
    about: str
    keymap: KeyMap


def presets() -> tuple[Preset, ...]:
    """What comes with the program, the default keys first. Raises `BadInput` when a file is wrong."""
    paths = sorted(assets.resource("keymaps").glob("*.toml"), key=lambda path: (path.stem != "default", path))
    return tuple(_preset(path) for path in paths)


def read(path: Path) -> KeyMap:
    """A key map from a file. Raises `BadInput`, with file, reason and remedy."""
    return parse(_text(path), path.name)


def parse(text: str, source: str) -> KeyMap:
    """A key map from TOML with one table, `[keys]`. Raises `BadInput`, naming `source`.

    Every key has to be one that may be taken, and none may mean two things on one screen.
    """
    table = _table(text, source).get("keys", {})
    if not isinstance(table, dict):
        raise BadInput(f"{source}: “keys” is no table.", remedy="Begin it with a line [keys].")
    keymap = {_COMMANDS[name].id: keys for name, keys in _entries(table, source)}
    for clash in conflicts(COMMANDS, keymap):
        raise BadInput(
            f"{source}: {clash.keys} would mean both {titled(clash.first)} and {titled(clash.second)}.",
            remedy="Give one of the two another key.",
        )
    return keymap


def as_toml(keymap: KeyMap) -> str:
    """The same as a file that `read` takes; commands that are not in it keep their default keys."""
    lines = [f'"{command}" = {json.dumps(list(keys))}' for command, keys in sorted(keymap.items())]
    return "\n".join(["[keys]", *lines, ""])


def _preset(path: Path) -> Preset:
    text = _text(path)
    head = _table(text, path.name)
    return Preset(str(head["title"]), str(head["about"]), parse(text, path.name))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be read: {error.strerror}.", remedy="Check the file and its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not in UTF-8.", remedy="Save it with that encoding.") from error


def _table(text: str, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{source} is no TOML: {error}.", remedy=_REMEDY) from error


def _entries(table: dict[str, object], source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in table.items():
        command = _COMMANDS.get(name)
        if command is None:
            raise BadInput(
                f"{source}: there is no command “{name}”.", remedy="An export lists commands by their names."
            )
        if not isinstance(value, list) or not all(isinstance(keys, str) for keys in value):
            raise BadInput(f"{source}: “{name}” needs a list of keys.", remedy=_REMEDY)
        _check(command, value, source)
        yield name, tuple(value)


def _check(command: Command, keys: list[str], source: str) -> None:
    if command.id is CommandId.CANCEL and "Esc" not in keys:
        raise BadInput(f"{source}: Esc has to stay with Cancel.", remedy="Put “Esc” into its list.")
    for one in keys:
        if one not in command.keys and (reason := refusal(one)):
            raise BadInput(f"{source}, “{command.id}”: {reason}", remedy="Choose another key.")
