"""Entry point of `scribe-desktop` and `python -m scribe_desktop`."""

import multiprocessing
import sys

from scribe_desktop.cli import run


def main() -> None:
    multiprocessing.freeze_support()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
