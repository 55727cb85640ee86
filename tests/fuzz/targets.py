"""What reads files that somebody else may have written, each as a function of bytes.

A target passes when the file is taken or refused in words (`ScribeError`); anything else that comes out of it
is a finding.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.codes import listing
from scribe_desktop.codes.code import CodeSystem
from scribe_desktop.errors import ScribeError
from scribe_desktop.notes import note_text, note_type_reader, row_import
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.table import load
from scribe_desktop.phrases import exchange
from scribe_desktop.session import backup_file
from scribe_desktop.speech import model_archive, spool
from scribe_desktop.speech.model_progress import Watcher
from scribe_desktop.store.audit_anchor import Anchor
from scribe_desktop.vault import key_file
from scribe_desktop.vault.attempts import Attempts
from scribe_desktop.vault.failed_logins import Base, FailedLogins
from tests.helpers.models import LAYOUT
from tests.helpers.note_types import SOAP

Target = Callable[[bytes], None]
KEY = bytes(range(32))
_LABS = load("labs")


@contextmanager
def _file(name: str, data: bytes) -> Iterator[Path]:
    with TemporaryDirectory(prefix="scribe-fuzz-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


def backup(data: bytes) -> None:
    """A backup from anywhere: never opened with a key that did not make it."""
    with _file("hostile.scribe-backup", data) as path, suppress(ScribeError):
        backup_file.unlock(path, KEY)
        raise AssertionError("a backup without a seal of this key was opened")


def backup_manifest(data: bytes) -> None:
    """The same, past the beginning and the lengths, which chance would rarely hit."""
    head = b"scribe-backup 1\n" + len(data).to_bytes(4, "big")
    backup(head + data)


def keys(data: bytes) -> None:
    """keys.json with a checksum that fits, as anybody can make it."""
    with suppress(ValueError, RecursionError):
        table = json.loads(data)
        if isinstance(table, dict):
            table.pop("sha256", None)
            data = json.dumps({**table, "sha256": key_file.checksum(table)}).encode()
    with suppress(ScribeError):
        key_file.parse(data, Path("keys.json"))


def phrases(data: bytes) -> None:
    """A phrase file; the first byte chooses of what kind."""
    ending = ("toml", "yml", "csv")[data[0] % 3] if data else "toml"
    with _file(f"hostile.{ending}", data[1:]) as path, suppress(ScribeError):
        exchange.read_any(path)


def model_zip(data: bytes) -> None:
    """A model from anywhere: whatever is taken stays within the folder that it is unpacked into."""
    with _file("hostile.zip", data) as path, suppress(ScribeError), model_archive.opened(path) as source:
        folder = path.parent / "around" / "model"
        folder.mkdir(parents=True)
        try:
            source.unpack(folder, Watcher())
        finally:
            assert list(folder.parent.iterdir()) == [folder]
            assert not any(one.is_symlink() for one in folder.rglob("*"))


def model_names(data: bytes) -> None:
    """A whole model in whose zip file one more member is named by a stranger."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in LAYOUT.items():
            archive.writestr(f"model/{name}", content)
        with suppress(ValueError, UnicodeError):
            archive.writestr(zipfile.ZipInfo(f"model/{data.decode('utf-8', 'surrogateescape')}"), b"")
    model_zip(file.getvalue())


def note(data: bytes) -> None:
    """A pasted note: taken apart and put together again, no character is lost."""
    text = data.decode("utf-8", "replace")
    content, layout = note_text.take_apart(text, SOAP, Source(Origin.PASTED, "somebody"), otherwise="hpi")
    assert note_text.put_together(content, layout) == text


def results(data: bytes) -> None:
    """A table of results for a note."""
    with suppress(ScribeError):
        row_import.read(_LABS, data.decode("utf-8", "replace"), "hostile.csv")


def codes(data: bytes) -> None:
    """A clinic's list of codes."""
    with _file("hostile.csv", data) as path, suppress(ScribeError):
        listing.read(path, CodeSystem.CPT)


def note_type(data: bytes) -> None:
    """A clinic's note type."""
    with _file("hostile.toml", data) as path, suppress(ScribeError):
        note_type_reader.read(path)


def anchor(data: bytes) -> None:
    """An exported anchor of the audit trail."""
    with suppress(ScribeError):
        Anchor.parsed(data.decode("utf-8", "replace"))


def counts(data: bytes) -> None:
    """What lies beside keys.json: the count of wrong passphrases and the record of failed log-ins."""
    with _file("attempts.json", data) as path, suppress(ScribeError):
        Attempts(path.parent).begin("somebody", KEY)
    with _file("failed-logins.json", data) as path:
        FailedLogins(path.parent).collect(Base.fresh())
        FailedLogins(path.parent).collect(None)


def sound(data: bytes) -> None:
    """The encrypted sound of a dictation: no chunk without its seal is ever heard."""
    with _file("hostile.sound", data) as path:
        assert all(stretch.missing for stretch in spool.read(path, KEY, "recording"))


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        backup, backup_manifest, keys, phrases, model_zip, model_names, note, results, codes, note_type,
        anchor, counts, sound,
    )
}  # fmt: skip
