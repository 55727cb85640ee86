"""What of a process's memory may reach a disk, and wiping what is ours to wipe."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def no_core_files() -> None:
    """Let no crash write this process's memory to a file; child processes inherit the limit.

    On Linux the process is also closed to debuggers of the same user.
    """
    if sys.platform == "win32":
        return  # Windows writes none unless an administrator asks for them
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def wipe(secret: bytearray) -> None:
    """Overwrite a secret where it lies. Copies that Python or a library made of it stay where they are."""
    ctypes.memset((ctypes.c_char * len(secret)).from_buffer(secret), 0, len(secret))
