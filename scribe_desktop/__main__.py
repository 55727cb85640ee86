"""Entry point of `scribe-desktop` and `python -m scribe_desktop`."""

import multiprocessing
import sys


def main() -> None:
    multiprocessing.freeze_support()
    # here, because each speech worker imports this module and has no use for the rest
    from scribe_desktop.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
