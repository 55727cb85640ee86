"""What a note's tables count for, and what they leave to a person."""

from scribe_desktop.codes.em import Level, propose, setting_for, tables
from scribe_desktop.codes.em_counts import counted
from scribe_desktop.notes.passage import Passage
from tests.helpers.charts import typed


def times(**texts: str) -> dict[str, int]:
    content: dict[str, Passage] = {key.replace("__", "."): typed(text) for key, text in texts.items()}
    return {one.item: one.times for one in counted(tables(), content)}


def test_an_empty_note_counts_for_nothing() -> None:
    assert times(hpi="Chest pain", results="Potassium 5.9") == {}


def test_each_test_counts_once_and_a_panel_is_one() -> None:
    labs = "Na | value=140 | panel=BMP\nK | value=4 | panel=BMP\nTSH | value=2\ntsh | value=3"
    assert times(results__labs=labs, results__studies="ECG | finding=sinus rhythm") == {"results": 3}


def test_a_test_ordered_and_reviewed_counts_as_a_result_alone() -> None:
    assert times(results__labs="TSH | value=2", tests__orders="tsh\nCBC\nCBC | priority=STAT") == {
        "results": 1,
        "orders": 1,
    }


def test_several_prescriptions_are_one_mark() -> None:
    assert times(plan_medications__prescriptions="Amoxicillin | dose=500 mg\nIbuprofen | dose=400 mg") == {
        "prescription": 1
    }


def test_problems_count_only_where_course_and_status_say_enough() -> None:
    problems = (
        "Hypertension | course=chronic | status=stable\nDiabetes | course=chronic | status=not at goal\n"
        "COPD | course=chronic | status=worsening\nGout | course=chronic\nCough | course=acute | status=new\n"
        "Wart | course=minor\nOld sprain | course=minor | status=resolved\nChest pain"
    )
    assert times(problems__problems=problems) == {"stable_chronic": 1, "chronic_worse": 2, "minor": 1}


def test_the_rows_behind_a_count_are_named() -> None:
    (found,) = counted(tables(), {"results.labs": typed("TSH | value=2\nCBC | value=normal")})
    assert found.names == ("TSH", "CBC")


def test_a_proposal_from_counts_alone_needs_two_elements() -> None:
    content = {
        "problems.problems": typed("Diabetes | course=chronic | status=not at goal"),
        "plan_medications.prescriptions": typed("Metformin | dose=500 mg"),
    }
    counts = {one.item: one.times for one in counted(tables(), content)}
    proposal = propose(tables(), counts)
    assert proposal.level is Level.MODERATE
    assert setting_for(tables(), "Follow-up").codes[proposal.level] == "99214"
    assert setting_for(tables(), "New patient").codes[proposal.level] == "99204"
    assert setting_for(tables(), "Emergency").codes[proposal.level] == "99284"


def test_every_counting_names_items_and_columns_that_exist() -> None:
    items = {item.key for item in tables().items}
    assert {counting.item for counting in tables().counts} <= items
    assert {counting.unless for counting in tables().counts} <= {*items, ""}
