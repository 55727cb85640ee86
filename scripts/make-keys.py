#!/usr/bin/env python3
"""Write docs/keys.md from the command table: `make keys`."""

from pathlib import Path

from scribe_desktop.session.commands import COMMANDS, Command, Where, by_menu

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
_OPENING = """\
# Every key

As they are at first; Ctrl+Shift+K changes them, and F1 shows those in force. Written by `make keys`.
"""
_COLUMNS = "| Key | Command | | Said while dictation runs |\n|---|---|---|---|\n"


def page() -> str:
    """The whole page, as Markdown."""
    unlisted = [one for one in COMMANDS if not one.menu]
    chapters = [
        *((title.replace("&", ""), listed) for title, listed in by_menu(COMMANDS)),
        ("In no menu", [one for one in unlisted if one.where is not Where.ELSEWHERE]),
        ("In every program", [one for one in unlisted if one.where is Where.ELSEWHERE]),
    ]
    return "\n".join([_OPENING, *(_chapter(title, listed) for title, listed in chapters)])


def _chapter(title: str, listed: list[Command]) -> str:
    return f"## {title}\n\n{_COLUMNS}{''.join(map(_row, listed))}"


def _row(command: Command) -> str:
    said = ", ".join(f"“{words}”" for words in command.spoken)
    cells = (_keys(command), command.title.rstrip("…"), command.help.replace("*", r"\*"), said)
    return f"| {' | '.join(cells)} |\n"


def _keys(command: Command) -> str:
    keys = (command.keys[0], command.keys[-1]) if command.numbered else command.keys
    return (" … " if command.numbered else ", ").join(keys)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
