"""A message bus of the tests' own, in the place of the machine's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, Popen


@contextmanager
def own_bus() -> Iterator[str]:
    """The address of a bus that is gone afterwards."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, env=os.environ.copy()) as bus:
        assert bus.stdout
        yield bus.stdout.readline().decode().strip()
        bus.kill()
