"""A dump of the program's memory (swap, hibernation, a debugger) after the lock holds no key to anything.

Only the second half of each secret is looked for: the allocator writes over the beginning of what it frees.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from tests.end2end.test_sentinel import surroundings
from tests.helpers.clinic import PHYSICIAN, Visitor, clinic_in, session_of
from tests.helpers.memory_look import found_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

WHO, PASSPHRASE = "Wilma Ruggles", "Quagmire lanterns drift 77"
PATIENT = Visitor("QX-77311", "Zelda Quillfeather")
TYPED = "Marzipan zeppelins"


def ends(of: dict[str, bytes]) -> dict[str, bytes]:
    return {name: secret[len(secret) // 2 :] for name, secret in of.items()}


def in_memory(process: int, needles: dict[str, bytes]) -> set[str]:
    try:
        return set(found_in(process, needles))
    except PermissionError:
        pytest.skip("this system lets nobody look into another process")


def test_after_the_lock_neither_data_key_nor_passphrase_is_in_memory(tmp_path: Path) -> None:
    profile = clinic_in(tmp_path, PATIENT)
    session = session_of(profile, PHYSICIAN)
    person = session.people.add(WHO, Role.SCRIBE, "", PASSPHRASE, own_passphrase=PHYSICIAN.passphrase)
    session.close()
    key = FrontDoor(profile, None).data_key(person.id, PASSPHRASE)
    secrets = ends(
        {
            "key": key,
            "key as text": key.hex().encode(),
            "KEY as text": key.hex().upper().encode(),
            "key in Qt's text": key.hex().encode("utf-16-le"),
            "passphrase": PASSPHRASE.encode(),
            "passphrase in Qt's text": PASSPHRASE.encode("utf-16-le"),
        }
    )
    text = ends({"text": TYPED.encode("utf-16-le")})
    told = {
        "profile": str(profile.folder),
        "pictures": str(tmp_path / "pictures"),
        "who": f"{WHO} · {Role.SCRIBE.label}",
        "passphrase": [ord(letter) for letter in PASSPHRASE],
        "typed": [ord(letter) for letter in TYPED],
    }
    command = [sys.executable, "-m", "tests.helpers.locked_visit"]
    root = str(Path(__file__).parents[2])
    with (
        (tmp_path / "stderr").open("w") as stderr,
        subprocess.Popen(
            command,
            env=surroundings(tmp_path) | {"PYTHONPATH": root},
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as program,
    ):
        assert program.stdin is not None
        assert program.stdout is not None
        print(json.dumps(told), file=program.stdin, flush=True)
        assert program.stdout.readline() == "open\n", (tmp_path / "stderr").read_text()
        assert {"key", "text"} <= in_memory(program.pid, secrets | text)
        print(file=program.stdin, flush=True)
        assert program.stdout.readline() == "locked\n", (tmp_path / "stderr").read_text()
        assert in_memory(program.pid, secrets) == set()
        program.stdin.close()
    assert program.returncode == 0
