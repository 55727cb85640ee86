"""What is written out by itself while somebody types, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.checks.do_not_use import misreadable
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.typed_shorthand import just_completed, without_for

TABLE = Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))


def completed(line: str, section: str = "hpi") -> tuple[str, tuple[str, ...]] | None:
    found = just_completed(line, (section,), TABLE)
    return None if found is None else (line[found.start : found.end], found.meanings)


@pytest.mark.parametrize(
    ("line", "short", "full"),
    [
        ("pt", "pt", "Patient"),
        ("The pt", "pt", "patient"),
        ("pt c/o SOB", "SOB", "shortness of breath"),
        ("fever x 3d", "x 3d", "for 3 days"),
        ("a 54yo", "54yo", "54-year-old"),
        ("has SOB.", "SOB", "shortness of breath"),
        ("cough (h/o HTN", "HTN", "hypertension"),
        ('said "fine" but has HTN', "HTN", "hypertension"),
    ],
)
def test_a_word_that_is_complete_is_written_out(line: str, short: str, full: str) -> None:
    assert completed(line) == (short, (full,))


@pytest.mark.parametrize(
    "line",
    [
        "takes 5 mg bid",
        "10 mg po",
        "3 L",
        'said "my pt',
        "mail to.pt",
        "write to jane@pt",
        "see www.HTN",
        ".pt",
        "about approx.",
        "a patient",
        "",
        "the pt-based",
    ],
)
def test_what_belongs_to_something_else_stays_as_typed(line: str) -> None:
    assert completed(line) is None


def test_the_section_decides_where_it_can_and_else_several_are_offered() -> None:
    assert completed("good hr", "exam") == ("hr", ("heart rate",))
    ambiguous = completed("has MS", "pmh")
    assert ambiguous is not None
    assert len(ambiguous[1]) > 1


@pytest.mark.parametrize(
    ("line", "section"),
    [("pt OD", "hpi"), ("dc", "problems"), ("RT", "hpi"), ("PE", "exam"), ("for HCTZ", "medications")],
)
def test_what_is_error_prone_is_never_certain(line: str, section: str) -> None:
    found = just_completed(line, (section,), TABLE)
    assert found is not None
    assert not found.certain


def test_nothing_is_written_out_into_what_must_not_be_used() -> None:
    for short in TABLE:
        for meaning in TABLE.all_of(short):
            assert not list(misreadable(meaning.full)), short


@given(st.text(alphabet='pt SOBxHTNh/o35md."(@,', max_size=60))
def test_whatever_the_line_what_is_completed_ends_it(line: str) -> None:
    found = just_completed(line, ("hpi",), TABLE)
    if found is not None:
        assert line[found.end :] in ("", ".")
        assert found.start < found.end


def test_a_duration_that_goes_on_with_ago_loses_its_for() -> None:
    found = without_for("had fever for 1-2 weeks ago")
    assert found is not None
    assert (found.start, found.end, found.meanings) == (10, 23, ("1-2 weeks",))


@pytest.mark.parametrize(
    "line", ["for 3 days", "before 3 days ago", "for 3 days agog", "looked for it 3 days ago"]
)
def test_no_other_line_loses_anything(line: str) -> None:
    assert without_for(line) is None
