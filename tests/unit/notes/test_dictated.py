"""How dictated text remembers what was heard, and what wants a look."""

from datetime import UTC, datetime

import pytest

from scribe_desktop.notes.dictated import Risk, Spoken, confirmed, flagged, is_flagged, spoken
from scribe_desktop.notes.passage import Origin, Passage, Source

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PLAIN = Spoken("clinical")
RISKY = Spoken("clinical", "u-1", heard="new mumia", risk=Risk.CORRECTED)


@pytest.mark.parametrize(
    "how", [PLAIN, RISKY, Spoken(), Spoken("vosk", "u-2", instead="“left”", risk=Risk.SIDE)]
)
def test_what_is_written_down_is_read_again(how: Spoken) -> None:
    assert spoken(how.source("ann")) == how


def test_an_engine_alone_is_written_as_its_bare_name() -> None:
    assert PLAIN.source("ann") == Source(Origin.DICTATED, "ann", "clinical")


def test_text_of_another_origin_was_not_recognised() -> None:
    assert spoken(Source(Origin.TYPED, "ann", "clinical")) is None


def test_only_what_is_risky_and_not_confirmed_is_flagged() -> None:
    risky, plain = RISKY.source("ann"), PLAIN.source("ann")
    seen = confirmed(risky, "bob", NOON)
    passage = Passage.join([("He has ", plain), ("pneumonia", risky), (" of the ", plain), ("left", seen)])
    assert [(start, end) for start, end, _ in flagged(passage)] == [(7, 16)]
    assert is_flagged(risky)
    assert not is_flagged(seen)


def test_confirming_tells_who_and_when_and_changes_nothing_else() -> None:
    seen = spoken(confirmed(RISKY.source("ann"), "bob", NOON))
    assert seen == Spoken("clinical", "u-1", "new mumia", "", Risk.CORRECTED, "bob", NOON)


def test_confirming_twice_or_what_is_not_flagged_changes_nothing() -> None:
    seen, plain = confirmed(RISKY.source("ann"), "bob", NOON), PLAIN.source("ann")
    assert confirmed(seen, "eve", NOON) == seen
    assert confirmed(plain, "bob", NOON) == plain
