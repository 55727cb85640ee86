"""Tables in a note: their text, their sentences, and what the provider has confirmed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.notes import rows
from scribe_desktop.notes.rows import (
    Confirmation,
    confirm,
    confirmation,
    is_pending,
    parse,
    with_cell,
    written,
)
from scribe_desktop.notes.table import OPEN, Kind, TableSpec, fill, load

LABS, ORDERS, PRESCRIPTIONS, PROBLEMS = map(load, ("labs", "orders", "prescriptions", "problems"))
TABLES = [
    load(path.stem) for path in assets.resource("tables").glob("*.toml") if "[[columns]]" in path.read_text()
]
BY = Confirmation("Maria Santos, MD", datetime(2026, 11, 22, 10, 42, 7, tzinfo=UTC))

cells = st.text(max_size=12).map(lambda text: " ".join(text.split()))


def test_a_row_is_readable_text() -> None:
    row = {"test": "Potassium", "value": "5.9", "unit": "mmol/L"}
    assert written(LABS, row) == "Potassium | value=5.9 | unit=mmol/L"
    assert parse(LABS, "Potassium | value=5.9 | unit=mmol/L\n\n") == (row,)


@given(st.sampled_from(TABLES), st.data())
def test_rows_come_back_as_they_were_written(table: TableSpec, data: st.DataObject) -> None:
    keys = [column.key for column in table.columns]
    drawn = data.draw(st.lists(st.dictionaries(st.sampled_from(keys), cells), max_size=4))
    meant = [{key: cell for key, cell in row.items() if cell} for row in drawn]
    text = "\n".join(written(table, row) for row in meant)
    assert parse(table, text) == tuple(row for row in meant if row)


@given(st.text())
def test_any_text_is_read_and_nothing_of_it_lost(text: str) -> None:
    letters = [letter for letter in text if letter.isalnum()]
    said = "".join("".join([*row, *row.values()]) for row in parse(LABS, text))
    assert not set(letters) - set(said)


def test_what_another_version_wrote_is_kept() -> None:
    (row,) = parse(LABS, "TSH | value=2 | method=immunoassay")
    assert written(LABS, with_cell(row, "value", "3")) == "TSH | value=3 | method=immunoassay"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"test": "Potassium", "value": "5.9", "unit": "mmol/L", "range": "3.5–5.1",
          "collected": "11/22/2026"},
         "Potassium: 5.9 mmol/L (H), reference 3.5–5.1, collected 11/22/2026."),
        ({"test": "Potassium", "value": "6.9", "range": "3.5-5.1", "critical": "2.5-6.5"},
         "Potassium: 6.9 (critical H), reference 3.5-5.1."),
        ({"test": "Potassium", "value": "5.9"}, "Potassium: 5.9."),
        ({"test": "Potassium"}, f"Potassium: {OPEN}."),
        ({"value": "5.9"}, f"{OPEN}: 5.9."),
    ],
)  # fmt: skip
def test_a_result_is_said_with_nothing_added(row: dict[str, str], said: str) -> None:
    assert rows.sentence(LABS, row, 1) == said


def test_a_problem_has_its_number_code_and_differential() -> None:
    text = "Chest pain | code=R07.9 | status=new | differential=ACS; pulmonary embolism\nHypertension"
    assert rows.sentences(PROBLEMS, text) == (
        "1. Chest pain (R07.9), for provider confirmation; new. Differential: ACS, pulmonary embolism.\n"
        "2. Hypertension."
    )


def test_an_order_is_pending_until_the_provider_confirms_it() -> None:
    row = {"what": "CBC", "priority": "STAT"}
    assert is_pending(ORDERS, row)
    assert rows.sentence(ORDERS, row, 1) == "CBC, STAT. Pending until the provider confirms."
    done = confirm(row, BY)
    assert confirmation(done) == BY
    assert not is_pending(ORDERS, done)
    (read,) = parse(ORDERS, written(ORDERS, done))
    assert confirmation(read) == BY
    assert rows.sentence(ORDERS, read, 1).startswith("CBC, STAT. Confirmed by Maria Santos, MD, 11/22/2026 ")
    assert rows.pending(ORDERS, [row, done]) == 1


@pytest.mark.parametrize(("key", "text"), [("what", "CBC with differential"), ("priority", "")])
def test_whatever_is_changed_after_confirming_makes_it_pending_again(key: str, text: str) -> None:
    done = confirm({"what": "CBC", "priority": "STAT"}, BY)
    assert is_pending(ORDERS, with_cell(done, key, text))
    assert with_cell(done, "what", " CBC ") == done


def test_a_confirmation_that_cannot_be_read_is_none() -> None:
    for broken in ("", "yes", "Maria Santos, MD", "Maria Santos, MD; soon", "; 2026-11-22"):
        assert is_pending(ORDERS, {"what": "CBC", "confirmed": broken})


def test_results_need_no_confirmation() -> None:
    assert not is_pending(LABS, {"test": "CBC"})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(".5 mg", "0.5 mg"), ("5.0 mg", "5 mg"), ("0.50 mg", "0.50 mg"), ("10.00 mL", "10 mL"),
     ("1,000.0 units", "1,000.0 units"),
     ("2.5 mg", "2.5 mg"), ("-.25 mg", "-0.25 mg"), ("5.01 mg", "5.01 mg"),
     ("v1.0.3", "v1.0.3")],
)  # fmt: skip
def test_doses_are_written_safely(typed: str, kept: str) -> None:
    assert rows.tidied(PRESCRIPTIONS, "dose", typed) == kept


def test_results_keep_their_precision() -> None:
    assert rows.tidied(LABS, "value", " 1.0 ") == "1.0"


def test_optional_parts_go_with_what_is_missing_in_them() -> None:
    template = "{a}[ ({b}[, {c}])] {d}."
    assert fill(template, {"a": "A", "b": "B", "c": "C", "d": "D"}) == "A (B, C) D."
    assert fill(template, {"a": "A", "b": "B", "d": "D"}) == "A (B) D."
    assert fill(template, {"a": "A", "c": "C"}) == f"A {OPEN}."


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_every_table_says_each_of_its_columns(table: TableSpec) -> None:
    row = {column.key: f"<{column.key}>" for column in table.columns}
    silent = {"labs": {"critical", "panel"}}.get(table.key, set())
    said = rows.sentence(table, row, 1)
    assert {key for key in row if f"<{key}>" not in said} == silent
    assert OPEN not in said
    assert OPEN in rows.sentence(table, {}, 1)
    assert bool(table.pending) == bool(table.confirmed)
    assert all(column.choices for column in table.columns if column.kind is Kind.CHOICE)


@pytest.mark.parametrize(
    ("value", "normal", "reported", "flag"),
    [
        ("2.1", "3.5–5.1", "LL", "critical L"),
        ("7.2", "3.5–5.1", "critical high", "critical H"),
        ("2.1", "3.5–5.1", "L", "L"),
        ("2.1", "3.5–5.1", "", "L"),
        ("2.1", "", "LL", "critical L"),
        ("4.0", "3.5–5.1", "H", "H"),
        ("4.0", "3.5–5.1", "N", ""),
        ("2.1", "3.5–5.1", "N", "L"),
        ("2.1", "3.5–5.1", "HH", "L; laboratory: HH"),
        ("positive", "", "A", "laboratory: A"),
        ("2.1", "3.5–5.1", "AA", "L; laboratory: AA"),
    ],
)
def test_the_laboratorys_own_flag_is_kept(value: str, normal: str, reported: str, flag: str) -> None:
    row = {"test": "Potassium", "value": value, "range": normal, "reported": reported}
    assert rows.flag(LABS, row) == flag
    behind = f" ({flag})" if flag else ""
    assert rows.sentence(LABS, row, 1).startswith(f"Potassium: {value}{behind}")


def test_a_critical_range_outweighs_a_milder_flag_of_the_laboratory() -> None:
    row = {"value": "2.1", "range": "3.5–5.1", "critical": "2.5–6.5", "reported": "L"}
    assert rows.flag(LABS, row) == "critical L"
