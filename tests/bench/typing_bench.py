"""From key to paint in a long note, with everything running that runs at work, and the memory it takes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.sample_profile import prepare


def figures() -> dict[str, float]:
    """`key_paint_p50_ms`, `key_paint_p99_ms`, and `rss_mb` of the main process with a long note open."""
    with TemporaryDirectory() as home:
        profile = Path(home, "profile")
        prepare(profile)
        environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "QT_LOGGING_RULES": "*=false"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.bench.long_note", str(profile)]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    measured: dict[str, float] = json.loads(said.splitlines()[-1])
    return measured
