"""The program killed at any moment of any work: what was typed, said, saved or signed is there, and once.

SCRIBE_TEST_KILLS says how often for each kind, SCRIBE_TEST_SEED makes it repeatable; `make kills` is the long
run.
"""

import os
import random
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from scribe_desktop.store.store import Store
from tests.kills.kinds import KINDS, SHARES, Outcome, run, side_by_side
from tests.kills.saving import Saving

_TOLD = os.environ.get("SCRIBE_TEST_KILLS")
KILLS = {kind: int(_TOLD or 6) for kind in KINDS} | (
    {} if _TOLD else {"dictating": 2, "typing": 3, "signing": 3}
)
"""By kind of work."""
SEED = int(os.environ.get("SCRIBE_TEST_SEED", random.randrange(1_000_000)))
LEAST = {
    "typing": {"characters typed": 1},
    "saving": {"acknowledged saves": 1},
    "re-keying": {"log-ins after a kill": 6},
    "backing up": {"backups made over what a kill left": 6},
    "restoring": {"stores as they were": 1, "restores that hold": 1},
}
"""What even a few kills have to show whenever they come, or nothing was looked at."""


@pytest.fixture(scope="module")
def outcomes(
    fhir_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Outcome]]]:
    """All kinds at once: most of the time is waiting for the right moment."""
    folder = tmp_path_factory.mktemp("kills")
    with side_by_side(4) as pool:
        yield {kind: pool.submit(run, kind, KILLS[kind], folder, SEED, fhir_server) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_kill_9_at_any_moment_loses_nothing_and_doubles_nothing(
    kind: str, outcomes: dict[str, Future[Outcome]]
) -> None:
    print(f"SCRIBE_TEST_SEED={SEED} SCRIBE_TEST_KILLS={KILLS[kind]}")
    outcome = outcomes[kind].result()
    print(outcome.in_words)
    assert outcome.failures == []
    assert outcome.kills == KILLS[kind]
    for what, least in LEAST.get(kind, {}).items():
        assert outcome.required[what] >= least, f"too little was looked at: {outcome.in_words}"


def test_the_harness_tells_a_loss_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(Saving):
        """As a store would be that forgets what it acknowledged last."""

        def _require_saved(self, store: Store, acknowledged: int) -> int:
            newest = f"part{acknowledged % 7}"
            with store._database.transaction() as connection:
                connection.exec_driver_sql("DELETE FROM draft_passages WHERE key = ?", (newest,))
            return super()._require_saved(store, acknowledged)

    monkeypatch.setitem(KINDS, "saving", Forgetful)
    outcome = run("saving", 2, tmp_path, SEED, "")
    assert outcome.kills == 2
    assert [number for number, _ in outcome.failures] == [1, 2]


def test_the_shares_of_a_long_run_are_of_every_kind() -> None:
    assert SHARES.keys() == KINDS.keys()
    assert sum(SHARES.values()) == 100
