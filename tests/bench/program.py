"""Runs one of the measured programs in a process and a home of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.sample_profile import prepare


def measured(module: str) -> dict[str, float]:
    """What `python -m module PROFILE` prints as its last line, the profile being the sample clinic's."""
    with TemporaryDirectory() as home:
        profile = Path(home, "profile")
        prepare(profile)
        environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "QT_LOGGING_RULES": "*=false"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", module, str(profile)]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures
