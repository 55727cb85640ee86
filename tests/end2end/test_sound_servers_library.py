"""PulseAudio's library in this process: no memory shared with the server, all else as the user has it."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scribe_desktop.speech.microphone import Microphone
from tests.helpers.listener import ignore
from tests.helpers.virtual_microphone import VirtualMicrophone


def test_a_capture_shares_no_memory_with_the_server(virtual_microphone: VirtualMicrophone) -> None:
    heard, stopped = threading.Event(), threading.Event()
    microphone = Microphone()
    microphone.start(lambda _: heard.set(), ignore, ignore)
    assert heard.wait(20)
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8")
    assert "libpulse.so" in mapped
    assert "memfd:pulseaudio" not in mapped
    microphone.stop(stopped.set)
    assert stopped.wait(20)


@pytest.mark.parametrize("place", ["client.conf", "client.conf.d/10-clinic.conf"])
def test_what_the_user_has_set_up_for_sound_stays_in_force(
    virtual_microphone: VirtualMicrophone, tmp_path: Path, place: str
) -> None:
    folder = tmp_path / ".config/pulse"
    (folder / "client.conf.d").mkdir(parents=True)
    (folder / "client.conf").touch()
    server = virtual_microphone.environment["PULSE_SERVER"]
    (folder / place).write_text(f"default-server = {server}\n")
    program = "from scribe_desktop.speech.sound_server import sources; print([one.name for one in sources()])"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "vmic" in run.stdout
