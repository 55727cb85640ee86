"""The folder connector on good, full, read-only, missing and suddenly dying ground."""

import base64
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop.connectors.folder import FolderConnector
from scribe_desktop.connectors.pdf import render_pdf
from scribe_desktop.errors import BadInput, Refused, Unreachable
from scribe_desktop.notes.document import DocumentSection, SignedDocument
from tests.helpers.signed_documents import a_document

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")


def connector(folder: Path) -> FolderConnector:
    return FolderConnector({"folder": str(folder)})


def assert_whole(place: Path) -> None:
    assert {path.name for path in place.iterdir()} == {"DocumentReference.json", "note.pdf", "note.txt"}
    resource = json.loads((place / "DocumentReference.json").read_bytes())
    text = base64.b64decode(resource["content"][0]["attachment"]["data"])
    assert (place / "note.txt").read_bytes() == text
    pdf = (place / "note.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for one document, not for many."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_document_arrives_as_json_pdf_and_text(tmp_path: Path) -> None:
    document = a_document()
    place = Path(connector(tmp_path).deliver(document).reference)
    assert place == tmp_path / f"20260309T143005Z_{document.id}"
    assert_whole(place)
    assert (place / "note.txt").read_text(encoding="utf-8") == document.text
    assert (place / "note.pdf").read_bytes() == render_pdf(document)


def test_no_path_names_the_patient(tmp_path: Path) -> None:
    document = a_document()
    connector(tmp_path).deliver(document)
    paths = " ".join(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    for told in (*document.encounter.patient.name.split(), document.encounter.patient.mrn):
        assert told not in paths


def test_a_document_delivered_twice_is_there_once_and_untouched(tmp_path: Path) -> None:
    document = a_document()
    first = connector(tmp_path).deliver(document)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert connector(tmp_path).deliver(document) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_document_that_somebody_changed_is_not_taken_for_delivered(tmp_path: Path) -> None:
    document = a_document()
    place = Path(connector(tmp_path).deliver(document).reference)
    (place / "note.txt").write_text("edited")
    with pytest.raises(Refused, match="different text"):
        connector(tmp_path).deliver(document)
    assert (place / "note.txt").read_text() == "edited"
    (place / "note.txt").unlink()
    with pytest.raises(Refused, match="different text"):
        connector(tmp_path).deliver(document)


def deliver_all(folder: Path, documents: list[SignedDocument], delivered: list[str]) -> None:
    """Deliver one after the other, noting each as it arrives."""
    delivered.extend(connector(folder).deliver(document).reference for document in documents)


@needs_root
def test_a_full_disk_keeps_whole_documents_only_and_delivers_once_there_is_room(small_disk: Path) -> None:
    big = DocumentSection("Results", "Objective", "", "troponin 12 ng/L, repeated. " * 1000)
    documents = [a_document(sections=(big,)) for _ in range(8)]
    delivered: list[str] = []
    with pytest.raises(Unreachable, match="No space left") as raised:
        deliver_all(small_disk, documents, delivered)
    assert "make room" in raised.value.remedy
    assert delivered
    assert sorted(map(str, small_disk.iterdir())) == sorted(delivered)
    with pytest.raises(Unreachable, match="No space left"):
        connector(small_disk).deliver(documents[len(delivered)])
    (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(Unreachable, match="No space left"):
        connector(small_disk).check()
    (small_disk / "filler").unlink()
    assert len(list(small_disk.iterdir())) == len(delivered)
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    for document in documents:
        connector(small_disk).deliver(document)
    assert len(list(small_disk.iterdir())) == len(documents)
    for place in small_disk.iterdir():
        assert_whole(place)


@needs_root
def test_a_read_only_disk_is_told(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for attempt in (connector(small_disk).check, lambda: connector(small_disk).deliver(a_document())):
        with pytest.raises(Unreachable, match="Read-only") as raised:
            attempt()
        assert "read-only" in raised.value.remedy


def test_a_folder_that_went_away_is_worth_trying_again(tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    with pytest.raises(Unreachable, match="No such file") as raised:
        connector(drive).deliver(a_document())
    assert "network drive" in raised.value.remedy
    assert not drive.exists()
    drive.mkdir()
    assert_whole(Path(connector(drive).deliver(a_document()).reference))


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    assert connector(tmp_path).check() == f"{tmp_path} can be written to."
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unreachable):
        connector(tmp_path / "gone").check()


@pytest.mark.parametrize("value", ["", "notes", "~/notes", "../notes", "/tmp/a\0b"])
def test_a_path_that_cannot_be_right_is_told_at_once(value: str) -> None:
    with pytest.raises(BadInput) as raised:
        FolderConnector({"folder": value})
    assert raised.value.remedy


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BadInput, match="is a file"):
        connector(file)


DELIVER_ALL = """
import pickle, sys
from scribe_desktop.connectors.folder import FolderConnector
connector = FolderConnector({"folder": sys.argv[1]})
for document in pickle.load(sys.stdin.buffer):
    connector.deliver(document)
"""


def killed_while_writing(folder: Path, documents: list[SignedDocument]) -> list[Path]:
    """Kill a process, as hard as can be, once it begins to write; return the unfinished directories."""
    process = subprocess.Popen([sys.executable, "-c", DELIVER_ALL, str(folder)], stdin=subprocess.PIPE)
    assert process.stdin
    with process.stdin as pipe:
        pipe.write(pickle.dumps(documents))
    while process.poll() is None and not any(folder.glob(".*")):
        time.sleep(0)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return list(folder.glob(".*"))


def test_a_killed_program_leaves_whole_documents_and_the_next_try_clears_the_rest(tmp_path: Path) -> None:
    unfinished = 0
    for attempt in range(12):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        documents = [a_document() for _ in range(3)]
        unfinished += bool(killed_while_writing(folder, documents))
        for place in folder.glob("[!.]*"):
            assert_whole(place)
        for document in documents:
            connector(folder).deliver(document)
        assert sorted(path.name.rpartition("_")[2] for path in folder.iterdir()) == sorted(
            d.id for d in documents
        )
        for place in folder.iterdir():
            assert_whole(place)
    assert unfinished > 0, "no kill came in the middle of writing"
