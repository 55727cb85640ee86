"""Sound reaches the disk before the recogniser; a disk that refuses it loses nothing and holds up nothing."""

import threading
import time
from pathlib import Path

import pytest

from scribe_desktop.speech import spool, spooling
from scribe_desktop.speech.spool import BYTES_PER_SECOND, SpoolWriter
from scribe_desktop.speech.spooling import Spooling

KEY = bytes(range(32))
BLOCK = BYTES_PER_SECOND // 20


class Disk:
    """A real file that can be told to refuse what comes, and what was said about it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.full = False
        self.passed_on = bytearray()
        self.told: list[Exception | None] = []
        self.news = threading.Condition()
        self.ended = threading.Event()
        self.on_disk_first: list[bool] = []

    def open(self) -> SpoolWriter:
        self._refuse_if_full()
        writer = SpoolWriter(self.path, KEY, "id")
        write = writer.write

        def guarded(pcm: bytes) -> None:
            self._refuse_if_full()
            write(pcm)

        writer.write = guarded  # type: ignore[method-assign]
        return writer

    def pass_on(self, pcm: bytes) -> None:
        self.on_disk_first.append(len(self.sound()) >= len(self.passed_on) + len(pcm))
        with self.news:
            self.passed_on += pcm
            self.news.notify_all()

    def trouble(self, error: Exception | None) -> None:
        with self.news:
            self.told.append(error)
            self.news.notify_all()

    def sound(self) -> bytes:
        if not self.path.exists():
            return b""
        return b"".join(stretch.pcm for stretch in spool.read(self.path, KEY, "id"))

    def wait_for_told(self, count: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: len(self.told) >= count, 5)

    def _refuse_if_full(self) -> None:
        if self.full:
            raise OSError(28, "No space left on device")


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "sound")


def blocks(count: int) -> list[bytes]:
    return [bytes([number % 250 + 1]) * BLOCK for number in range(count)]


def feed(spooling: Spooling, sound: list[bytes]) -> None:
    for block in sound:
        spooling.write(block)


def test_every_block_is_on_the_disk_before_it_is_passed_on(disk: Disk) -> None:
    sound = blocks(40)
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    feed(running, sound)
    running.finish()
    assert running.wait(5)
    assert disk.sound() == bytes(disk.passed_on) == b"".join(sound)
    assert all(disk.on_disk_first)
    assert disk.told == []
    assert disk.ended.is_set()
    assert running.unkept_seconds == 0


@pytest.mark.parametrize("full_from_the_start", [True, False])
def test_what_a_full_disk_refused_is_written_when_there_is_room_again(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, full_from_the_start: bool
) -> None:
    monkeypatch.setattr(spooling, "RETRY_EVERY", 0.05)
    sound = blocks(30)
    disk.full = full_from_the_start
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    feed(running, sound[:10])
    disk.full = True
    feed(running, sound[10:20])
    disk.wait_for_told(1)
    with disk.news:
        assert disk.news.wait_for(lambda: len(disk.passed_on) == 20 * BLOCK, 5), (
            "recognition waits for the disk"
        )
    disk.full = False
    disk.wait_for_told(2)
    feed(running, sound[20:])
    running.finish()
    assert running.wait(5)
    assert disk.sound() == bytes(disk.passed_on) == b"".join(sound)
    assert isinstance(disk.told[0], OSError)
    assert disk.told[1:] == [None]


def test_what_is_heard_while_the_disk_is_full_is_noted_before_anybody_dies(disk: Disk) -> None:
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    feed(running, blocks(10))
    with disk.news:
        assert disk.news.wait_for(lambda: len(disk.passed_on) == 10 * BLOCK, 5)
    disk.full = True
    for block in blocks(40):
        running.write(block)
        time.sleep(0.02)
    disk.wait_for_told(1)
    time.sleep(2 * spooling.SYNC_EVERY)
    heard = spool.heard(disk.path, KEY, "id")
    running.finish()
    assert running.wait(5)
    assert len(disk.sound()) == 10 * BLOCK
    assert heard == 50 * BLOCK / BYTES_PER_SECOND


def test_a_disk_full_to_the_end_is_told_with_how_much_is_not_kept(disk: Disk) -> None:
    disk.full = True
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    feed(running, blocks(20))
    running.finish()
    assert running.wait(5)
    assert running.unkept_seconds == 1.0
    assert len(disk.passed_on) == 20 * BLOCK
    assert len(disk.told) == 1


def test_memory_is_bounded_and_what_was_dropped_keeps_its_place(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "MOST_HELD", 5 * BLOCK)
    monkeypatch.setattr(spooling, "RETRY_EVERY", 0.01)
    sound = blocks(20)
    disk.full = True
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    feed(running, sound)
    with disk.news:
        assert disk.news.wait_for(lambda: len(disk.passed_on) == 20 * BLOCK, 5)
    disk.full = False
    disk.wait_for_told(2)
    running.finish()
    assert running.wait(5)
    assert disk.sound() == bytes(15 * BLOCK) + b"".join(sound[15:])


def test_a_dictation_without_any_sound_leaves_no_file(disk: Disk) -> None:
    running = Spooling(disk.open, disk.pass_on, disk.trouble, disk.ended.set)
    running.finish()
    assert running.wait(5)
    assert not disk.path.exists()
