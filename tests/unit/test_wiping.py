"""What is overwritten really is, where it lay."""

import ctypes
import sys

import pytest

from scribe_desktop.wiping import freed_memory_overwritten, overwrite


def test_bytes_and_text_are_overwritten_where_they_lie() -> None:
    secret, text = bytes(range(1, 33)), "".join(map(chr, range(65, 91)))
    overwrite(secret)
    overwrite(text)
    assert secret == bytes(32)
    assert text == "\0" * 26


@pytest.mark.parametrize("shared", [b"", b"a", "", "a"])
def test_what_everybody_shares_is_left_alone(shared: bytes | str) -> None:
    before = shared[:]
    overwrite(shared)
    assert shared == before


def test_text_that_may_lie_in_two_places_is_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        overwrite("Zoë")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be asked to")
@pytest.mark.parametrize("asked", [True, False])
def test_freed_memory_is_overwritten_while_asked_for(*, asked: bool) -> None:
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        pytest.skip("another C library")
    library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    size = 100_000
    place = library.malloc(size)
    behind = library.malloc(size)  # keeps the freed one from going back to the system
    ctypes.memset(place, ord("x"), size)
    if asked:
        with freed_memory_overwritten():
            library.free(place)
    else:
        library.free(place)
    middle = ctypes.string_at(place + size // 2, 1000)
    library.free(ctypes.c_void_p(behind))
    assert (middle == b"x" * 1000) is not asked
