import pytest

from scribe_desktop.session.palette import Entry, find, used


def entry(title: str, detail: str = "", key: str = "") -> Entry:
    return Entry(key or title, title, detail, lambda: None)


ENTRIES = [
    entry("Submit for review", "Hand the draft to the physician"),
    entry("Review queue"),
    entry("History of present illness"),
    entry(".hpi", "HPI · dot phrase"),
    entry("Redo"),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sub", "Submit for review"),
        ("rev", "Review queue"),
        ("hpi", "History of present illness"),
        (".hpi", ".hpi"),
        ("ill pres", "History of present illness"),
        ("rvq", "Review queue"),
        ("physician", "Submit for review"),
    ],
)
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert find(ENTRIES, typed, ())[0].title == first


def test_every_word_has_to_fit() -> None:
    assert find(ENTRIES, "review xyzzy", ()) == []


def test_nothing_typed_finds_everything_with_the_latest_used_first() -> None:
    found = [entry.title for entry in find(ENTRIES, " ", ("Redo", "gone", ".hpi"))]
    assert found == ["Redo", ".hpi", "Submit for review", "Review queue", "History of present illness"]


def test_a_better_match_stands_before_a_recently_used_one() -> None:
    assert find(ENTRIES, "review", ("Submit for review",))[0].title == "Review queue"


def test_what_is_used_moves_to_the_front_and_the_oldest_is_forgotten() -> None:
    recent = used(("a", "b", "c"), "c")
    assert recent == ("c", "a", "b")
    for number in range(100):
        recent = used(recent, str(number))
    assert recent[0] == "99"
    assert "c" not in recent
