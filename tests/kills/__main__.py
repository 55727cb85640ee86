"""The long run: `python -m tests.kills --kills 1000`, or some kinds of work only.

It ends with a table of what had to be there after the kills, and with 1 if anything was not. Stores in which
something was lost stay in the folder that is named at the end.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.helpers import fhir_server
from tests.helpers.home import environment_of
from tests.kills.kinds import KINDS, SHARES, run, say, side_by_side


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--kills", type=int, default=1000, help="in all (1000)")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--at-once", type=int, default=3, help="kinds that run beside each other (3)")
    options = parser.parse_args()
    if unknown := set(options.kinds) - KINDS.keys():
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    kinds = options.kinds or [*KINDS]
    folder = Path(tempfile.mkdtemp(prefix="scribe-kills-"))
    print(f"--seed {options.seed}, stores in {folder}", flush=True)
    os.environ.update(environment_of(folder / "home"), QT_QPA_PLATFORM="offscreen")
    lost = _run(kinds, options, folder)
    if not lost:
        shutil.rmtree(folder)
    return bool(lost)


def _run(kinds: list[str], options: argparse.Namespace, folder: Path) -> int:
    ours = "signing" in kinds and fhir_server.start()
    start = time.monotonic()
    try:
        fhir = fhir_server.base_url() if "signing" in kinds else ""
        whole = sum(SHARES[kind] for kind in kinds)

        kills = {kind: max(1, round(options.kills * SHARES[kind] / whole)) for kind in kinds}
        with side_by_side(options.at_once) as pool:
            begun = {
                kind: pool.submit(
                    run, kind, number, folder, options.seed, fhir, partial(say, kind, number, start)
                )
                for kind, number in kills.items()
            }
            outcomes = {kind: future.result() for kind, future in begun.items()}
    finally:
        if ours:
            fhir_server.stop()
    for kind, outcome in outcomes.items():
        print(f"\n{kind}: {outcome.in_words}")
    done = sum(outcome.kills for outcome in outcomes.values())
    lost = sum(len(outcome.failures) for outcome in outcomes.values())
    print(f"\n{done} kills in {(time.monotonic() - start) / 60:.0f} minutes; {lost} with a loss")
    return lost


if __name__ == "__main__":
    sys.exit(main())
