"""From key to paint in a note of 10,000 words with every mark on, beside a plain Qt editor."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.sample_profile import prepare


def figures() -> dict[str, float]:
    """`editor_key_paint_p99_ms`, and `editor_key_paint_ratio` to a bare editor with the same text."""
    with TemporaryDirectory() as home:
        profile = Path(home, "profile")
        prepare(profile)
        environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "QT_LOGGING_RULES": "*=false"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.bench.marked_note", str(profile)]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    measured: dict[str, float] = json.loads(said.splitlines()[-1])
    return measured
