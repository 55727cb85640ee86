"""Every row of the AMA's tables, and what two of three elements make of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.codes.em import Element, Level, by_time, propose, setting_for, tables
from scribe_desktop.notes.encounter import VISIT_TYPES

NONE, STRAIGHTFORWARD, LOW, MODERATE, HIGH = Level
TABLES = tables()
SETTINGS = {setting.key: setting for setting in TABLES.settings}
REACHES = {
    Element.PROBLEMS: {NONE: {}, STRAIGHTFORWARD: {"minor": 1}, LOW: {"minor": 2},
                       MODERATE: {"acute_systemic": 1}, HIGH: {"threat": 1}},
    Element.DATA: {STRAIGHTFORWARD: {}, LOW: {"historian": 1}, MODERATE: {"discussion": 1},
                   HIGH: {"interpretation": 1, "discussion": 1}},
    Element.RISK: {NONE: {}, STRAIGHTFORWARD: {"risk_minimal": 1}, LOW: {"risk_low": 1},
                   MODERATE: {"prescription": 1}, HIGH: {"hospital": 1}},
}  # fmt: skip


def level(element: Element, **counts: int) -> Level:
    return next(v.level for v in propose(TABLES, counts).verdicts if v.element is element)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, NONE),
        ({"minor": 1}, STRAIGHTFORWARD),
        ({"minor": 2}, LOW),
        ({"stable_chronic": 1}, LOW),
        ({"acute_uncomplicated": 1}, LOW),
        ({"acute_stable": 1}, LOW),
        ({"acute_hospital": 1}, LOW),
        ({"acute_uncomplicated": 3}, LOW),
        ({"stable_chronic": 2}, MODERATE),
        ({"chronic_worse": 1}, MODERATE),
        ({"new_uncertain": 1}, MODERATE),
        ({"acute_systemic": 1}, MODERATE),
        ({"acute_complicated": 1}, MODERATE),
        ({"chronic_worse": 5}, MODERATE),
        ({"chronic_severe": 1}, HIGH),
        ({"threat": 1}, HIGH),
    ],
)
def test_problems(counts: dict[str, int], expected: Level) -> None:
    assert level(Element.PROBLEMS, **counts) is expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, STRAIGHTFORWARD),
        ({"results": 1}, STRAIGHTFORWARD),
        ({"results": 2}, LOW),
        ({"orders": 2}, LOW),
        ({"outside_notes": 2}, LOW),
        ({"outside_notes": 1, "orders": 1}, LOW),
        ({"historian": 1}, LOW),
        ({"historian": 1, "results": 1}, LOW),
        ({"results": 3}, MODERATE),
        ({"outside_notes": 1, "results": 1, "orders": 1}, MODERATE),
        ({"historian": 1, "results": 2}, MODERATE),
        ({"interpretation": 1}, MODERATE),
        ({"discussion": 1}, MODERATE),
        ({"results": 9}, MODERATE),
        ({"interpretation": 2}, MODERATE),
        ({"interpretation": 1, "discussion": 1}, HIGH),
        ({"results": 3, "interpretation": 1}, HIGH),
        ({"orders": 2, "historian": 1, "discussion": 1}, HIGH),
    ],
)
def test_data(counts: dict[str, int], expected: Level) -> None:
    assert level(Element.DATA, **counts) is expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("risk_minimal",), STRAIGHTFORWARD),
        (("risk_low",), LOW),
        (("prescription", "minor_surgery", "major_surgery", "social", "risk_moderate"), MODERATE),
        (
            ("toxicity", "major_surgery_risks", "emergency_surgery", "hospital", "less_care", "controlled",
             "risk_high"),
            HIGH,
        ),
    ],
)  # fmt: skip
def test_risk(marks: tuple[str, ...], expected: Level) -> None:
    assert {level(Element.RISK, **{mark: 1}) for mark in marks} == {expected}


def test_every_item_counts_for_something() -> None:
    assert all(level(item.element, **{item.key: 9}) > level(item.element) for item in TABLES.items), (
        "an item that no rule knows"
    )


@pytest.mark.parametrize(
    "levels",
    list(product(*(REACHES[element] for element in Element))),
    ids=lambda levels: "-".join(map(str, levels)),
)
def test_two_of_three_elements_decide(levels: tuple[Level, ...]) -> None:
    counts: dict[str, int] = {}
    for element, reached in zip(Element, levels, strict=True):
        counts |= REACHES[element][reached]
    proposal = propose(TABLES, counts)
    assert proposal.level is sorted(levels)[1]
    carried = {verdict.element for verdict in proposal.deciding}
    assert len(carried) >= 2 or proposal.level is NONE
    assert carried == {
        element for element, reached in zip(Element, levels, strict=True) if reached >= proposal.level > NONE
    }


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        ("office_new", ("99202", "99203", "99204", "99205")),
        ("office_established", ("99212", "99213", "99214", "99215")),
        ("emergency", ("99282", "99283", "99284", "99285")),
        ("hospital_initial", ("99221", "99221", "99222", "99223")),
        ("hospital_subsequent", ("99231", "99231", "99232", "99233")),
        ("consultation_office", ("99242", "99243", "99244", "99245")),
        ("consultation_hospital", ("99252", "99253", "99254", "99255")),
    ],
)
def test_codes_by_level(setting: str, codes: tuple[str, ...]) -> None:
    assert tuple(SETTINGS[setting].codes[level] for level in list(Level)[1:]) == codes


@pytest.mark.parametrize(
    ("setting", "minutes", "code"),
    [
        ("office_new", 14, ""), ("office_new", 15, "99202"), ("office_new", 29, "99202"),
        ("office_new", 30, "99203"), ("office_new", 45, "99204"), ("office_new", 60, "99205"),
        ("office_new", 200, "99205"),
        ("office_established", 9, ""), ("office_established", 10, "99212"),
        ("office_established", 20, "99213"),
        ("office_established", 30, "99214"), ("office_established", 40, "99215"),
        ("hospital_initial", 39, ""), ("hospital_initial", 40, "99221"), ("hospital_initial", 55, "99222"),
        ("hospital_initial", 75, "99223"),
        ("hospital_subsequent", 24, ""), ("hospital_subsequent", 25, "99231"),
        ("hospital_subsequent", 35, "99232"), ("hospital_subsequent", 50, "99233"),
        ("emergency", 500, ""),
        ("consultation_office", 19, ""), ("consultation_office", 20, "99242"),
        ("consultation_office", 30, "99243"), ("consultation_office", 40, "99244"),
        ("consultation_office", 54, "99244"), ("consultation_office", 55, "99245"),
        ("consultation_hospital", 34, ""), ("consultation_hospital", 35, "99252"),
        ("consultation_hospital", 45, "99253"), ("consultation_hospital", 60, "99254"),
        ("consultation_hospital", 80, "99255"),
    ],
)  # fmt: skip
def test_time_where_it_counts(setting: str, minutes: int, code: str) -> None:
    assert by_time(SETTINGS[setting], minutes) == code


@pytest.mark.parametrize(
    ("visit_type", "setting"),
    [
        ("New patient", "office_new"), ("Consult", "office_new"), ("Emergency", "emergency"),
        ("Inpatient", "hospital_subsequent"), ("Office visit", "office_established"),
        ("Well visit", "office_established"), ("Wound clinic", "office_established"),
        ("", "office_established"),
    ],
)  # fmt: skip
def test_no_visit_is_taken_for_a_new_patients_unless_it_says_so(visit_type: str, setting: str) -> None:
    assert setting_for(TABLES, visit_type).key == setting


def test_every_visit_type_has_one_setting() -> None:
    named = [visit for setting in TABLES.settings for visit in setting.visits]
    assert sorted(named) == sorted(VISIT_TYPES)
    assert [setting.key for setting in TABLES.settings if setting.otherwise] == ["office_established"]


@given(st.dictionaries(st.sampled_from([item.key for item in TABLES.items]), st.integers(0, 4)), st.data())
def test_marking_more_never_lowers_the_level(counts: dict[str, int], data: st.DataObject) -> None:
    more = data.draw(st.sampled_from([item.key for item in TABLES.items]))
    assert propose(TABLES, {**counts, more: counts.get(more, 0) + 1}).level >= propose(TABLES, counts).level
