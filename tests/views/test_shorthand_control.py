"""Shorthand in the real window, by keyboard alone."""

from scribe_desktop.notes.passage import Origin, Passage, Source
from tests.helpers.clinic import origins
from tests.helpers.clinic_day import ClinicDay
from tests.views.test_code_finder import day, text

__all__ = ["day"]
FULL = "Patient complains of shortness of breath for 3 days, history of hypertension"


def test_one_key_writes_the_paragraph_out_and_one_undo_takes_it_back(day: ClinicDay) -> None:
    day.chart.editor.go_to("hpi")
    day.hands.type("Walks.")
    day.hands.press("Return")
    day.hands.type("pt c/o SOB x 3d, h/o HTN")
    day.hands.press("Ctrl+Shift+W")
    assert text(day, "hpi") == f"Walks.\n{FULL}"
    assert origins(day.chart.editor.passage("hpi")) == {"typed": f"Walks.\n{FULL}"}
    day.hands.type(".")
    assert text(day, "hpi").endswith("hypertension.")
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert text(day, "hpi") == "Walks.\npt c/o SOB x 3d, h/o HTN"


def test_dictated_shorthand_stays_dictated(day: ClinicDay) -> None:
    dictated = Source(Origin.DICTATED, "somebody", "moonshine")
    editor = day.chart.editor.section_editor("problems")
    editor.show_passage(Passage.of("history of HTN", dictated))
    day.hands.press("Ctrl+Shift+W")
    assert editor.passage() == Passage.of("history of hypertension", dictated)


def test_several_meanings_are_asked_about_and_all_is_one_step(day: ClinicDay) -> None:
    day.hands.type("Has MS and HTN, CP")
    day.hands.press("Ctrl+Shift+W")
    popup = day.chart.shorthand
    assert popup.isVisible()
    assert text(day) == "Has MS and HTN, CP"
    rows = [popup.rows.item(row).text() for row in range(popup.rows.count())]
    day.hands.press(*["Down"] * rows.index("multiple sclerosis"), "Return")
    day.hands.wait("what is left", lambda: not popup.isVisible() or popup.query.text() == "CP")
    if popup.isVisible():
        day.hands.press("Escape")
    assert text(day).startswith("Has multiple sclerosis and hypertension, ")
    day.hands.press("Ctrl+Z")
    assert text(day) == "Has MS and HTN, CP"


def test_each_meaning_is_offered_once_with_the_capital_of_its_sentence(day: ClinicDay) -> None:
    day.hands.type("MS is stable")
    day.hands.press("Ctrl+Shift+W")
    rows = day.chart.shorthand.rows
    offered = [rows.item(row).text() for row in range(rows.count())]
    assert len({one.casefold() for one in offered}) == len(offered)
    assert all(one[0].isupper() for one in offered)


def test_units_grades_and_what_may_be_something_else_are_left_or_asked_about(day: ClinicDay) -> None:
    day.hands.type("CT: 3 mm stone, CKD stage IV, 500 MG tylenol, on HD")
    day.hands.press("Ctrl+Shift+W")
    popup = day.chart.shorthand
    assert popup.isVisible()
    assert popup.query.text() == "HD"
    day.hands.press("Escape")
    assert not popup.isVisible()
    assert text(day) == (
        "Computed tomography: 3 mm stone, chronic kidney disease stage IV, 500 MG tylenol, on HD"
    )
