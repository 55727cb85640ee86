"""Nothing of this program's memory reaches a core file or a debugger, in no process of it."""

import subprocess
import sys

import pytest

HERE = """
import ctypes, resource
from scribe_desktop.core_files import no_core_files
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
no_core_files()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""

IN_THE_WORKER = """
import ctypes, resource
from multiprocessing import Pipe
from scribe_desktop.speech.engine_process import serve
from scribe_desktop.speech.engines import EngineChoice
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
near, far = Pipe()
near.close()
serve(far, EngineChoice("none of this name"))
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
@pytest.mark.parametrize("script", [HERE, IN_THE_WORKER], ids=["the program", "the speech worker"])
def test_no_core_file_can_be_written(script: str) -> None:
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == "(0, 0) 0\n"
