"""A restore, killed with SIGKILL at each change of a name that it makes, one after the other.

Run as `python -m tests.helpers.restore_once TEMPLATE BACKUP CODE TRIALS`: each trial restores over a fresh
copy of the profile TEMPLATE, in a process of its own, which dies right before its first, second, third … such
change. It says how each trial ended, and ends with the first that came through.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from scribe_desktop.session import backup_file, restoring

CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir")


def main(template: Path, backup: Path, code: str, trials: Path) -> None:
    unlocked = backup_file.unlock_with_code(backup, code)
    for number in count(1):
        folder = shutil.copytree(template, trials / f"{number:03}")
        killed, change = _in_a_child(number, lambda to=folder: restoring.restore(unlocked, to, replace=True))  # type: ignore[misc]
        print(number, "killed before" if killed else "done", change, flush=True)
        if not killed:
            return


def _in_a_child(number: int, do: Callable[[], object]) -> tuple[bool, str]:
    """Do it in a process of its own; whether that was killed, and the change that it was about to make."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        seen = count(1)

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event in CHANGES and next(seen) == number:
                os.write(writing, f"{event} {Path(str(arguments[0])).name}".encode())
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            do()
        except BaseException as error:  # noqa: BLE001  the child has nobody else to tell
            os.write(writing, repr(error).encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        change = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(change)
    return os.WIFSIGNALED(status), change


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
