"""Wiping secrets out of the memory that is ours to wipe."""

import ctypes

from scribe_desktop.wiping import overwrite


def wipe(secret: bytearray) -> None:
    """Overwrite a secret where it lies. Copies that Python or a library made of it stay where they are."""
    ctypes.memset((ctypes.c_char * len(secret)).from_buffer(secret), 0, len(secret))


class SecretBytes(bytes):
    """Bytes that are overwritten when the last one who holds them lets go of them.

    Whatever else is made of them (slices, sums, text) is a copy that is not.
    """

    __slots__ = ()

    @classmethod
    def taken(cls, secret: bytes) -> "SecretBytes":
        """These bytes, which nobody else may hold: they are overwritten at once."""
        own = cls(secret)
        overwrite(secret)
        return own

    def __del__(self) -> None:
        overwrite(self)
