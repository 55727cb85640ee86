"""Somebody at a terminal, whose typing is piped in."""

import io
from pathlib import Path

import pytest

from scribe_desktop import cli


class Terminal:
    """Runs commands with what somebody types, and keeps what they say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *arguments: str | Path, typed: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        status = cli.run([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        return status, said.out, said.err
