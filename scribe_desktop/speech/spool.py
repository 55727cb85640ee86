"""Sound on disk, encrypted as it comes in: an append-only file, readable up to wherever it was cut short.

The file is a mark and then chunks, each on its own: its length and kind, a random nonce, and AES-256-GCM
of the sound. Recording, number and kind of a chunk are authenticated with it, so that none can be changed,
moved, repeated or taken out unseen.
"""

import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scribe_desktop.durable import sync_folder
from scribe_desktop.errors import UnreadableAudio
from scribe_desktop.speech.port import SAMPLE_RATE

BYTES_PER_SECOND = 2 * SAMPLE_RATE
KEY_BYTES = 32
LONGEST = BYTES_PER_SECOND // 2
"""Bytes of sound in one chunk at most: half a second."""

_MARK = b"SCRSPL02"
"""Files with another one do not tell how much was heard."""
_HEAD = struct.Struct("<IB")
"""Bytes of what is encrypted, tag included; kind."""
_NONCE, _TAG = 12, 16
_SOUND, _GAP = 0, 1
_COUNT = struct.Struct("<Q")
_HEARD = _NONCE + _COUNT.size + _TAG
"""Bytes of the one place that is written again and again: how much was heard, kept or not."""


@dataclass(frozen=True)
class Stretch:
    """Consecutive sound of a recording, 16-bit mono at 16 kHz; silence where it is `missing`."""

    pcm: bytes
    missing: bool = False


class SpoolWriter:
    """Appends to a new file; used from one thread. Every method may raise `OSError`.

    Args:
        path: must not exist; only this user may read it.
        key: 32 random bytes that were used for nothing else.
        recording_id: bound to every chunk.
    """

    def __init__(self, path: Path, key: bytes, recording_id: str) -> None:
        self._cipher, self._recording = AESGCM(key), recording_id
        self._number = 0
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self._file = os.fdopen(handle, "wb", buffering=0)
        self._end = 0
        try:
            self._append(_MARK + self._heard(0))
            sync_folder(path.parent)
        except OSError:
            self._file.close()
            path.unlink()
            raise

    def write(self, pcm: bytes) -> None:
        """Append sound as one chunk, of half a second at most; what fails leaves the file as it was."""
        assert len(pcm) <= LONGEST
        self._chunk(_SOUND, pcm)

    def skip(self, length: int) -> None:
        """Append that so many bytes of sound could not be kept."""
        self._chunk(_GAP, _COUNT.pack(length))

    def tell_heard(self, length: int) -> None:
        """Note how many bytes of sound there were so far, which takes no room even on a full disk."""
        self._file.seek(len(_MARK))
        try:
            self._file.write(self._heard(length))
        finally:
            self._file.seek(self._end)

    def sync(self) -> None:
        """Have everything on the disk itself."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def _heard(self, length: int) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, _COUNT.pack(length), _bound_to_heard(self._recording))

    def _chunk(self, kind: int, plain: bytes) -> None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, plain, _bound_to(self._recording, self._number, kind))
        self._append(_HEAD.pack(len(sealed), kind) + nonce + sealed)
        self._number += 1

    def _append(self, data: bytes) -> None:
        try:
            written = 0
            while written < len(data):
                written += self._file.write(data[written:])
        except OSError:
            # what stands behind the last whole chunk would hide those to come
            self._file.seek(self._end)
            with suppress(OSError):
                self._file.truncate(self._end)
            raise
        self._end += len(data)


def read(path: Path, key: bytes, recording_id: str, start: float = 0.0) -> Iterator[Stretch]:
    """The sound from `start` (seconds) on, in constant memory, without a chunk that was cut short.

    What cannot be read is silence of the same length and says so. Raises `OSError`.
    """
    before = round(start * SAMPLE_RATE) * 2
    with path.open("rb") as file:
        if file.read(len(_MARK)) == _MARK:
            file.seek(_HEARD, os.SEEK_CUR)
        for stretch in _stretches(file, AESGCM(key), recording_id):
            if before < len(stretch.pcm):
                yield Stretch(stretch.pcm[before:], stretch.missing)
            before = max(0, before - len(stretch.pcm))


@contextmanager
def readable() -> Iterator[None]:
    """Raise an `OSError` of reading as `UnreadableAudio`."""
    try:
        yield
    except OSError as error:
        raise UnreadableAudio(
            f"The sound of this dictation cannot be read: {error.strerror}.",
            remedy="Nothing was changed. Look whether the disk answers, then try again.",
        ) from error


def length(path: Path, key: bytes, recording_id: str) -> float:
    """Seconds of sound in the file, those that cannot be read included. Raises `OSError`."""
    return sum(len(stretch.pcm) for stretch in read(path, key, recording_id)) / BYTES_PER_SECOND


def heard(path: Path, key: bytes, recording_id: str) -> float:
    """Seconds of sound that there were at least, in the file or not. Raises `OSError`."""
    with path.open("rb") as file:
        told = file.read(_HEARD) if file.read(len(_MARK)) == _MARK else b""
    kept = length(path, key, recording_id)
    if len(told) < _HEARD:
        return kept
    try:
        plain = AESGCM(key).decrypt(told[:_NONCE], told[_NONCE:], _bound_to_heard(recording_id))
    except InvalidTag:
        return kept
    (told_bytes,) = _COUNT.unpack(plain)
    return max(kept, float(told_bytes) / BYTES_PER_SECOND)


def _stretches(file: BinaryIO, cipher: AESGCM, recording_id: str) -> Iterator[Stretch]:
    number = 0
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        size, kind = _HEAD.unpack(head)
        if not _TAG <= size <= LONGEST + _TAG:
            # A head that is damaged says nothing of what follows: all the rest is missing.
            rest = os.fstat(file.fileno()).st_size - file.tell()
            yield from _silence(max(0, rest) // 2 * 2)
            return
        body = file.read(_NONCE + size)
        if len(body) < _NONCE + size:
            return
        try:
            plain = cipher.decrypt(body[:_NONCE], body[_NONCE:], _bound_to(recording_id, number, kind))
        except InvalidTag:
            yield Stretch(bytes(size - _TAG), missing=True)
        else:
            if kind == _GAP:
                yield from _silence(_COUNT.unpack(plain)[0])
            else:
                yield Stretch(plain)
        number += 1


def _silence(size: int) -> Iterator[Stretch]:
    while size > 0:
        yield Stretch(bytes(min(size, LONGEST)), missing=True)
        size -= LONGEST


def _bound_to_heard(recording_id: str) -> bytes:
    return f"{recording_id}\0heard".encode()


def _bound_to(recording_id: str, number: int, kind: int) -> bytes:
    return f"{recording_id}\0{number}\0{kind}".encode()
