"""The core works where Qt cannot be imported."""

import subprocess
import sys

WITHOUT_QT = """
import importlib, pkgutil, sys

sys.modules["PySide6"] = None
import scribe_desktop

QT_SIDE = {"views", "qt", "app", "walk", "cli", "__main__"}

def load(package):
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if found.name.split(".")[1] not in QT_SIDE:
            print(found.name)
            module = importlib.import_module(found.name)
            if found.ispkg:
                load(module)

load(scribe_desktop)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_every_core_module_imports_without_qt() -> None:
    result = run(WITHOUT_QT)
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    core = ("notes.note", "session.charting", "store", "vault", "speech.port", "connectors.port", "phrases")
    assert {f"scribe_desktop.{name}" for name in core} <= loaded


def test_the_check_would_notice_qt() -> None:
    result = run(WITHOUT_QT + "import scribe_desktop.qt.forms")
    assert result.returncode != 0
    assert "PySide6" in result.stderr
