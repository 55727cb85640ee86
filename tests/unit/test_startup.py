"""What the first window does not wait for."""

import subprocess
import sys

LATE = ("sqlalchemy", "sqlcipher3", "cryptography", "argon2", "keyring", "numpy", "httpx", "reportlab")


def test_the_first_window_is_built_without_what_only_a_session_needs() -> None:
    code = f"import sys; from scribe_desktop import app, cli; print(*set(sys.modules) & set({LATE}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []
