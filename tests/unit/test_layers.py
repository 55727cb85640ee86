"""Imports point one way, and whoever turns one around hears of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WRONG_WAY = {
    "Imports point one way": ("notes/clock.py", "import scribe_desktop.session"),
    "Only views and qt know Qt": ("errors.py", "import PySide6"),
    "SQL stays in the store": ("connectors/port.py", "import sqlalchemy"),
    "The keyring stays in the vault": ("speech/port.py", "import keyring"),
    "Sound and recognisers stay in speech": ("phrases/__init__.py", "import vosk"),
    "Other programs' keys stay in desktop": ("store/codec.py", "import pynput"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_make_lint_checks_the_layers() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "lint"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "lint-imports" in planned.stdout


def test_every_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_contract_notices_an_import_the_wrong_way(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "scribe_desktop", tmp_path / "scribe_desktop")
    for module, line in WRONG_WAY.values():
        with (tmp_path / "scribe_desktop" / module).open("a") as source:
            source.write(f"\n{line}\n")
    said = lint_imports(tmp_path).stdout
    kept = [contract for contract in WRONG_WAY if f"{contract} BROKEN" not in said]
    assert not kept, said


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_set_up_commands_exist(name: str) -> None:
    planned = subprocess.run(
        ["make", "--dry-run", name], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"scripts/environment.sh {name}" in planned.stdout
