"""Recorded speech through a virtual microphone and a real recogniser."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop.errors import MicrophoneLost, NoMicrophone
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.microphone import Microphone, input_devices
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.listener import Listener, ignore
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, beginning, recall
from tests.helpers.virtual_microphone import VirtualMicrophone


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser(EngineChoice("clinical"))
    recogniser.start()
    yield recogniser
    recogniser.close()


class Losses:
    def __init__(self) -> None:
        self.errors: list[MicrophoneLost] = []
        self.happened = threading.Event()

    def __call__(self, error: MicrophoneLost) -> None:
        self.errors.append(error)
        self.happened.set()


def test_speech_into_the_microphone_becomes_text(
    virtual_microphone: VirtualMicrophone, recogniser: Recogniser, tmp_path: Path
) -> None:
    clip = beginning(TWO_CITIES, 9.2, tmp_path / "clip.wav")
    levels: list[float] = []
    losses, heard, microphone = Losses(), Listener(), Microphone()
    stream = heard.open(recogniser)
    microphone.start(stream.feed, levels.append, losses)
    virtual_microphone.play(clip).wait()
    microphone.stop(stream.finish)
    heard.wait_for_end()
    assert recall(FIRST_SENTENCES, heard.text) > 0.9
    assert heard.partials
    assert max(levels) > 0.5
    assert min(levels) < 0.2
    assert not losses.errors


def test_text_stands_soon_after_the_end_of_speech_though_the_microphone_goes_on(
    virtual_microphone: VirtualMicrophone, recogniser: Recogniser, tmp_path: Path
) -> None:
    clip = beginning(TWO_CITIES, 4.7, tmp_path / "clip.wav")
    heard, microphone = Listener(), Microphone()
    stream = heard.open(recogniser)
    microphone.start(stream.feed, ignore, Losses())
    virtual_microphone.play(clip).wait()
    heard.wait_for_finals(1)  # how soon: make bench ARGS=speech
    standing = heard.text
    microphone.stop(stream.cancel)
    heard.wait_for_end()
    assert recall(FIRST_SENTENCES.splitlines()[0], standing) > 0.8


def test_a_microphone_that_vanishes_mid_sentence_loses_nothing_said_before(
    virtual_microphone: VirtualMicrophone, recogniser: Recogniser
) -> None:
    losses, heard, microphone = Losses(), Listener(), Microphone()
    stream = heard.open(recogniser)
    microphone.start(stream.feed, ignore, losses)
    virtual_microphone.play(TWO_CITIES)
    heard.wait_for_words("age of wisdom", timeout=15)
    assert not heard.finals
    virtual_microphone.unplug()
    assert losses.happened.wait(10)
    microphone.stop(stream.finish)
    heard.wait_for_end()
    assert len(losses.errors) == 1
    assert losses.errors[0].remedy
    assert recall("it was the best of times it was the worst of times it was the age", heard.text) > 0.85


def test_a_microphone_that_stalls_is_noticed_and_stopping_it_does_not_block(
    virtual_microphone: VirtualMicrophone,
) -> None:
    losses, microphone = Losses(), Microphone()
    stopped = threading.Event()
    heard = threading.Event()
    microphone.start(lambda _: heard.set(), ignore, losses)
    assert heard.wait(10)
    virtual_microphone.stall()
    assert losses.happened.wait(10)
    before = time.monotonic()
    microphone.stop(stopped.set)
    assert time.monotonic() - before < 8
    assert stopped.wait(20)


def test_the_default_microphone_comes_first_and_can_be_chosen_by_its_name(
    virtual_microphone: VirtualMicrophone,
) -> None:
    devices = input_devices()
    assert [device.is_default for device in devices] == [True] + [False] * (len(devices) - 1)
    microphone, arrived = Microphone(devices[0].name), threading.Event()
    microphone.start(lambda _: arrived.set(), ignore, Losses())
    assert arrived.wait(20)
    microphone.stop()


def test_nothing_arrives_after_the_capture_has_stopped(virtual_microphone: VirtualMicrophone) -> None:
    microphone, stopped = Microphone(), threading.Event()
    blocks: list[bytes] = []
    microphone.start(blocks.append, ignore, Losses())
    time.sleep(0.5)
    microphone.stop(stopped.set)
    assert stopped.wait(20)
    count = len(blocks)
    time.sleep(0.3)
    assert len(blocks) == count > 5


def test_a_microphone_that_is_not_there_is_named(virtual_microphone: VirtualMicrophone) -> None:
    with pytest.raises(NoMicrophone, match="Gooseneck"):
        Microphone("Gooseneck").start(ignore, ignore, Losses())


def test_without_any_microphone_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    with pytest.raises(NoMicrophone) as caught:
        Microphone().start(ignore, ignore, Losses())
    assert caught.value.remedy


def test_without_portaudio_the_program_starts_and_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    program = (
        "from scribe_desktop.errors import NoMicrophone\n"
        "from scribe_desktop.speech.microphone import input_devices\n"
        "try:\n    input_devices()\nexcept NoMicrophone as error:\n    print(error.in_full())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "libportaudio2" in run.stdout
