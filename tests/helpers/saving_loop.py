"""A process that works on a store until it is killed, and says each thing that it was told is safe.

Run as `python -m tests.helpers.saving_loop FOLDER NOTE_ID START`; each line on its output is a number
that was saved, or "submitted" or "returned" and how many versions there are.
"""

import sys
from pathlib import Path

from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_PHYSICIAN, AS_SCRIBE, typed

KEY = bytes(range(32))


def main(folder: Path, note_id: str, start: int) -> None:
    store = Store.open(folder, KEY)
    number = start
    while True:
        number += 1
        store.drafts.save(note_id, {f"part{number % 7}": typed(f"{number} " * 300)}, AS_SCRIBE)
        print(number, flush=True)
        if number % 5 == 0:
            version = store.notes.submit(note_id, AS_SCRIBE)
            print("version", version.number, flush=True)
            version = store.notes.give_back(note_id, "again", AS_PHYSICIAN)
            print("version", version.number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
