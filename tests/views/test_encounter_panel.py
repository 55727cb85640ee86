"""The list on the left: what it finds, which row is current, and that the keyboard is enough."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.encounter import Encounter, EncounterSummary
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.likeness import Alike, Likeness
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.views.encounter_list import two_lines
from scribe_desktop.views.encounter_panel import EncounterPanel
from tests.helpers.keyboard import Key, Keyboard

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def row(name: str, mrn: str, state: NoteState = NoteState.DRAFT) -> EncounterSummary:
    patient = Patient(f"patient-{mrn}", name, date(1989, 4, 23), Sex.FEMALE, mrn)
    encounter = Encounter(f"encounter-{mrn}", patient, "Office visit", "provider-1", NOW, "Room 2")
    return EncounterSummary(
        encounter=encounter,
        note_id=f"note-{mrn}",
        provider_name="Maria Santos",
        state=state,
        state_since=NOW - timedelta(hours=2),
        draft_saved_at=NOW - timedelta(minutes=4),
    )


ROWS = (row("Imogen Hartley", "HS-1"), row("Casey Okonkwo", "HS-2"), row("Ann Hartley", "HS-31"))


@pytest.fixture
def panel(qtbot: QtBot) -> EncounterPanel:
    panel = EncounterPanel()
    panel.resize(300, 500)
    panel.show_rows(ROWS, 0, NOW)
    return panel


@pytest.fixture
def keyboard(qtbot: QtBot, panel: EncounterPanel) -> Keyboard:
    return Keyboard(qtbot, panel)


def names(panel: EncounterPanel) -> list[str]:
    model = panel.list.model()
    return [str(model.index(n, 0).data()).partition(",")[0] for n in range(model.rowCount())]


def current(panel: EncounterPanel) -> str:
    return str(panel.list.currentIndex().data()).partition(",")[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hart", ["Imogen Hartley", "Ann Hartley"]),
        ("HART ann", ["Ann Hartley"]),
        ("hs-3", ["Ann Hartley"]),
        ("  ", ["Imogen Hartley", "Casey Okonkwo", "Ann Hartley"]),
        ("nobody", []),
    ],
)
def test_every_word_must_be_in_name_or_mrn(
    panel: EncounterPanel, keyboard: Keyboard, typed: str, found: list[str]
) -> None:
    panel.filter.setFocus()
    keyboard.type(typed)
    assert names(panel) == found
    assert panel.empty.isVisible() == (not found)


def test_return_in_the_filter_opens_the_first_and_clears_it(
    qtbot: QtBot, panel: EncounterPanel, keyboard: Keyboard
) -> None:
    panel.filter.setFocus()
    keyboard.type("casey")
    with qtbot.waitSignal(panel.chosen) as opened:
        keyboard.press(Key.Key_Return)
    assert opened.args == ["encounter-HS-2"]
    assert panel.filter.text() == ""
    keyboard.type("nobody")
    with qtbot.assertNotEmitted(panel.chosen):
        keyboard.press(Key.Key_Return)
    assert panel.filter.text() == "nobody"


def test_down_goes_from_the_filter_into_the_list(
    qtbot: QtBot, panel: EncounterPanel, keyboard: Keyboard
) -> None:
    panel.filter.setFocus()
    keyboard.press(Key.Key_Down)
    assert panel.list.hasFocus()
    assert current(panel) == "Imogen Hartley"
    keyboard.press(Key.Key_Down)
    with qtbot.waitSignal(panel.chosen) as opened:
        keyboard.press(Key.Key_Return)
    assert opened.args == ["encounter-HS-2"]


def test_fresh_rows_leave_the_current_one_where_somebody_is(
    panel: EncounterPanel, keyboard: Keyboard
) -> None:
    panel.mark_open("encounter-HS-1")
    panel.take_focus()
    keyboard.press(Key.Key_Down)
    panel.show_rows((row("Newly Come", "HS-9"), *ROWS), 0, NOW)
    assert current(panel) == "Casey Okonkwo"
    panel.filter.setFocus()
    panel.show_rows(ROWS, 0, NOW)
    assert current(panel) == "Imogen Hartley"


def test_a_list_that_runs_empty_does_not_swallow_the_focus(panel: EncounterPanel, keyboard: Keyboard) -> None:
    panel.take_focus()
    panel.show_rows((), 0, NOW)
    assert panel.filter.hasFocus()
    assert "Ctrl+N" in panel.empty.text()


def test_the_queue_says_how_many_wait_and_asks_for_its_rows(
    qtbot: QtBot, panel: EncounterPanel, keyboard: Keyboard
) -> None:
    panel.show_rows(ROWS, 3, NOW)
    assert panel.review.text() == "Review (3)"
    with qtbot.waitSignal(panel.refresh_wanted):
        panel.switch_to(queue=True)
    assert panel.shows_queue
    panel.show_rows((), 0, NOW)
    assert panel.review.text() == "Review"
    assert panel.empty.text() == "Nothing waits for review."


def test_a_row_says_who_where_whose_and_how_old() -> None:
    assert two_lines(ROWS[0], NOW) == ("36 y F · Office visit · Room 2", "Maria Santos · 4 min")
    waiting = row("Imogen Hartley", "HS-1", NoteState.SUBMITTED)
    assert two_lines(waiting, NOW)[1] == "Maria Santos · 2 h"


def test_a_row_is_told_to_a_screen_reader_in_full(panel: EncounterPanel) -> None:
    told = panel.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Casey Okonkwo, 36 y F · Office visit · Room 2, Maria Santos · 4 min, draft"


def changed_rows(panel: EncounterPanel) -> list[int]:
    """Numbers of the rows that the list is told to look at anew, from now on; -1 stands for all of them."""
    model, told = panel.list.model(), list[int]()
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    model.modelReset.connect(lambda: told.append(-1))
    return told


def test_the_same_encounters_again_are_not_painted_again(panel: EncounterPanel) -> None:
    told = changed_rows(panel)
    saved_since = [replace(one, draft_saved_at=NOW - timedelta(minutes=4, seconds=20)) for one in ROWS]
    panel.show_rows(saved_since, 0, NOW)
    assert told == []


def test_only_what_says_something_new_is_painted_again(panel: EncounterPanel) -> None:
    told = changed_rows(panel)
    submitted = replace(ROWS[1], state=NoteState.SUBMITTED)
    alike = {ROWS[2].encounter.patient.id: [Alike(ROWS[0].encounter.patient, Likeness.LAST_NAME)]}
    panel.show_rows([ROWS[0], submitted, ROWS[2]], 1, NOW, alike)
    assert told == [1, 2]
    assert "in review" in str(panel.list.model().index(1, 0).data())
    assert "same last name as Imogen Hartley" in str(panel.list.model().index(2, 0).data())


def test_time_that_goes_by_is_seen_in_every_row(panel: EncounterPanel) -> None:
    told = changed_rows(panel)
    panel.show_rows(ROWS, 0, NOW + timedelta(hours=1))
    assert told == [0, 1, 2]


def test_other_encounters_take_the_place_of_the_former_ones(panel: EncounterPanel) -> None:
    told = changed_rows(panel)
    panel.show_rows(ROWS[1:], 0, NOW)
    assert told == [-1]
    assert names(panel) == ["Casey Okonkwo", "Ann Hartley"]
