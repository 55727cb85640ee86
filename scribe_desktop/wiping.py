"""Overwrites secrets where Python and the C library would leave them lying in memory that they call free."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_M_PERTURB = -6
_FILLING = 0xA5

_bytes_at = ctypes.pythonapi.PyBytes_AsString
_bytes_at.restype, _bytes_at.argtypes = ctypes.c_void_p, [ctypes.py_object]
_text_at = ctypes.pythonapi.PyUnicode_AsUTF8
_text_at.restype, _text_at.argtypes = ctypes.c_void_p, [ctypes.py_object]


def overwrite(secret: bytes | str) -> None:
    """Overwrite bytes or ASCII text in place; the caller alone has ever held them, and is done with them.

    Raises `ValueError` for other text.
    """
    if len(secret) < 2:
        return  # Python has one of each of these for everybody
    if isinstance(secret, str) and not secret.isascii():
        raise ValueError("only ASCII lies in one place")
    ctypes.memset((_text_at if isinstance(secret, str) else _bytes_at)(secret), 0, len(secret))


@contextmanager
def freed_memory_overwritten() -> Iterator[None]:
    """Have the C library overwrite what is freed meanwhile, by any thread; does nothing but with glibc."""
    mallopt = _glibc_mallopt()
    if mallopt is None:
        yield
        return
    mallopt(_M_PERTURB, _FILLING)
    try:
        yield
    finally:
        mallopt(_M_PERTURB, 0)


@cache
def _glibc_mallopt() -> "ctypes._NamedFuncPointer | None":
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library.mallopt if hasattr(library, "gnu_get_libc_version") else None
