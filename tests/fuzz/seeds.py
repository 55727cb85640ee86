"""Small files to begin with, one folder a target: what the readers take, so that changes to it go deep.

`python -m tests.fuzz.seeds` writes those that are made by the program itself anew.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.notes.people import Person, Role, Workstation
from scribe_desktop.session import backup_file
from scribe_desktop.session.backup_file import Manifest
from scribe_desktop.speech.spool import SpoolWriter
from scribe_desktop.vault import wrap
from scribe_desktop.vault.attempts import Attempts
from scribe_desktop.vault.failed_logins import Attempt, FailedLogins
from scribe_desktop.vault.vault import Vault
from tests.fuzz.targets import KEY
from tests.helpers.models import made_up_zip

CORPUS = Path(__file__).parent / "corpus"
_NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        keys = _keys(folder)
        made = _backup(folder).read_bytes()
        length = int.from_bytes(made[16:20], "big")
        _put("backup", "whole", made)
        _put("backup_manifest", "whole", made[20:])
        _put("backup_manifest", "alone", made[20 : 20 + length])
        _put("keys", "two-people", keys)
        _put("model_zip", "whole", made_up_zip(folder / "model.zip").read_bytes())
        Attempts(folder).begin("somebody", KEY)
        FailedLogins(folder).note(Attempt(_NOW, "somebody", "passphrase wrong"))
        for kind in ("attempts", "failed-logins"):
            _put("counts", kind, (folder / f"{kind}.json").read_bytes())
        writer = SpoolWriter(folder / "sound", KEY, "another recording")
        writer.write(bytes(3200))
        writer.close()
        _put("sound", "anothers", (folder / "sound").read_bytes())


def _put(target: str, name: str, content: bytes) -> None:
    (CORPUS / target).mkdir(parents=True, exist_ok=True)
    (CORPUS / target / name).write_bytes(content)


def _keys(folder: Path) -> bytes:
    vault = Vault(folder, None, lambda: wrap.Cost(memory_kib=512, passes=1, lanes=1))
    desk = Workstation("desk-1", "Triage 2")
    key, _ = vault.create(Person("p-1", "Ada Okafor", Role.PROVIDER), "seven kettles by the pier", desk)
    vault.add(key, Person("p-2", "Sam Ito", Role.SCRIBE), "eleven lamps on the quay")
    content = (folder / "keys.json").read_bytes()
    assert json.loads(content)["people"]
    return content


def _backup(folder: Path) -> Path:
    """A backup of a few bytes that stand for a database."""
    database = folder / "database"
    database.write_bytes(bytes(range(256)))
    keys = Vault(folder, None).key_file()
    key, sealed = backup_file.new_key(bytes(32), "backup-1")
    part = backup_file.sealed_keys(key, keys, "backup-1")
    manifest = Manifest(
        "backup-1", keys.workstation, _NOW, "0005", {"patients": 1}, keys.key_id, keys.recovery, sealed,
        backup_file.part_of(part), backup_file.part_in(database),
    )  # fmt: skip
    path = folder / manifest.name
    backup_file.write(path, manifest, part, database, key, lambda _done: None)
    return path


if __name__ == "__main__":
    main()
