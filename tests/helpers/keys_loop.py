"""A process that changes the key of a store, or backs it up, again and again until it is killed.

Run as `python -m tests.helpers.keys_loop rekey|backup PROFILE FOLDER`. It says "code" and the recovery code
of a change, or "begun", before it begins, and "done" and, for backups, the file when one is complete.
"""

import sys
from pathlib import Path

from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile

PASSPHRASE = "seven kettles by the pier"


def main(work: str, profile: Path, folder: Path) -> None:
    door = FrontDoor(Profile(profile), None)
    me = door.logins()[0].person_id
    if work == "backup":
        session = door.log_in(me, PASSPHRASE)
        while True:
            print("begun", flush=True)
            print("done", session.backups.make(str(folder)), flush=True)
    while True:
        session = door.log_in(me, PASSPHRASE)
        successor = session.keys.succeed(PASSPHRASE)
        session.close()
        print("code", successor.code, flush=True)
        door.rekey(successor)
        print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
