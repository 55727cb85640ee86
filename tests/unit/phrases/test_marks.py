"""Open places in a text: found, answered, and left out when they are optional."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.phrases.marks import (
    Kind,
    answer,
    apply,
    joined,
    leave_out_optional,
    marks,
    next_mark,
    required,
)

braces = st.lists(
    st.sampled_from(
        ["***", "{", "}", "|", "?", "+", "=", ": ", "a", "side", "if ", " ", "\n", "é", "א", "🐢"]
    ),
    max_size=60,
).map("".join)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("{a|b}", ("a", "b")),
        ("{ a | b c }", ("a", "b c")),
        ("{side: a|b}", ("a", "b")),
        ("{?a}", ("a",)),
        ("{?side: a|***}", ("a", "***")),
        ("{+or a|=b}", ("a", "b")),
        ("{a {b|c}|d}", ("a {b|c}", "d")),
        ("{onset: ***}", ("***",)),
    ],
)
def test_a_choice_is_read(text: str, options: tuple[str, ...]) -> None:
    (mark,) = marks(text)
    assert (mark.kind, mark.start, mark.end, mark.options) == (Kind.CHOICE, 0, len(text), options)


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{a}", "{|}", "{a|}", "{a\n|b}", "{side: a}", "{=}", "{if a: b}"]
)
def test_what_only_looks_like_a_mark_is_text(text: str) -> None:
    assert list(marks(text)) == []


@pytest.mark.parametrize(
    ("chosen", "joiner", "said"),
    [
        ([], "and", ""), (["a"], "and", "a"), (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "and", "a, b and c"), (["a", "b"], "or", "a or b"),
        (["a", "b", "c"], ",", "a, b, c"),
    ],
)  # fmt: skip
def test_several_answers_are_joined_as_one_says_them(chosen: list[str], joiner: str, said: str) -> None:
    assert joined(chosen, joiner) == said


@pytest.mark.parametrize(
    ("text", "chosen", "after"),
    [
        ("{a|b} x", ["b"], "b x"),
        ("{s: a|b}, {=s}", ["a"], "a, a"),
        ("{s: a|b}{if s = a: yes {=s}}{if s != a: no}", ["a"], "ayes a"),
        ("{s: a|b} {if s = A: yes} end", ["b"], "b end"),
        ("{s: a|b}\n{if s = a: yes}\nend", ["b"], "b\nend"),
        ("{+s: a|b|c}{if s = b: yes}", ["a", "b"], "a and byes"),
        ("{?a}\nend", [], "end"),
        ("One.{? Two.} Three.", ["Two."], "One. Two. Three."),
        ("One.{? Two.} Three.", [], "One. Three."),
        ("one{?, two ***}.", [", two ***"], "one, two ***."),
        ("one {?a}, two", [], "one, two"),
        ("one\n{?a}", [], "one"),
        ("{x|***}", ["***"], "***"),
    ],
)
def test_an_answer_fills_what_follows_it(text: str, chosen: list[str], after: str) -> None:
    mark = next_mark(text, 0)
    assert mark is not None
    assert apply(text, answer(text, mark, chosen)) == after


def test_untouched_optional_places_vanish_and_required_ones_count() -> None:
    text = "Sleeps well{?, snores ***}. {a|b} ***\n{?Alone on a line.}"
    assert required(text) == 2
    assert apply(text, leave_out_optional(text)) == "Sleeps well. {a|b} ***"


@given(braces)
def test_marks_of_any_text_are_in_order_and_within_one_line(text: str) -> None:
    at = 0
    for mark in marks(text):
        assert at <= mark.start < mark.end <= len(text)
        assert "\n" not in text[mark.start : mark.end]
        at = mark.end


@given(st.text("*a |}\n"))
def test_blanks_are_found_alike_with_and_without_a_choice_in_the_text(text: str) -> None:
    assert list(marks(text)) == [mark for mark in marks(f"{text}\n{{a|b}}") if mark.kind is Kind.BLANK]


@given(braces, st.data())
def test_answering_every_mark_ends_and_leaves_none(text: str, data: st.DataObject) -> None:
    for _ in range(200):
        mark = next_mark(text, 0)
        if mark is None:
            return
        text = apply(text, answer(text, mark, ["word"] if data.draw(st.booleans()) else []))
    pytest.fail(f"still open after 200 answers: {text!r}")


@given(braces)
def test_nothing_optional_is_left_after_leaving_out(text: str) -> None:
    kept = apply(text, leave_out_optional(text))
    assert len(kept) <= len(text)


def test_a_hundred_thousand_braces_take_no_noticeable_time() -> None:
    for hard in ("{" * 100_000, "{a|" * 30_000 + "}" * 30_000, "{?" * 50_000 + "}" * 50_000):
        list(marks(hard))
