"""The store is never far behind the keyboard, and a failure is neither silent nor final."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.views import autosave as module
from scribe_desktop.views.autosave import Autosave

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Paper:
    """A note being written, and a shelf that is full for the first `refusals` times."""

    def __init__(self, refusals: int = 0) -> None:
        self.written: dict[str, str] = {}
        self.shelf: dict[str, str] = {}
        self.puts: list[set[str]] = []
        self.refusals = refusals

    def passage(self, key: str) -> Passage:
        return Passage.of(self.written[key], Source(Origin.TYPED, "me"))

    def put(self, changes: Mapping[str, Passage]) -> datetime:
        self.puts.append(set(changes))
        if self.refusals:
            self.refusals -= 1
            raise StoreNotWritable("The disk is full.", remedy="Free some space.")
        self.shelf.update({key: passage.text for key, passage in changes.items()})
        return AT


def write(autosave: Autosave, paper: Paper, key: str, text: str) -> None:
    paper.written[key] = text
    autosave.note_change(key)


def test_many_keys_become_one_save_within_a_second(qtbot: QtBot, jobs: Jobs) -> None:
    paper = Paper()
    autosave = Autosave(jobs, paper.passage, paper.put)
    with qtbot.waitSignal(autosave.saved, timeout=1_000 + module.SAVE_AFTER_MS) as saved:
        for end in range(1, 6):
            write(autosave, paper, "cc", "Cough"[:end])
        write(autosave, paper, "hpi", "Since noon")
        assert not autosave.is_clean
    assert saved.args == [AT]
    assert autosave.is_clean
    assert paper.shelf == {"cc": "Cough", "hpi": "Since noon"}
    assert paper.puts == [{"cc", "hpi"}]


def test_what_failed_is_tried_again_with_what_came_since(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_AFTER_MS", 50)
    paper = Paper(refusals=2)
    autosave = Autosave(jobs, paper.passage, paper.put)
    failing = QSignalSpy(autosave.failing)
    with qtbot.waitSignal(autosave.saved, timeout=5_000):
        write(autosave, paper, "cc", "Cough")
        autosave.flush()
        write(autosave, paper, "hpi", "Since noon")
    assert failing.count() == 2
    assert paper.shelf == {"cc": "Cough", "hpi": "Since noon"}


def test_who_must_be_safe_waits_for_the_save_or_gets_its_error(qtbot: QtBot, jobs: Jobs) -> None:
    paper = Paper(refusals=1)
    autosave = Autosave(jobs, paper.passage, paper.put)
    told: list[object] = []
    write(autosave, paper, "cc", "Cough")
    autosave.when_safe(lambda: told.append(dict(paper.shelf)), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], StoreNotWritable)
    autosave.when_safe(lambda: told.append(dict(paper.shelf)), told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == {"cc": "Cough"}


def test_nothing_written_is_safe_at_once_and_saves_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    paper = Paper()
    autosave = Autosave(jobs, paper.passage, paper.put)
    done: list[bool] = []
    autosave.flush()
    autosave.when_safe(lambda: done.append(True), lambda _error: done.append(False))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [True]
    assert paper.puts == []
