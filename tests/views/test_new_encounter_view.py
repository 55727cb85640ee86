from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.views.new_encounter_view import NewEncounterView, parse_birth_date
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import BUILT_IN

ADA, BEN = Person("p-1", "Ada Okafor", Role.PROVIDER, "MD"), Person("p-2", "Ben Ruiz", Role.PROVIDER, "DO")


@pytest.fixture
def view(qtbot: QtBot) -> NewEncounterView:
    view = NewEncounterView(BUILT_IN)
    view.start([ADA, BEN])
    return view


@pytest.fixture
def keyboard(qtbot: QtBot, view: NewEncounterView) -> Keyboard:
    return Keyboard(qtbot, view)


def fill_in(keyboard: Keyboard, *, born: str = "04/23/1989") -> None:
    keyboard.type(" HS-1 ")
    keyboard.press(Key.Key_Tab)
    keyboard.type("Imogen Hartley")
    keyboard.press(Key.Key_Tab)
    keyboard.type(born)
    keyboard.press(Key.Key_Tab)
    keyboard.type("F")


def test_a_form_filled_by_keyboard_is_handed_over_once(
    qtbot: QtBot, view: NewEncounterView, keyboard: Keyboard
) -> None:
    wanted: list[object] = []
    view.wanted.connect(wanted.append)
    fill_in(keyboard)
    keyboard.press(Key.Key_Return, Key.Key_Return, Key.Key_Enter)
    (new,) = wanted
    assert vars(new) | {"location": ""} == {
        "patient_name": "Imogen Hartley",
        "birth_date": date(1989, 4, 23),
        "sex": Sex.FEMALE,
        "mrn": " HS-1 ",
        "visit_type": "Office visit",
        "provider_id": ADA.id,
        "location": "",
        "note_type": "soap_visit",
    }


def test_each_missing_thing_is_named_and_gets_the_cursor(view: NewEncounterView, keyboard: Keyboard) -> None:
    steps = (
        ("The MRN is missing.", view.mrn, "HS-1"),
        ("The patient's name is missing.", view.name, "Imogen Hartley"),
        ("The date of birth is missing.", view.birth_date, "04/23/1989"),
        ("The sex is missing.", view.sex, "F"),
    )
    for message, field, answer in steps:
        keyboard.press(Key.Key_Return)
        assert view.error.text().startswith(message)
        assert keyboard.focus is field
        keyboard.type(answer)
    keyboard.press(Key.Key_Return)
    assert not view.error.isVisible()


def test_the_button_pressed_twice_begins_once_and_leaves_nothing(
    qtbot: QtBot, view: NewEncounterView, keyboard: Keyboard
) -> None:
    wanted: list[object] = []
    view.wanted.connect(wanted.append)
    fill_in(keyboard)
    view.begin.setFocus()
    with qtbot.assertNotEmitted(view.cancelled):
        keyboard.press(Key.Key_Space, Key.Key_Space, Key.Key_Return)
    assert len(wanted) == 1
    view.show_error(BadInput("MRN HS-1 belongs to Casey Okonkwo.", remedy="Check the MRN."))
    assert keyboard.focus is view.begin


def test_a_refusal_lets_one_try_again(qtbot: QtBot, view: NewEncounterView, keyboard: Keyboard) -> None:
    fill_in(keyboard)
    keyboard.press(Key.Key_Return)
    view.show_error(BadInput("MRN HS-1 belongs to Casey Okonkwo.", remedy="Check the MRN."))
    assert view.error.isVisible()
    with qtbot.waitSignal(view.wanted, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_without_a_provider_it_says_what_to_do(view: NewEncounterView, keyboard: Keyboard) -> None:
    view.start([])
    fill_in(keyboard)
    keyboard.press(Key.Key_Return)
    assert "no provider" in view.error.text()


def test_the_next_patient_begins_empty_but_with_the_same_provider(
    view: NewEncounterView, keyboard: Keyboard
) -> None:
    fill_in(keyboard)
    view.provider.setCurrentIndex(1)
    view.start([ADA, BEN])
    assert [field.text() for field in (view.mrn, view.name, view.birth_date)] == ["", "", ""]
    assert view.sex.currentData() is None
    assert view.provider.currentData() == BEN.id
    assert keyboard.focus is view.mrn


def test_escape_and_cancel_leave(qtbot: QtBot, view: NewEncounterView, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(view.cancelled, timeout=1000):
        keyboard.press(Key.Key_Escape)
    view.cancel.setFocus()
    with qtbot.assertNotEmitted(view.wanted), qtbot.waitSignal(view.cancelled, timeout=1000):
        keyboard.press(Key.Key_Return)


@pytest.mark.parametrize(
    "typed", ["04/23/1989", "4/23/1989", "04-23-1989", "04231989", "1989-04-23", " 04/23/1989 "]
)
def test_dates_are_read_as_people_type_them(typed: str) -> None:
    assert parse_birth_date(typed) == date(1989, 4, 23)


@pytest.mark.parametrize("typed", ["", "23/04/1989", "02/30/1989", "04/23/89", "yesterday", "04/23"])
def test_other_dates_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_birth_date(typed)
    assert "04/23/1968" in refusal.value.remedy
