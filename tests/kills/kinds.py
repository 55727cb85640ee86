"""The kinds of work there are to kill, and a run of so many kills of one of them."""

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.kills.keys import BackingUp, Rekeying
from tests.kills.migrating import Migrating
from tests.kills.restoring import Restoring
from tests.kills.saving import Saving
from tests.kills.sound import Dictating
from tests.kills.window import Delivering, WatchedServer, Writing
from tests.kills.work import Work

KINDS: dict[str, type[Work]] = {
    "typing": Writing,
    "dictating": Dictating,
    "signing": Delivering,
    "saving": Saving,
    "migrating": Migrating,
    "re-keying": Rekeying,
    "backing up": BackingUp,
    "restoring": Restoring,
}
SHARES = {
    "typing": 12,
    "dictating": 10,
    "signing": 12,
    "saving": 15,
    "migrating": 15,
    "re-keying": 13,
    "backing up": 13,
    "restoring": 10,
}
"""Of a hundred kills, how many are of this kind."""


@dataclass
class Outcome:
    kills: int = 0
    required: Counter[str] = field(default_factory=Counter)
    """What had to be there and was, by what it is."""
    failures: list[tuple[int, str]] = field(default_factory=list)
    """After which kill something was wrong, and what."""

    @property
    def in_words(self) -> str:
        found = ", ".join(f"{number:,} {what}" for what, number in sorted(self.required.items()))
        wrong = [f"after kill {number}, {told}" for number, told in self.failures]
        return "\n".join([f"{self.kills} kills; all there: {found or 'nothing'}", *wrong])


@contextmanager
def work(kind: str, folder: Path, seed: int, fhir: str) -> Iterator[Work]:
    """One kind of work in an empty folder; `fhir`: the base URL of a server, which signing takes."""
    folder.mkdir(parents=True)
    if kind == "signing":
        server = WatchedServer(fhir)
        with server.proxy.running():
            yield Delivering(folder, seed, server)
        return
    begun = KINDS[kind](folder, seed)
    try:
        yield begun
    finally:
        begun.close()


def run(
    kind: str,
    kills: int,
    folder: Path,
    seed: int,
    fhir: str,
    tell: Callable[["Outcome"], None] = lambda _outcome: None,
) -> Outcome:
    """Kill so often, and go on after a loss with a store of its own, so that one does not hide the next."""
    outcome, begun = Outcome(), 0
    while outcome.kills < kills:
        begun += 1
        with work(kind, folder / f"{kind}-{begun}", seed + begun, fhir) as current:
            try:
                while outcome.kills < kills:
                    outcome.kills += 1
                    current.kill()
                    tell(outcome)
                current.end()
            except Exception:  # noqa: BLE001  whatever it is, it is what the run is to tell
                told = traceback.format_exc(limit=-4)
                outcome.failures.append((outcome.kills, f"seed {seed + begun}: {told}"))
                tell(outcome)
            outcome.required += current.required
    return outcome


def say(kind: str, kills: int, start: float, outcome: Outcome) -> None:
    """Print how far a run is, now and then, and every loss."""
    lost = [told for number, told in outcome.failures if number == outcome.kills]
    if outcome.kills % 10 == 0 or outcome.kills == kills or lost:
        minutes = (time.monotonic() - start) / 60
        print(f"{minutes:6.1f} min  {kind}: {outcome.kills} of {kills}", *lost, flush=True)


def side_by_side(most: int) -> ProcessPoolExecutor:
    """Runs of so many kinds at once, each in a process: Alembic makes one store at a time in each."""
    return ProcessPoolExecutor(most, mp_context=get_context("spawn"))
