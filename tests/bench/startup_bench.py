"""How long until the log-in is there, beside a bare main window with a text edit."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.helpers.sample_profile import prepare

ROUNDS = 15


def figures() -> dict[str, float]:
    """`startup_ratio`, and each side's median seconds from process start to painted window, in turns."""
    with TemporaryDirectory() as home:
        profile = Path(home, "profile")
        prepare(profile)
        for warm_up in ((str(profile),), ()):
            _seconds_to_paint(home, *warm_up)
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds_to_paint(home, str(profile)))
            bare.append(_seconds_to_paint(home))
    return {
        "startup_ratio": median(ours) / median(bare),
        "startup_s": median(ours),
        "startup_bare_s": median(bare),
    }


def _seconds_to_paint(home: str, *profile: str) -> float:
    environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "QT_LOGGING_RULES": "*=false"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # compiled once, as where it is installed, whatever is usual while developing
    environment["PYTHONPYCACHEPREFIX"] = str(Path(home, "bytecode"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.bench.first_window", *profile]
    began = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said, _, at = program.stdout.readline().partition(" ")
        program.kill()
    assert said == "painted", f"the window never came: {command}"
    return float(at) - began
