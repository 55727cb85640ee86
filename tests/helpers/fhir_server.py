"""A real HAPI FHIR R4 server for the tests: `python -m tests.helpers.fhir_server start|stop`.

It is built by Maven on first use and keeps its data in memory. `start` returns at once, so that the server
comes up beside the other tests; whoever needs it waits in `base_url`.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

URL_VARIABLE = "SCRIBE_TEST_FHIR_URL"
PROJECT = Path(__file__).parents[1] / "fhir_server"
READY_SECONDS = 600.0
"""On two busy cores, with the libraries still to be downloaded."""

_TARGET = PROJECT / "target"
_OUTPUT, _PROCESS = _TARGET / "server.log", _TARGET / "server.pid"
_JAVA = f"java -Xmx700m -XX:+UseSerialGC -cp '{_TARGET}/fhir-server.jar:{_TARGET}/lib/*' FhirServer 0"


def start() -> bool:
    """Begin building and starting it, unless it is under way or another one is named; say whether we did."""
    if URL_VARIABLE in os.environ or _alive():
        return False
    _TARGET.mkdir(exist_ok=True)
    # The shell ends at once, so that the server is nobody's child and outlives whoever needs it first.
    shell = f'setsid bash -c "$0" >"{_OUTPUT}" 2>&1 </dev/null & echo $!'
    command = ["bash", "-c", shell, f"{_build()}exec {_JAVA}"]
    _PROCESS.write_text(subprocess.check_output(command, cwd=PROJECT, text=True).strip())
    return True


def stop() -> None:
    """End the server that `start` began, whichever process began it."""
    if _alive():
        os.killpg(int(_PROCESS.read_text()), signal.SIGTERM)
    _PROCESS.unlink(missing_ok=True)


def base_url() -> str:
    """The address of the running server, without a final slash; waits until it answers.

    Raises:
        RuntimeError: it ended, or did not answer in time; with the end of its output.
    """
    if URL_VARIABLE in os.environ:
        return os.environ[URL_VARIABLE].rstrip("/")
    deadline = time.monotonic() + READY_SECONDS
    while _alive() and time.monotonic() < deadline:
        for line in _OUTPUT.read_text(errors="replace").splitlines():
            if line.startswith("http://127.0.0.1:"):
                httpx.get(f"{line}/metadata", timeout=60).raise_for_status()
                return line
        time.sleep(0.2)
    raise RuntimeError("the FHIR server did not come up:\n" + _OUTPUT.read_text(errors="replace")[-3000:])


def _build() -> str:
    """The command that builds the server, or nothing where it is up to date."""
    built = _TARGET / "fhir-server.jar"
    sources = [PROJECT / "pom.xml", *PROJECT.glob("src/**/*.java")]
    if built.exists() and built.stat().st_mtime > max(source.stat().st_mtime for source in sources):
        return ""
    return "mvn -q -B package && "


def _alive() -> bool:
    """Whether the recorded process is there and is ours: numbers are used again."""
    if not _PROCESS.exists():
        return False
    command = Path("/proc", _PROCESS.read_text(), "cmdline")
    for _ in range(2):
        if command.exists() and b"FhirServer" in command.read_bytes():
            return True
        time.sleep(0.1)  # for a moment it has no command: while one program takes the place of another
    return False


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]]()
