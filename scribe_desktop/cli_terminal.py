"""What commands ask for on a terminal, and how far they say they are."""

import getpass
import sys
from collections.abc import Callable


def secret(prompt: str) -> str:
    """Typed unseen, or the next line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def progress(what: str) -> Callable[[float], None]:
    """Tells the share done, 0 to 1, over one line of a terminal; nothing where there is none."""

    def tell(done: float) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{what}: {done:.0%}\033[K\r")
            sys.stderr.flush()

    return tell
