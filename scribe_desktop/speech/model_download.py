"""Downloads a file so that it can go on where it was cut off, and only if it is still the same file."""

import json
import os
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from scribe_desktop.errors import DownloadFailed
from scribe_desktop.speech.model_disk import require_room, written_to
from scribe_desktop.speech.model_progress import Step, Watcher

CONNECT_SECONDS, SILENCE_SECONDS = 15.0, 30.0
"""How long to wait for a connection, and for more of the file."""
ATTEMPTS = 5
"""Connections in a row that bring nothing new."""
PAUSE = 1.0
"""Seconds before another attempt, each time twice as long."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_COMPLETE = "bytes */{}"
"""What a server says that is asked for more of a file that has this length."""
_KEPT = "What has arrived is kept; try again to go on from there."
_OTHER_WAY = "Check connection and proxy (HTTPS_PROXY), or get the file elsewhere and install it from there."


class _CutShort(Exception):
    """The connection ended before the file did; asking for the rest may help."""


def download(
    address: str,
    target: Path,
    watcher: Watcher,
    *,
    most: int,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Bring the file at this address to `target`; blocks, so not for the GUI thread.

    Goes on with what an earlier attempt left in `target`.part, if the server says that it is still the same
    file; otherwise begins anew. Proxies are those that the environment names.

    Args:
        target: does not exist yet; its folder does.
        most: bytes; a longer file is not what it should be.

    Raises:
        Cancelled: as soon as the watcher wants it; what has arrived is kept.
        DownloadFailed: no answer, a refusal, a file too long, or cut short over and over.
        StoreNotWritable: the disk is full or read-only; what has arrived is kept.
    """
    part, failures, last = Part.of(target), 0, Exception()
    with _client() as client, written_to(target.parent):
        while failures < ATTEMPTS:
            before = part.length
            try:
                _fetch(client, address, part, watcher, most)
            except (httpx.TransportError, _CutShort) as error:
                watcher.note(Step.DOWNLOADING, part.length)
                failures = failures + 1 if part.length <= before else 1
                last = error
                pause(PAUSE * 2 ** (failures - 1))
            else:
                part.path.replace(target)
                part.forget()
                return
    raise DownloadFailed(
        f"The download does not come through: {_reason(last)}.", remedy=f"{_KEPT} {_OTHER_WAY}"
    ) from last


@dataclass(frozen=True)
class Part:
    """What has arrived of a file, and by which mark the server knows the version that it is of."""

    path: Path
    mark: Path

    @classmethod
    def of(cls, target: Path) -> "Part":
        return cls(target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.mark"))

    @property
    def length(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def version(self, address: str) -> str:
        """What to send as If-Range; empty when nothing can be gone on with."""
        try:
            kept = json.loads(self.mark.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        fits = isinstance(kept, dict) and kept.get("address") == address and self.length > 0
        return str(kept.get("version", "")) if fits else ""

    def begin(self, address: str, version: str) -> BinaryIO:
        """An empty file for the version that comes now."""
        file = self.path.open("wb")
        self.mark.write_text(json.dumps({"address": address, "version": version}), encoding="utf-8")
        return file

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)


def _client() -> httpx.Client:
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    # the file is taken as it is, so that its length and its parts can be counted in bytes
    headers = {"Accept-Encoding": "identity"}
    return httpx.Client(timeout=timeout, follow_redirects=True, headers=headers, verify=_trust())


def _trust() -> ssl.SSLContext:
    """Public certificate authorities and those that this machine trusts, such as a clinic's own."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def _fetch(client: httpx.Client, address: str, part: Part, watcher: Watcher, most: int) -> None:
    version = part.version(address)
    asked = {"Range": f"bytes={part.length}-", "If-Range": version} if version else {}
    with client.stream("GET", address, headers=asked) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and version:
            if answer.headers.get("Content-Range") == _COMPLETE.format(part.length):
                return
            part.forget()
            raise _CutShort("the file has become shorter")
        if answer.is_error:
            raise DownloadFailed(
                f"{answer.url.host} answers {answer.status_code} {answer.reason_phrase}.", remedy=_OTHER_WAY
            )
        goes_on = _range(answer, part.length)
        total = goes_on or int(answer.headers.get("Content-Length", 0))
        _require_length(max(total, part.length if goes_on else 0), most, part)
        with part.path.open("ab") if goes_on else part.begin(address, _version(answer)) as file:
            _write(answer, file, part.length if goes_on else 0, total, watcher, most)
        if total and part.length < total:
            raise _CutShort(f"{part.length} of {total} bytes came")


def _write(
    answer: httpx.Response, file: BinaryIO, done: int, total: int, watcher: Watcher, most: int
) -> None:
    for block in answer.iter_raw():
        done += len(block)
        if done > most:
            raise _too_long(most)
        file.write(block)
        watcher.note(Step.DOWNLOADING, done, total)
    file.flush()
    os.fsync(file.fileno())


def _range(answer: httpx.Response, length: int) -> int:
    """The whole file's length when the answer is its rest; 0 when it is the file from its beginning."""
    if answer.status_code != httpx.codes.PARTIAL_CONTENT:
        return 0
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != length:
        raise DownloadFailed(
            f"{answer.url.host} sent another part of the file than it was asked for.", remedy=_OTHER_WAY
        )
    return int(found[2])


def _version(answer: httpx.Response) -> str:
    """A weak tag does not promise the same bytes; a date does, to the second."""
    headers: Mapping[str, str] = answer.headers
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _require_length(total: int, most: int, part: Part) -> None:
    if total > most:
        raise _too_long(most)
    if total:
        require_room(part.path.parent, total - part.length)


def _too_long(most: int) -> DownloadFailed:
    return DownloadFailed(
        f"The file is longer than {most >> 20} megabytes, which is not the model that was asked for.",
        remedy="Check the address in the catalogue of models.",
    )


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
