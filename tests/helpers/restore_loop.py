"""A process that restores a backup over a profile again and again until it is killed.

Run as `python -m tests.helpers.restore_loop PROFILE BACKUP CODE`. It says "begun" before each restore, and
"done" after it.
"""

import sys
from pathlib import Path

from scribe_desktop.session import backup_file, restoring


def main(profile: Path, backup: Path, code: str) -> None:
    unlocked = backup_file.unlock_with_code(backup, code)
    while True:
        print("begun", flush=True)
        restoring.restore(unlocked, profile, replace=True)
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
