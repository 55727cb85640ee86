"""Wiping secrets out of the memory that is ours to wipe."""

import ctypes


def wipe(secret: bytearray) -> None:
    """Overwrite a secret where it lies. Copies that Python or a library made of it stay where they are."""
    ctypes.memset((ctypes.c_char * len(secret)).from_buffer(secret), 0, len(secret))
