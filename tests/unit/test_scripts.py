"""Setting up: what is missing is found, and said where it cannot be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def system_packages(purpose: str, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPTS / "system-packages.sh", purpose],
        env={**os.environ, "PATH": path, "PYTHON": sys.executable},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH on which neither apt nor anything that the tests need is found."""
    for tool in ("bash", "env", "dirname", "grep", "cat", "ldconfig"):
        found = shutil.which(tool, path=f"{os.environ['PATH']}:/sbin")
        assert found
        (tmp_path / tool).symlink_to(found)
    return str(tmp_path)


def test_the_list_says_for_what_which_package_and_what_it_brings() -> None:
    lines = (SCRIPTS / "system-packages.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    assert {row[0] for row in rows} == {"run", "test", "bench"}
    assert {len(row) for row in rows} == {3}
    assert len({row[1] for row in rows}) == len(rows)


def test_where_nothing_can_be_installed_it_says_what_to_install_and_goes_on(bare_path: str) -> None:
    result = system_packages("test", bare_path)
    assert result.returncode == 0
    command = next(line.split() for line in result.stderr.splitlines() if "apt-get" in line)
    assert command[:3] == ["sudo", "apt-get", "install"]
    assert {"xvfb", "pulseaudio", "maven"} <= set(command[3:])


def test_running_asks_for_nothing_that_only_tests_need(bare_path: str) -> None:
    assert "xvfb" not in system_packages("run", bare_path).stderr
