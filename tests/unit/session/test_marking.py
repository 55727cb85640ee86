"""Marks of one paragraph, from several sources, without a window."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.session.marking import (
    Kind,
    Mark,
    ambiguous_in,
    beside,
    do_not_use_in,
    misspelt_unless,
    open_places,
)

TABLE = Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))


def test_zeros_are_marked_in_doses_and_not_in_results() -> None:
    text = "1.0 mg and .5 mg qd"
    assert [text[mark.start : mark.end] for mark in do_not_use_in("plan_medications")(text)] == [
        "1.0",
        ".5",
        "qd",
    ]
    assert [text[mark.start : mark.end] for mark in do_not_use_in("results")(text)] == ["qd"]


def test_only_what_has_several_meanings_here_is_ambiguous() -> None:
    assert list(ambiguous_in(("exam",), TABLE)("Hr and HTN")) == []
    assert [mark.start for mark in ambiguous_in(("social",), TABLE)("Hr and HTN")] == [0]


def test_what_must_not_be_used_is_not_called_misspelt_as_well() -> None:
    text, marks = "10 U of MSO4, {xqz|xqq} xqz", list[Mark]()
    for source in (open_places, do_not_use_in("hpi"), misspelt_unless(lambda word: word == "of")):
        marks = beside(source(text), marks)
    assert [(text[mark.start : mark.end], mark.kind) for mark in marks] == [
        ("U", Kind.DO_NOT_USE),
        ("MSO4", Kind.DO_NOT_USE),
        ("{xqz|xqq}", Kind.BLANK),
        ("xqz", Kind.MISSPELT),
    ]


_STRETCHES = st.lists(st.integers(0, 60), max_size=20, unique=True).map(sorted)


@given(_STRETCHES, _STRETCHES)
def test_marks_that_are_put_together_are_in_order_and_never_over_each_other(
    first: list[int], second: list[int]
) -> None:
    kept = [Mark(a, b, Kind.BLANK) for a, b in zip(first[::2], first[1::2], strict=False)]
    found = [Mark(a, b, Kind.MISSPELT) for a, b in zip(second[::2], second[1::2], strict=False)]
    both = beside(found, kept)
    assert [mark for mark in both if mark.kind is Kind.BLANK] == kept
    assert all(one.end <= other.start for one, other in pairwise(both))
    missing = [mark for mark in found if mark not in both]
    assert all(any(mark.start < k.end and k.start < mark.end for k in kept) for mark in missing)
