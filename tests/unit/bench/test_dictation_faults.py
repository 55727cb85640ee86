"""What counts as an invented first word and as a text that repeats itself."""

import pytest

from tests.bench.dictation.faults import begins_with_invention, longest_run, loops

SAID = ["the", "patient", "denies", "chest", "pain"]


@pytest.mark.parametrize(
    ("heard", "invented"),
    [
        ("you the patient denies chest pain", True),
        ("i and the patient denies chest pain", True),
        ("the patient denies chest pain", False),
        ("a patient denies chest pain", False),
        ("patient denies chest pain", False),
        ("", False),
    ],
)
def test_invention_is_what_stands_before_a_first_word_heard_right(heard: str, invented: bool) -> None:
    assert begins_with_invention(SAID, heard.split()) is invented


@pytest.mark.parametrize(
    ("heard", "repeats"),
    [
        ("the patient the patient the patient denies chest pain", True),
        ("pain pain pain", True),
        ("the patient denies chest pain the patient denies chest pain", False),
        ("the patient denies chest pain", False),
        ("", False),
    ],
)
def test_a_loop_is_the_same_words_three_times_in_a_row(heard: str, repeats: bool) -> None:
    assert loops(SAID, heard.split()) is repeats


def test_what_was_said_three_times_may_be_written_three_times() -> None:
    said = ["no", "no", "no", "pain"]
    assert not loops(said, said)
    assert loops(said, ["no", "no", "no", "no", "pain"])


def test_a_run_counts_whole_rounds() -> None:
    assert longest_run(["a", "b", "a", "b", "a"], 2) == 2
    assert longest_run(["a", "b", "c"], 1) == 1
    assert longest_run([], 1) == 0
