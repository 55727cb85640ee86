"""Laboratory tables from elsewhere: read whole, or refused with the number of the line."""

from datetime import date
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.dates import read_date, written_date
from scribe_desktop.notes.results import Reported, latest
from scribe_desktop.notes.row_import import read, read_file
from scribe_desktop.notes.table import load

LABS = load("labs")
CSV = """Test,Result,Units,Reference Range,Flag,Date,Comment
Potassium,5.9,mmol/L,3.5-5.1,H,2026-11-21 07:45,
"Iron, total",80,ug/dL,60-170,,11/21/2026,

TSH,2.10,,,,,
"""


def test_headings_name_the_columns_and_what_has_none_is_told() -> None:
    found = read(LABS, CSV, "labs.csv")
    assert [line for line, _ in found.rows] == [2, 3, 5]
    assert found.rows[0][1] == {
        "test": "Potassium", "value": "5.9", "unit": "mmol/L", "range": "3.5-5.1", "collected": "11/21/2026",
        "reported": "H",
    }  # fmt: skip
    assert found.rows[1][1]["test"] == "Iron, total"
    assert found.rows[2][1] == {"test": "TSH", "value": "2.10"}
    assert found.left_out == ("Comment",)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_separators(separator: str) -> None:
    text = "name;low;high;value\nNa;135;145;128\nCRP;;5;7\neGFR;60;;55\n".replace(";", separator)
    assert [row for _, row in read(LABS, text, "x").rows] == [
        {"test": "Na", "value": "128", "range": "135–145"},
        {"test": "CRP", "value": "7", "range": "≤5"},
        {"test": "eGFR", "value": "55", "range": "≥60"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("test,unit\nK,mmol/L\n", "no heading says “Value”"),
        ("5.9,mmol/L\n", "no heading says “Test”"),
        ("test,value\n", "no results"),
        ("test,value\nK,5\n,6\nNa,\n", "line 3: “Test” is missing; line 4: “Value” is missing"),
        ("test,value,date\nK,5,13/45/2026\n", "line 2: “13/45/2026” is no date"),
        ("test,value\nK,5,what\n", "line 2: 3 cells under 2 headings"),
        ('test,value\nK,"5\n', "line 2"),
        ("test,value\n" + ",\n,1\n" * 9, "and 6 more"),
        ("test,value\n" + "K,4\n" * 501, "more than 500"),
        ("test,value\n" + "K,4\n" * 500_000, "more than 2,000,000 characters"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(LABS, text, "labs.csv")
    assert said in str(caught.value)
    assert caught.value.remedy


def test_files(tmp_path: Path) -> None:
    good, broken, gone = tmp_path / "good.csv", tmp_path / "broken.csv", tmp_path / "gone.csv"
    good.write_text("\ufeff" + CSV, encoding="utf-8")
    broken.write_bytes(b"test,value\nK,5\nNa,\xff\n")
    assert len(read_file(LABS, good).rows) == 3
    for path, said in ((broken, "line 3"), (gone, "cannot be read")):
        with pytest.raises(BadInput, match=said):
            read_file(LABS, path)


@pytest.mark.parametrize(
    "said",
    ["11/02/2026", "2026-11-02", "2026-11-02T07:45:00Z", "11-02-2026", "Nov 2, 2026", "2 November 2026",
     "11/2/2026 7:45 AM", "20261102"],
)  # fmt: skip
def test_days(said: str) -> None:
    assert read_date(said) == date(2026, 11, 2)


def test_what_names_no_day_is_none() -> None:
    assert [written_date(said) for said in ("", "soon", "02/30/2026", "11/02/26", "t")] == [None] * 5
    assert written_date("t", date(2026, 11, 2)) == "11/02/2026"
    assert written_date("T-3", date(2026, 11, 2)) == "10/30/2026"


def test_the_latest_result_is_found_under_each_of_its_names() -> None:
    found = latest(
        LABS,
        [
            Reported({"test": "Hemoglobin A1c", "value": "8.1", "unit": "%", "range": "<5.7",
                      "collected": "10/01/2026"}, date(2026, 10, 2)),
            Reported({"test": "A1c", "value": "7.4", "unit": "%"}, date(2026, 6, 1)),
            Reported({"test": "Creatinine", "value": "1.0"}, date(2026, 6, 1)),
            Reported({"test": "creatinine", "value": "1.4", "unit": "mg/dL"}, date(2026, 9, 1)),
            Reported({"test": "Creatinine", "collected": "11/01/2026"}, date(2026, 11, 1)),
            Reported({"test": "Urine creatinine", "value": "90"}, date(2026, 11, 1)),
        ],
    )  # fmt: skip
    assert found["a1c"] == found["hba1c"] == "8.1 % (H), 10/01/2026"
    assert found["creatinine"] == "1.4 mg/dL, 09/01/2026"
    assert found["urine creatinine"] == "90, 11/01/2026"
    assert "sodium" not in found


def test_no_more_is_read_than_may_be_taken_over() -> None:
    """What is wrong behind the last row that is taken costs nobody any time."""
    wrong_at_the_end = "test,value\n" + "K,4\n" * 600 + 'K,"4\n'
    with pytest.raises(BadInput, match="more than 500 rows"):
        read(LABS, wrong_at_the_end, "labs.csv")
