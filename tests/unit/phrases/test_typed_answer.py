"""Answers of a list, typed letter by letter."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.phrases.typed_answer import TypedAnswer

FINDINGS = TypedAnswer(("negative", "positive", "not tested", "not"))


def test_nothing_typed_leads_nowhere_and_rules_nothing_out() -> None:
    assert FINDINGS.row is None
    assert not FINDINGS.is_none
    assert not FINDINGS.is_whole


def test_letters_lead_to_the_first_that_begins_so_whatever_their_case() -> None:
    assert FINDINGS.and_then("N").row == 0
    assert FINDINGS.and_then("no").row == 2
    assert FINDINGS.and_then("P").row == 1


def test_what_is_typed_whole_comes_before_what_goes_on() -> None:
    assert FINDINGS.and_then("not").row == 3
    assert FINDINGS.and_then("not").is_whole
    assert FINDINGS.and_then("not").takes(" ")
    assert FINDINGS.and_then("not ").row == 2
    assert not FINDINGS.and_then("not t").is_whole


def test_what_is_no_answer_is_told_until_it_is_taken_back() -> None:
    wrong = FINDINGS.and_then("not d")
    assert wrong.is_none
    assert wrong.row is None
    assert not wrong.takes("x")
    assert wrong.shorter().row == 2


@given(st.lists(st.text(min_size=1), min_size=1, unique_by=str.casefold), st.data())
def test_every_answer_is_reached_by_typing_it(answers: list[str], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(answers) - 1))
    typed = TypedAnswer(tuple(answers), answers[row])
    assert typed.is_whole
    assert typed.row is not None
    assert answers[typed.row].casefold() == answers[row].casefold()
