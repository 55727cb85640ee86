"""A microphone without hardware: a private PulseAudio into which recordings are played."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

MICROPHONE, OTHER, LOUDSPEAKER = "vmic", "vmic2", "vmic_sink.monitor"
"""Names of the microphone, of the one that `swap` brings, and of what the loudspeaker plays."""
HEADSET = "headset"
"""Name of the sink that `plug_headset` brings."""
_RAW = ("--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=20")
_MODULES = (
    "module-null-sink sink_name=vmic_sink rate=16000 channels=1 format=s16le",
    f"module-remap-source source_name={MICROPHONE} master={LOUDSPEAKER}",
)


class VirtualMicrophone:
    """Running from construction to `close`; `environment` leads any program to it."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "native"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment = {"PULSE_SERVER": f"unix:{self._socket}", "XDG_RUNTIME_DIR": str(folder)}
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"
        modules = [argument for module in (protocol, *_MODULES) for argument in ("-L", module)]
        options = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"]
        self._server = self._spawn("pulseaudio", "-n", *options, *modules)
        self._await_source()
        self._run("pactl", "set-default-sink", "vmic_sink")
        self._run("pactl", "set-default-source", "vmic")
        # A sink that nothing is played into goes to sleep, and takes the first word with it.
        self._spawn("pacat", "--playback", *_RAW, "-d", "vmic_sink", "/dev/zero")
        self._await_sound(MICROPHONE)

    def play(self, recording: Path) -> subprocess.Popen[bytes]:
        """Begin to speak into the microphone; wait for the returned process to hear the end."""
        return self._spawn("paplay", "--device=vmic_sink", str(recording))

    def plug_headset(self) -> None:
        """Let the computer play through a headset, which the microphone does not hear."""
        module = _MODULES[0].replace("vmic_sink", HEADSET)
        self._headset = self._run("pactl", "load-module", *module.split()).stdout.decode().strip()
        self._run("pactl", "set-default-sink", HEADSET)
        self._spawn("pacat", "--playback", *_RAW, "-d", HEADSET, "/dev/zero")
        self._await_sound(f"{HEADSET}.monitor")

    def pull_headset(self) -> None:
        """Let the headset vanish; the computer plays through the other loudspeaker then."""
        self._run("pactl", "unload-module", self._headset)
        self._run("pactl", "set-default-sink", "vmic_sink")

    def plug_slow(self) -> Callable[[], object]:
        """Let another microphone be the system's, which delivers nothing before the returned is called."""
        pipe = self._socket.parent / "pipe"
        slow = f"module-pipe-source source_name=slow file={pipe} format=s16le rate=16000 channels=1"
        self._run("pactl", "load-module", *slow.split())
        self._run("pactl", "set-default-source", "slow")
        blocks = f"exec >{pipe}; while sleep 0.05; do head -c 1600 /dev/zero; done"
        return lambda: self._spawn("sh", "-c", blocks)

    def say_far_away(self, recording: Path) -> subprocess.Popen[bytes]:
        """Begin to speak at the other end of a tele-visit."""
        return self._spawn("paplay", f"--device={HEADSET}", str(recording))

    def unplug(self) -> None:
        """Let the microphone vanish."""
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()

    def stall(self) -> None:
        """Let the microphone stay but deliver nothing any more."""
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Deliver again after `stall`."""
        self._server.send_signal(signal.SIGCONT)

    def take_out(self) -> None:
        """Let the microphone vanish while the sound server stays."""
        self._run("pactl", "unload-module", "module-remap-source")

    def put_back(self) -> None:
        self._run("pactl", "load-module", *_MODULES[1].split())
        self._run("pactl", "set-default-source", MICROPHONE)

    def swap(self) -> None:
        """Move every stream that listens over to another microphone, as a system does without a word."""
        self._run("pactl", "load-module", *_MODULES[1].replace(MICROPHONE, OTHER, 1).split())
        for line in self._run("pactl", "list", "short", "source-outputs").stdout.splitlines():
            self._run("pactl", "move-source-output", line.split()[0].decode(), OTHER)

    def close(self) -> None:
        self.go_on()
        for process in reversed(self._processes):
            process.kill()
            process.wait()
        for thread in threading.enumerate():
            if thread.name in ("microphone", "closing of sound"):
                thread.join(timeout=15)
                # a closing may never end: see `portaudio.close`
                assert not (thread.is_alive() and thread.name == "microphone"), "a capture outlives its test"

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, env=os.environ | self.environment, stdin=DEVNULL, stderr=DEVNULL)
        self._processes.append(process)
        return process

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        environment = os.environ | self.environment
        return subprocess.run(command, env=environment, stdin=DEVNULL, capture_output=True)

    def _await_source(self) -> None:
        for _ in range(100):
            if self._socket.exists() and b"vmic\t" in self._run("pactl", "list", "short", "sources").stdout:
                return
            time.sleep(0.1)
        raise RuntimeError("pulseaudio did not come up")

    def _await_sound(self, source: str) -> None:
        """A fresh sink delivers nothing for its first two seconds."""
        command = ("parec", *_RAW, "-d", source)
        environment = os.environ | self.environment
        with subprocess.Popen(command, env=environment, stdin=DEVNULL, stdout=PIPE) as recording:
            assert recording.stdout is not None
            recording.stdout.read(3200)
            recording.kill()


@pytest.fixture
def virtual_microphone(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualMicrophone]:
    """The system's default microphone, for the length of one test."""
    # A socket's path may not be long, so not below pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="vmic-") as folder:
        microphone = VirtualMicrophone(Path(folder))
        for name, value in microphone.environment.items():
            monkeypatch.setenv(name, value)
        yield microphone
        microphone.close()
