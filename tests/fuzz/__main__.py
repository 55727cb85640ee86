"""`python -m tests.fuzz [--seconds 600] [TARGET…]`: so long in all, shared out among the targets.

What it finds worth keeping goes on from in build/fuzz next time; a file that broke something is kept there as
crash-…, and the command ends with 1.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tests.fuzz.seeds import CORPUS
from tests.fuzz.targets import TARGETS

_KEPT = Path(__file__).parents[2] / "build" / "fuzz"
_LONGEST_FILE = 8192
_SLOWEST = 20
"""Seconds that one file may take."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=600, help="in all (600)")
    options = parser.parse_args()
    if unknown := set(options.targets) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    targets = options.targets or [*TARGETS]
    broken = [name for name in targets if not _fuzzed(name, max(1, options.seconds // len(targets)))]
    print(f"Broken: {', '.join(broken)}; see {_KEPT}" if broken else "Nothing broke.")
    return bool(broken)


def _fuzzed(name: str, seconds: int) -> bool:
    """Whether everything that was tried in so many seconds passed."""
    kept, seeds = _KEPT / name, CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-timeout={_SLOWEST}", f"-max_len={_LONGEST_FILE}"]
    command = [sys.executable, "-m", "tests.fuzz.one", name, *limits, f"-artifact_prefix={_KEPT}/{name}-"]
    command += [str(kept), *([str(seeds)] if seeds.is_dir() else [])]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = run.stdout.decode("utf-8", "replace")
    done = re.search(r"Done (\d+) runs in (\d+) second", said)
    print(f"{name:<18}{f'{int(done[1]):>12,} files in {done[2]} s' if done else said[-4000:]}", flush=True)
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
