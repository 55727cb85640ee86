"""Corrections that are made again, and the rules that come of them."""

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.language.wording import Heard, as_recognised
from scribe_desktop.notes.people import Role
from scribe_desktop.session.replacements import Replacements, read
from tests.unit.session.conftest import Enter


def test_a_correction_made_twice_is_offered_and_accepted_it_is_a_rule_of_this_person(
    enter: Enter,
) -> None:
    scribe = enter(Role.SCRIBE)
    mine = scribe.replacements
    assert not mine.note("Met forming,", "metformin,")
    assert not mine.note("met forming", "Metamucil")
    again = Replacements(scribe.desk)
    assert again.note("met forming", "metformin")
    again.accept("Met forming,", "metformin,")
    assert Replacements(scribe.desk).rules == {"met forming": "metformin"}
    assert not again.note("met forming", "metformin")
    assert not enter(Role.PROVIDER).replacements.rules


@pytest.mark.parametrize(
    ("heard", "written"), [("cough", "Cough."), ("", "x"), ("x", "—"), ("a b c d e f", "letters")]
)
def test_what_makes_no_rule_is_never_offered(enter: Enter, heard: str, written: str) -> None:
    mine = enter(Role.SCRIBE).replacements
    assert not any(mine.note(heard, written) for _ in range(3))


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("left", "right"),
        ("no", "new"),
        ("denies", "reports"),
        ("ten milligrams", "20 mg"),
        ("lisinopril", "losartan"),
        ("metformin", "metformin XR"),
        ("blood thinner", "Eliquis"),
        ("cough", "cold"),
    ],
)
def test_what_means_something_by_itself_is_never_offered_nor_rewritten(
    enter: Enter, heard: str, written: str
) -> None:
    scribe = enter(Role.SCRIBE)
    assert not any(scribe.replacements.note(heard, written) for _ in range(3))
    scribe.replacements.keep({heard: written, "new mumia": "pneumonia"})
    later = Replacements(scribe.desk)
    assert later.not_applied() == {heard: written}
    said = [Heard(word) for word in f"new mumia {heard}".split()]
    pieces = later.stage(as_recognised(said), said)
    assert " ".join(piece.text for piece in pieces) == f"pneumonia {heard}"
    later.keep({"new mumia": "pneumonia"})
    assert later.not_applied() == {}


def test_rules_are_listed_as_they_are_read(enter: Enter) -> None:
    mine = enter(Role.SCRIBE).replacements
    mine.keep(read(["Key  truda -> Keytruda", "", "met forming →  metformin XR"]))
    assert mine.listed() == "key truda → Keytruda\nmet forming → metformin XR"
    assert read(mine.listed().splitlines()) == mine.rules


@pytest.mark.parametrize("line", ["no arrow", "→ x", "x →", "a b c d e f → x"])
def test_a_line_that_is_no_rule_is_named(line: str) -> None:
    with pytest.raises(BadInput, match="is no rule"):
        read(["fine → good", line])


def test_a_place_counts_once_as_it_reads_last_in_later_sessions_too(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    mine = scribe.replacements
    assert not mine.note("new mumia", "pneu", "r/1:2")
    assert not mine.note("new mumia", "pneumonia", "r/1:2")
    again = Replacements(scribe.desk)
    assert not again.note("new mumia", "pneumonia", "r/1:2")
    assert not again.note("new mumia", "pneu", "r/9:0")
    assert again.note("new mumia", "pneumonia", "r/2:0")
