"""A test fails when something is logged as a warning or worse that it did not announce."""

import logging
import re
from collections.abc import Iterator

import pytest


class LogWatch(logging.Handler):
    """Keeps every record of level WARNING and above, from any thread, for the end of the test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._allowed: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def allow(self, pattern: str) -> None:
        """Expect messages, logged before or after, in which this regular expression is found.

        What they say and when is for `caplog` to check.
        """
        self._allowed.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """The records that nothing allows, one line each."""
        lines = (f"{r.levelname} {r.name}: {r.getMessage()}" for r in self._records)
        return [line for line in lines if not any(allowed.search(line) for allowed in self._allowed)]


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """The watch of this test: `log_watch.allow("refused")` announces a warning that belongs to it."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if surprises := watch.unexpected():
        pytest.fail("logged unexpectedly:\n" + "\n".join(surprises), pytrace=False)
