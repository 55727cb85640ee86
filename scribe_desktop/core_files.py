"""Keeps what is in a process's memory out of core files and away from debuggers."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def no_core_files() -> None:
    """Let no crash write this process's memory to a file; child processes inherit the limit.

    On Linux the process is also closed to debuggers of the same user; a process that is started anew is
    open to them again, so each has to call this itself.
    """
    if sys.platform == "win32":
        return  # Windows writes none unless an administrator asks for them
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
