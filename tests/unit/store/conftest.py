"""A fresh encrypted store with its staff, on a clock that only the test moves."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scribe_desktop.store.store import Store
from tests.helpers.charts import SteppedClock, staff

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def store(folder: Path, clock: SteppedClock) -> Iterator[Store]:
    with closing(Store.open(folder, KEY, clock=clock)) as opened:
        staff(opened)
        yield opened
