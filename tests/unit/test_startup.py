"""What the first window does not wait for."""

import subprocess
import sys
from pathlib import Path

LATE = ("sqlalchemy", "sqlcipher3", "cryptography", "argon2", "keyring", "numpy", "httpx", "reportlab")


def test_the_first_window_is_built_without_what_only_a_session_needs() -> None:
    code = f"import sys; from scribe_desktop import app, cli; print(*set(sys.modules) & set({LATE}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


_STARTED = """
import gc, sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from scribe_desktop import app
from scribe_desktop.session.profile import Profile

built = app.build(Profile(Path(sys.argv[1])))
built.window.start()
built.window.show()
until = time.monotonic() + 30
while not gc.get_freeze_count() and time.monotonic() < until:
    QCoreApplication.processEvents()
from scribe_desktop.views.at_work import AtWork
print(any(one is AtWork.__dict__ or one is AtWork for one in gc.get_objects()), gc.get_freeze_count())
built.window.close()
built.close()
"""


def test_the_collector_passes_by_the_program_once_it_is_loaded(tmp_path: Path) -> None:
    """Going through all of it would hold the window up, again and again."""
    command = [sys.executable, "-c", _STARTED, str(tmp_path / "profile")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "False"
    assert int(said[1]) > 50_000
