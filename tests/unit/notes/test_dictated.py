"""How dictated text remembers what was heard, and what wants a look."""

from datetime import UTC, datetime

import pytest

from scribe_desktop.notes.dictated import (
    Risk,
    Spoken,
    confirmed,
    flagged,
    is_flagged,
    said_at,
    settled,
    spoken,
    whole,
)
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


def test_a_suggestion_that_is_taken_remembers_what_stood_there_and_is_confirmed() -> None:
    suggested = Spoken("clinical", instead="hydralazine", risk=Risk.SOUND_ALIKE).source("ann")
    assert spoken(settled(suggested, "hydroxyzine", "bob", NOON)) == Spoken(
        "clinical", "", "hydroxyzine", "", Risk.CORRECTED, "bob", NOON
    )


def test_what_was_heard_is_put_back_and_what_stood_there_is_remembered() -> None:
    assert spoken(settled(RISKY.source("ann"), "pneumonia", "bob", NOON)) == Spoken(
        "clinical", "u-1", "", "pneumonia", Risk.CORRECTED, "bob", NOON
    )


def test_a_value_made_of_flagged_text_wants_a_look_and_says_nothing_of_single_words() -> None:
    passage = Passage.join([("pulse ", PLAIN.source("ann")), ("82", RISKY.source("ann"))])
    assert spoken(whole(passage)) == Spoken("clinical", "u-1", risk=Risk.CORRECTED)
    assert whole(passage.upto(6)) == PLAIN.source("ann")
    with pytest.raises(ValueError, match="empty"):
        whole(Passage())


def test_words_for_a_field_that_does_not_take_them_say_where_and_want_a_look() -> None:
    doubted = Spoken("vosk", risk=Risk.NUMBER).source("ann")
    words = Passage.join([("82", doubted), (" maybe", Spoken("vosk").source("ann"))])
    apart = said_at(words, "Temp")
    assert apart.text == "Said at Temp: 82 maybe"
    risks = [how.risk for _, source in apart.pieces() if (how := spoken(source)) is not None]
    assert risks == [Risk.NUMBER, Risk.UNSURE]
