"""Files from strangers: taken, or refused in words; a moment of what `make fuzz` does for ten minutes."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import CORPUS
from tests.fuzz.targets import TARGETS, Target

_CHANGES = 40
_STATEMENTS = 30
BROKEN_ONCE = Path(__file__).parent / "broken_once"
"""Files that broke something, by target: name `TARGET-…`."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_program_itself_writes_passes(name: str) -> None:
    for seed in _seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_file_is_taken_or_refused_in_words(name: str) -> None:
    chance = random.Random(name)
    for seed in _seeds(name):
        for _ in range(_CHANGES):
            TARGETS[name](_changed(seed, chance))


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@settings(max_examples=_STATEMENTS, deadline=None)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_taken_or_refused_in_words(target: Target, data: bytes) -> None:
    target(data)


@pytest.mark.parametrize("path", sorted(BROKEN_ONCE.iterdir()), ids=lambda path: path.name)
def test_what_broke_something_once_does_not_any_more(path: Path) -> None:
    TARGETS[path.name.split("-")[0]](path.read_bytes())


def _seeds(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]


def _changed(seed: bytes, chance: random.Random) -> bytes:
    """Cut, flipped, doubled or with a number made huge, a few times."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) or 1)
        match chance.randrange(4):
            case 0:
                del data[at:]
            case 1:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                data[at:at] = data[at : at + chance.randrange(50)]
            case _:
                data[at:at] = b"9" * chance.randrange(30)
    return bytes(data)
