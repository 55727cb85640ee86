"""Nothing of this process's memory reaches a core file, and what is wiped is gone."""

import subprocess
import sys

import pytest

from scribe_desktop.vault.calibration import calibrated
from scribe_desktop.vault.memory import wipe
from scribe_desktop.vault.wrap import DEFAULT_COST

CRASH = """
import ctypes, resource, sys
from scribe_desktop.vault.memory import no_core_files
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
no_core_files()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_no_core_file_can_be_written() -> None:
    said = subprocess.run([sys.executable, "-c", CRASH], capture_output=True, text=True, check=True)
    assert said.stdout == "(0, 0) 0\n"


def test_a_wiped_secret_is_zeros_where_it_lay() -> None:
    secret = bytearray(b"granite otter")
    wipe(secret)
    assert secret == bytes(13)
    wipe(bytearray())


def test_a_calibrated_cost_is_never_below_the_usual_one() -> None:
    slow = calibrated(target=0.0)
    assert slow == DEFAULT_COST
    assert calibrated(target=0.3).work >= DEFAULT_COST.work
