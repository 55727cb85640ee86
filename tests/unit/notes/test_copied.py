"""Copied text: what is known of it, what waits to be confirmed, and by whom it was."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.copied import (
    CopiedFrom,
    confirmed,
    copied_from,
    is_unconfirmed,
    taken_over,
    unconfirmed,
)
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE, in_words

NOVEMBER = CopiedFrom("note-1", "version-3", date(2026, 11, 2), "Amara Lindqvist, MD")
MARCH = CopiedFrom("note-0", "", date(2026, 3, 5), "Tobias Brandt")
TYPED = Source(Origin.TYPED, "ann")
COPIED = Source(Origin.COPIED, "ann", NOVEMBER.detail)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FROM_NOVEMBER = "Copied from the note of 11/02/2026 by Amara Lindqvist, MD"
NAMES = {"ann": "Ann Ito", "bob": "Bob Roe"}
_TEXTS = st.text(min_size=1)


@given(
    st.builds(
        CopiedFrom,
        _TEXTS,
        st.text(),
        st.dates(),
        st.text(),
        st.none() | st.dates(),
        _TEXTS,
        st.datetimes(timezones=st.just(UTC)),
    )
)
def test_all_that_is_known_of_copied_text_is_kept_in_its_source(place: CopiedFrom) -> None:
    assert copied_from(Source(Origin.COPIED, "ann", place.detail)) == place


def test_only_copied_text_waits_and_only_once() -> None:
    assert is_unconfirmed(COPIED)
    assert not is_unconfirmed(TYPED)
    assert confirmed(TYPED, "bob", AT) == TYPED
    done = confirmed(COPIED, "bob", AT)
    assert not is_unconfirmed(done)
    assert done.person_id == "ann"
    assert confirmed(done, "somebody else", datetime(2027, 1, 1, tzinfo=UTC)) == done


def test_text_copied_from_visit_to_visit_keeps_its_first_day_and_has_to_be_confirmed_again() -> None:
    once = taken_over(Passage.of("Asthma", TYPED), MARCH, "ann")
    read = [(text, confirmed(source, "bob", AT)) for text, source in once]
    [(_, twice)] = taken_over(Passage.join(read), NOVEMBER, "ann")
    assert is_unconfirmed(twice)
    assert in_words(twice, NAMES) == f"{FROM_NOVEMBER} (text of 03/05/2026), not confirmed"


@given(st.lists(st.tuples(st.text("ab \n\x0b\u2028", min_size=1), st.sampled_from([TYPED, COPIED]))))
def test_each_paragraph_waits_by_itself(pieces: list[tuple[str, Source]]) -> None:
    passage = Passage.join(pieces)
    characters = [(c, source) for text, source in passage.pieces() for c in text]
    expected, start = [], None
    for at, (character, source) in enumerate([*characters, ("\n", TYPED)]):
        inside = character != "\n" and source is COPIED
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            expected += [(start, at)] if passage.text[start:at].strip() else []
            start = None
    assert [(start, end) for start, end, _ in unconfirmed(passage)] == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (TYPED, "Typed by Ann Ito"),
        (Source(Origin.TYPED, "ann", "note check: sides"), "Typed by Ann Ito (note check: sides)"),
        (Source(Origin.DICTATED, "bob", "moonshine"), "Dictated by Bob Roe, Moonshine"),
        (Source(Origin.PHRASE, "ann", "chestpain"), "Phrase .chestpain, put in by Ann Ito"),
        (Source(Origin.PHRASE, "ann"), "Chosen from a list by Ann Ito"),
        (Source(Origin.PULLED, "ann", "AGE/4"), "Pulled from the chart (AGE) by Ann Ito"),
        (Source(Origin.PULLED, "ann", "ICD-10-CM"), "Code from ICD-10-CM, put in by Ann Ito"),
        (
            Source(Origin.FIELD, "ann", "exam.heart_sounds/12"),
            "From the form (heart sounds), filled in by Ann Ito",
        ),
        (Source(Origin.FIELD, "ann"), "From the form, filled in by Ann Ito"),
        (Source(Origin.PHRASE, "ann", "nkda, spoken"), "Phrase .nkda, spoken, put in by Ann Ito"),
        (Source(Origin.PASTED, "ann", OUTSIDE), "Pasted from outside the chart by Ann Ito"),
        (Source(Origin.PASTED, "ann", OTHER_PATIENT), "Pasted from another patient’s note by Ann Ito"),
        (Source(Origin.PASTED, "ann", "whole note"), "Pasted as a whole note by Ann Ito"),
        (Source(Origin.PASTED, "gone"), "Pasted by somebody unknown here"),
        (COPIED, f"{FROM_NOVEMBER}, not confirmed"),
        (
            Source(Origin.COPIED, "ann", MARCH.detail),
            "Copied from the unsigned note of 03/05/2026 by Tobias Brandt, not confirmed",
        ),
        (
            confirmed(COPIED, "bob", AT),
            f"{FROM_NOVEMBER}, confirmed by Bob Roe {AT.astimezone():%m/%d/%Y %H:%M}",
        ),
    ],
)
def test_every_source_is_told_in_words(source: Source, said: str) -> None:
    assert in_words(source, NAMES) == said
