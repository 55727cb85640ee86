"""One target under atheris: `python -m tests.fuzz.one TARGET [libFuzzer's options] CORPUS…`."""

import sys

import atheris

_WATCHED = ["scribe_desktop", "tests.fuzz", "tomllib", "csv", "json", "zipfile"]
"""Where a new way through the code makes a file worth keeping."""

with atheris.instrument_imports(include=_WATCHED):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
