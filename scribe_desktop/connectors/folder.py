"""Delivers into a folder: FHIR JSON, PDF and plain text of each document, whole or not at all."""

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import ClassVar

from scribe_desktop.connectors.document_reference import document_reference
from scribe_desktop.connectors.pdf import render_pdf
from scribe_desktop.connectors.port import Receipt, Setting
from scribe_desktop.connectors.settings import read_settings
from scribe_desktop.durable import sync_folder
from scribe_desktop.errors import BadInput, Refused, Unreachable
from scribe_desktop.notes.document import SignedDocument

TEXT_FILE = "note.txt"

_REMEDIES = {
    errno.ENOSPC: "The disk is full: make room, it is then delivered by itself.",
    errno.EDQUOT: "The quota is used up: make room, it is then delivered by itself.",
    errno.EROFS: "The disk is read-only: choose another folder, or have it made writable.",
    errno.EACCES: "You may not write there: choose another folder, or have the rights changed.",
    errno.EPERM: "You may not write there: choose another folder, or have the rights changed.",
    errno.ENOENT: "The folder is not there: connect the network drive, or choose another folder.",
}


class FolderConnector:
    """Puts each document into a directory of its own, named by time and document id, never by patient.

    The directory is written under a hidden name beside its place, forced to disk and renamed, so that
    whoever watches the folder sees whole documents only.
    """

    title: ClassVar[str] = "Folder"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "folder", "Folder", "Give the full path of an existing folder, on this disk or a network drive."
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        self._folder = _usable(read_settings(self.settings, values)["folder"])

    def deliver(self, document: SignedDocument, *, appends_to: str | None = None) -> Receipt:  # noqa: ARG002 no server's references in files
        name = f"{document.signed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}_{document.id}"
        place = self._folder / name
        with self._told_as_unreachable():
            self._clear_leftovers(name)
            if not place.is_dir():
                self._write(place, _files(document))
            self._compare(place, document)
        return Receipt(str(place))

    def check(self) -> str:
        with self._told_as_unreachable():
            probe = self._folder / f".probe.{secrets.token_hex(4)}"
            try:
                _write_synced(probe, b"?")
            finally:
                probe.unlink(missing_ok=True)
        return f"{self._folder} can be written to."

    def _write(self, place: Path, files: Mapping[str, bytes]) -> None:
        hidden = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        hidden.mkdir()
        try:
            for name, content in files.items():
                _write_synced(hidden / name, content)
            sync_folder(hidden)
            hidden.rename(place)
        except BaseException:
            shutil.rmtree(hidden)
            raise
        sync_folder(self._folder)

    def _clear_leftovers(self, name: str) -> None:
        """Remove what a killed delivery of this very document left behind."""
        for leftover in self._folder.glob(f".{name}.*"):
            shutil.rmtree(leftover)

    def _compare(self, place: Path, document: SignedDocument) -> None:
        text = place / TEXT_FILE
        if not text.exists() or text.read_bytes() != document.text.encode():
            raise Refused(
                f"{place} holds a different text under this document's name.",
                remedy="Somebody changed it: move that directory away, then send the note again.",
            )

    @contextmanager
    def _told_as_unreachable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise Unreachable(
                f"The folder {self._folder} cannot be written to: {reason}.",
                remedy=_REMEDIES.get(error.errno or 0, "Check the disk or the network drive."),
            ) from error


def _usable(value: str) -> Path:
    folder = Path(value)
    if not folder.is_absolute() or "\0" in value:
        raise BadInput(
            f"“{value}” is not the full path of a folder.", remedy="Start it at the root or drive."
        )
    try:
        is_something_else = folder.exists() and not folder.is_dir()
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be opened: {error.strerror}.", remedy="Choose a folder that you may open."
        ) from error
    if is_something_else:
        raise BadInput(f"{folder} is a file, not a folder.", remedy="Choose the folder that it lies in.")
    return folder


def _files(document: SignedDocument) -> dict[str, bytes]:
    resource = document_reference(document)
    return {
        "DocumentReference.json": json.dumps(resource, indent=2, ensure_ascii=False).encode(),
        "note.pdf": render_pdf(document),
        TEXT_FILE: document.text.encode(),
    }


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
