"""A process that carries a store over to today's tables, and then waits to be killed.

Run as `python -m tests.helpers.migrating_once FOLDER`. It says "begun" before it begins, and "done" after it.
"""

import sys
import time
from pathlib import Path

from alembic import command, config

from scribe_desktop.store.store import Store

KEY = bytes(range(32))


def main(folder: Path) -> None:
    # loaded beforehand, so that the time goes into files, where the kill is to fall
    assert command, config
    print("begun", flush=True)
    Store.open(folder, KEY).close()
    print("done", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
