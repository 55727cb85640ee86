"""A microphone that is pulled, stalls or is swapped is noticed within two seconds, and capture goes on."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from scribe_desktop.errors import MicrophoneLost
from scribe_desktop.speech.microphone import input_devices
from scribe_desktop.speech.steady_microphone import SteadyMicrophone
from tests.helpers.listener import ignore
from tests.helpers.virtual_microphone import MICROPHONE, VirtualMicrophone

T = TypeVar("T")

NOTICED = 6.0
"""Seconds, on a busy machine; else two: tests/unit/speech/test_microphone.py."""


class Capture:
    """A steady microphone from its start, and what it told."""

    def __init__(self, device: str | None = None) -> None:
        self.news = threading.Condition()
        self.heard_at = 0.0
        self.blocks = 0
        self.away: list[MicrophoneLost] = []
        self.back: list[float] = []
        self.switched: list[str] = []
        self.microphone = SteadyMicrophone(device)
        self.microphone.start(self._sound, ignore, self._away, self._back, self._switch)
        self.wait(lambda: self.blocks > 5, 5)

    def wait(self, until: Callable[[], object], seconds: float) -> bool:
        with self.news:
            return bool(self.news.wait_for(until, seconds))

    def goes_on(self) -> bool:
        count = self.blocks
        return self.wait(lambda: self.blocks > count + 5, 3)

    def stop(self) -> None:
        stopped = threading.Event()
        self.microphone.stop(stopped.set)
        assert stopped.wait(20)

    def _sound(self, _pcm: bytes) -> None:
        with self.news:
            self.blocks += 1
            self.heard_at = time.monotonic()
            self.news.notify_all()

    def _away(self, error: MicrophoneLost) -> None:
        self._tell(self.away, error)

    def _back(self, seconds: float) -> None:
        self._tell(self.back, seconds)

    def _switch(self, title: str) -> None:
        self._tell(self.switched, title)

    def _tell(self, told: list[T], what: T) -> None:
        with self.news:
            told.append(what)
            self.news.notify_all()


@pytest.mark.parametrize("device", [None, MICROPHONE])
def test_a_microphone_that_was_pulled_is_heard_again_when_it_is_back(
    virtual_microphone: VirtualMicrophone, device: str | None
) -> None:
    capture = Capture(device)
    virtual_microphone.take_out()
    pulled = time.monotonic()
    assert capture.wait(lambda: capture.away, NOTICED)
    time.sleep(1.5)
    assert not capture.back
    virtual_microphone.put_back()
    assert capture.wait(lambda: capture.back, 6)
    assert capture.back[0] == pytest.approx(time.monotonic() - pulled, abs=1.5)
    assert capture.goes_on()
    capture.stop()


def test_a_microphone_that_stalls_is_heard_again_when_it_goes_on(
    virtual_microphone: VirtualMicrophone,
) -> None:
    capture = Capture()
    virtual_microphone.stall()
    assert capture.wait(lambda: capture.away, NOTICED)
    virtual_microphone.go_on()
    assert capture.wait(lambda: capture.back, 15)
    assert capture.goes_on()
    capture.stop()


def test_a_microphone_chosen_by_name_is_not_silently_exchanged(
    virtual_microphone: VirtualMicrophone,
) -> None:
    capture = Capture(MICROPHONE)
    time.sleep(1)
    virtual_microphone.swap()
    assert capture.wait(lambda: capture.away, NOTICED)
    assert capture.wait(lambda: capture.back, 6)
    assert capture.goes_on()
    assert len(capture.away) == 1
    assert capture.switched == []
    capture.stop()


def test_the_computers_own_choice_may_change_and_that_is_told(
    virtual_microphone: VirtualMicrophone,
) -> None:
    capture = Capture()
    time.sleep(1.2)
    virtual_microphone.swap()
    assert capture.wait(lambda: capture.switched, NOTICED)
    assert capture.goes_on()
    assert capture.away == []
    capture.stop()


def test_what_the_computer_plays_can_be_listened_to(virtual_microphone: VirtualMicrophone) -> None:
    spoken_into, played = input_devices()
    assert (spoken_into.plays, played.plays) == (False, True)
    capture = Capture(played.name)
    assert capture.goes_on()
    capture.stop()


def test_a_microphone_that_is_slow_to_begin_is_neither_lost_nor_taken_for_heard(
    virtual_microphone: VirtualMicrophone,
) -> None:
    begin = virtual_microphone.plug_slow()
    microphone, blocks, told = SteadyMicrophone(), list[bytes](), list[object]()
    microphone.start(blocks.append, ignore, told.append, told.append, told.append)
    time.sleep(3)
    assert (blocks, told) == ([], [])
    begin()
    deadline = time.monotonic() + 3
    while not blocks and time.monotonic() < deadline:
        time.sleep(0.05)
    assert blocks
    assert told == []
    stopped = threading.Event()
    microphone.stop(stopped.set)
    assert stopped.wait(20)


def test_stopping_while_it_is_away_ends_the_capture(virtual_microphone: VirtualMicrophone) -> None:
    capture = Capture(MICROPHONE)
    virtual_microphone.take_out()
    assert capture.wait(lambda: capture.away, NOTICED)
    assert 0 < capture.microphone.away_for < NOTICED + 1
    capture.stop()
    virtual_microphone.put_back()
    count = capture.blocks
    time.sleep(2.5)
    assert capture.blocks == count
    assert capture.back == []
