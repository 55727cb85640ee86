"""What commands ask for on a terminal, what they say there, and how far they are."""

import getpass
import os
import sys
from collections.abc import Callable

from scribe_desktop.errors import StoreNotWritable


def say(text: str) -> None:
    """Print a line now. Raises `StoreNotWritable` when the output is full or nobody reads it any more."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would try, and complain, once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise StoreNotWritable(f"The output cannot be written: {error.strerror}.") from error


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
