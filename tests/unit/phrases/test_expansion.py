"""Triggers, expansion and the way from blank to blank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.phrases.expansion import Expansion, expand, next_blank, previous_blank, trigger_before
from scribe_desktop.phrases.phrase import NAME, Phrase

names = st.from_regex(NAME, fullmatch=True)
blanky = st.lists(st.sampled_from(["***", "*", "a", "é", "🐢", "\n", " "]), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (".nkda", "nkda"),
        ("denies .nkda", "nkda"),
        ("first line\n.ros", "ros"),
        ("tab\t.ros", "ros"),
        ("no-break\u00a0.ros", "ros"),
        ("(.nkda", "nkda"),
        ("“.nkda", "nkda"),
        ("end of sentence. .hpi", "hpi"),
        ("🐢 .hpi-2_b", "hpi-2_b"),
        (".NKDA", "NKDA"),
    ],
)
def test_a_dot_at_the_start_of_a_word_triggers(text: str, name: str) -> None:
    assert trigger_before(text) == name


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "3.5", "e.g", "i.e.g", "J.Smith", "https://example.org/.well", "www.clinic.org", "mr.x",
     ".5", "gave .5mg", ".nkda ", ".nkda.", ".nkda\n",
     "pain...severe", "..nkda", ". nkda", "a(.nkda", ".größe",
     ".\u212aelvin", "/.nkda"],
)  # fmt: skip
def test_other_dots_do_not(text: str) -> None:
    assert trigger_before(text) is None


@given(st.text(), names)
def test_after_any_text_and_a_space_a_name_triggers(before: str, name: str) -> None:
    assert trigger_before(f"{before} .{name}") == name


@given(st.text(), st.characters(categories=["L", "N"]), names)
def test_inside_a_word_nothing_triggers(before: str, letter: str, name: str) -> None:
    assert trigger_before(f"{before}{letter}.{name}") is None


@given(st.text())
def test_a_trigger_is_what_stands_before_the_cursor(text: str) -> None:
    name = trigger_before(text)
    assert name is None or text.endswith(f".{name}")


@pytest.mark.parametrize(
    ("body", "cursor"), [("none", 4), ("pain for *** days", 9), ("***", 0), ("🐢é ***", 3)]
)
def test_the_cursor_goes_to_the_first_blank_or_the_end(body: str, cursor: int) -> None:
    assert expand(Phrase("x", "X", (), body, "x.toml")) == Expansion(body, cursor)


@given(blanky)
def test_going_forward_meets_every_blank_once_and_going_back_the_same(text: str) -> None:
    forward, position = [], 0
    while (blank := next_blank(text, position)) is not None:
        forward.append(blank)
        position = blank[1]
    assert [text[start:end] for start, end in forward] == ["***"] * text.count("***")
    back, position = [], len(text)
    while (blank := previous_blank(text, position)) is not None:
        back.append(blank)
        position = blank[0]
    assert [text[start:end] for start, end in back] == ["***"] * text.count("***")


@given(blanky, st.integers(0, 90))
def test_blanks_lie_on_the_asked_side_of_the_position(text: str, position: int) -> None:
    after, before = next_blank(text, position), previous_blank(text, position)
    assert after is None or after[0] >= position
    assert before is None or before[1] <= position
