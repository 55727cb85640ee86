"""What every kind of killing shares: a process that works, a random moment, a look at what it left."""

import random
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scribe_desktop.session.session import Session

_LONGER = 1.6
"""So that one kill in four comes when a round is over, and the next one under way."""
STRATA = 4
"""The moments of as many kills in a row are spread over the whole of a round, so that few show something."""


class Work(ABC):
    """Somebody's work on a store of its own, in one process after the other; each of them is killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        """`folder`: exists, is empty, and is only this one's."""
        self.folder, self.chance = folder, random.Random(seed)
        self.required: Counter[str] = Counter()
        """What was looked for and found after the kills so far, by what it is."""
        self.kills = 0

    def kill(self) -> None:
        """One round: a new process, a kill, a look at what is there. Raises `AssertionError`."""
        self.round()
        self.kills += 1

    @abstractmethod
    def round(self) -> None:
        """The kill and the look."""

    def end(self) -> None:  # noqa: B027  most have nothing to do
        """Look at what can only be seen after the last kill."""

    def close(self) -> None:  # noqa: B027  most hold nothing
        """Let go of what is held beside the store."""

    def moment(self, longest: float) -> float:
        """Seconds from 0 to `longest`, in the next quarter of it."""
        return (self.kills % STRATA + self.chance.random()) / STRATA * longest


class Killer:
    """Starts a process again and again and kills each at a moment of its first round, or soon after.

    A process says a line when a round begins and one when it is done.
    """

    def __init__(self, work: Work, module: str, begins: str, *, longest: float = 0.0) -> None:
        """`longest`: seconds from the begin of the round to the kill; 0: somewhat more than a round takes."""
        self._work, self._module, self._begins = work, module, begins
        self._longest = longest

    def lines(self, *arguments: object) -> list[str]:
        """The whole lines that the process had said when it was killed."""
        command = [sys.executable, "-m", self._module, *map(str, arguments)]
        said = ""
        with (
            (self._work.folder / "stderr").open("w+") as errors,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                said += line
                if line.startswith(self._begins):
                    break
            start = time.monotonic()
            if self._longest:
                time.sleep(self._work.moment(self._longest))
            else:  # left to end once, to know how long one takes
                said += process.stdout.readline()
                self._longest = _LONGER * (time.monotonic() - start)
            process.kill()
            said += process.stdout.read()
        complaints = (self._work.folder / "stderr").read_text()
        assert process.returncode == -9, (process.returncode, said, complaints)
        return said.splitlines()[: said.count("\n")]


def require_whole_trail(session: Session) -> int:
    """Every entry of the audit trail is there and chained, its anchors fit; returns how many there are."""
    assert session.audit.noticed == ()
    verdict = session.desk.store.audit_check.verify({})
    assert verdict.holds, verdict.problems
    assert session.desk.store.audit.anchor_complaint() == ""
    return verdict.entries


def one_of(said: Sequence[str], begins: str) -> list[str]:
    """What stands after this beginning in the lines that have it."""
    return [line.removeprefix(begins).strip() for line in said if line.startswith(begins)]
