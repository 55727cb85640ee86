"""How dictated words fit in at the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.joining import join, mark_replaced


@pytest.mark.parametrize(
    ("before", "spoken", "after", "inserted"),
    [
        # spaces
        ("", "Chest pain.", "", "Chest pain."),
        ("Chest pain.", "No fever.", "", " No fever."),
        ("Chest pain. ", "No fever.", "", "No fever."),
        ("Chest pain.\n", "No fever.", "", "No fever."),
        ("Denies pain (", "left arm", ")", "left arm"),
        ("She said ", "hello", "again", "hello "),
        ("Pain", ", worse at night", "", ", worse at night"),
        ("SpO2 97", "%", "", "%"),
        ("and/", "or", "", "or"),
        ('He said "', "stop", '"', "stop"),
        ("x-", "ray", "", "ray"),
        ("pain -", "worse", "", " worse"),
        # capitals at the start of a sentence
        ("", "chest pain", "", "Chest pain"),
        ("Is it worse?", "yes", "", " Yes"),
        ("Better!\n- ", "sleeps well", "", "Sleeps well"),
        ("1. ", "aspirin", "", "Aspirin"),
        ('He said "stop."', "then left", "", " Then left"),
        ("", "pH is 7.4", "", "pH is 7.4"),
        ("", "β-blocker", "", "β-blocker"),
        ("", "12 mg", "", "12 mg"),
        # where a full stop ends no sentence
        ("Seen by Dr.", "smith", "", " smith"),
        ("Aspirin b.i.d.", "with food", "", " with food"),
        ("Seen by Dr.", "He", "", " He"),
        ("So it went on...", "and on", "", " and on"),
        # the middle of a sentence
        (
            "It was the age of wisdom,",
            "It was the age of foolishness.",
            "",
            " it was the age of foolishness.",
        ),
        ("He told", "Mary", "", " Mary"),
        ("and then", "I", "", " I"),
        ("and then", "I'm sure", "", " I'm sure"),
        ("sent for", "CT of the chest", "", " CT of the chest"),
        ("hepatitis", "A", "", " A"),
        ("works in", "IT", "", " IT"),
        ("on day", "The", "", " the"),
        ("Plan:", "Rest", "", " Rest"),
        # in front of more text
        ("She has ", "Severe pain.", " in the knee", "Severe pain"),
        ("She has ", "no pain.", ".", "no pain"),
        ("", "No fever.", "No cough.", "No fever. "),
        ("", "", "", ""),
        ("Pain", "  ", "", ""),
        ("pain", ".", "goes on", ""),
    ],
)
def test_dictated_words_fit_in(before: str, spoken: str, after: str, inserted: str) -> None:
    assert join(before, spoken, after) == inserted


@given(st.text(max_size=20), st.text(max_size=40), st.text(max_size=20))
def test_nothing_but_outer_spaces_first_capital_and_full_stop_ever_changes(
    before: str, spoken: str, after: str
) -> None:
    inserted, said = join(before, spoken, after).strip(), spoken.strip()
    assert inserted.casefold() in (said.casefold(), said[:-1].strip().casefold())


@given(st.text(max_size=20), st.text("abc XYZ.,", max_size=20), st.text(max_size=20))
def test_words_never_run_into_their_neighbours(before: str, spoken: str, after: str) -> None:
    inserted = join(before, spoken, after)
    if inserted.strip(" .,") and before[-1:].isalpha() and inserted[0].isalpha():
        pytest.fail(f"{before!r} runs into {inserted!r}")
    if inserted and after[:1].isalpha():
        assert not inserted[-1].isalpha()


@pytest.mark.parametrize(
    ("before", "spoken", "inserted"),
    [
        ("Fever.", "\n\n", "\n\n"),
        ("Fever.", "\n\ncough", "\n\nCough"),
        ("Fever.\n", "\n- Cough", "- Cough"),
        ("", "\n\nCough", "Cough"),
        ("Fever.", "Cough\n\n", " Cough\n\n"),
    ],
)
def test_spoken_line_breaks_are_kept_where_something_stands_above(
    before: str, spoken: str, inserted: str
) -> None:
    assert join(before, spoken) == inserted


@pytest.mark.parametrize(
    ("before", "spoken", "left"),
    [
        ("No fever.", ".", "No fever"),
        ("No fever.", ",", "No fever"),
        ("No fever. ", ", no chills", "No fever"),
        ("Fever?", ".", "Fever"),
        ("Aspirin b.i.d.", ".", "Aspirin b.i.d"),
        # what is no mark of a sentence, or not said as one, stays
        ("Aspirin b.i.d.", ",", "Aspirin b.i.d."),
        ("So it went on...", ".", "So it went on..."),
        ("No fever", ".", "No fever"),
        ("No fever.", "No chills.", "No fever."),
        ("Dose:", ".5 mg", "Dose:"),
        ("No fever.\n", ".", "No fever.\n"),
        ("", ".", ""),
    ],
)
def test_a_mark_said_behind_a_mark_takes_its_place(before: str, spoken: str, left: str) -> None:
    assert before[: len(before) - mark_replaced(before, spoken)] == left


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_mark_takes_the_place_of_one_mark_and_spaces_at_most(before: str, spoken: str) -> None:
    count = mark_replaced(before, spoken)
    assert len(before[len(before) - count :].strip(" \t")) == (1 if count else 0)


def test_no_reads_on_behind_a_comma() -> None:
    assert join("No fever,", "No chills.") == " no chills."
