"""Whose note is it? The question between the keyboard and another patient's note, in the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.notes.passage import Origin
from scribe_desktop.session.wrong_patient import Policy, When
from scribe_desktop.views.guard_bar import GuardBar
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.busy_clinic import DANA, EVERYBODY, IMOGEN, ROBIN, SISTER, BusyDay
from tests.helpers.clinic import PHYSICIAN, SCRIBE, clinic_in
from tests.helpers.visits import REQUIRED, typed


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[BusyDay]:
    """The scribe has written in Robin's note, and has Dana's in front."""
    day = BusyDay(clinic_in(tmp_path, *EVERYBODY), tmp_path / "pictures")
    day.enter(SCRIBE)
    day.bring(ROBIN)
    day.hands.type("Cough")
    day.bring(DANA)
    yield day
    day.close()


def bar(day: BusyDay) -> GuardBar:
    return day.workspace.guard.bar


def answer(day: BusyDay, key: str) -> None:
    day.hands.wait("the question", lambda: bar(day).is_ready)
    day.hands.press(key)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def texts(day: BusyDay) -> tuple[str, str]:
    """Robin's and Dana's chief complaint."""
    return day.says(ROBIN), day.says(DANA)


def test_the_first_key_is_asked_about_and_put_in_after_a_yes(day: BusyDay) -> None:
    day.hands.type("Sore")
    assert bar(day).isVisible()
    assert bar(day).hasFocus()
    for part in (ROBIN.name, DANA.name):
        assert part in bar(day).question.text()
    assert "Sore" in bar(day).waiting.text()
    assert day.workspace.banner.property("asked") is True
    assert texts(day) == ("Cough", "")
    answer(day, "Return")
    assert not bar(day).isVisible()
    assert day.workspace.banner.property("asked") is False
    day.hands.type(" throat")
    assert texts(day) == ("Cough", "Sore throat")
    day.save_all()
    assert day.stored(DANA) == "Sore throat"
    source = day.view(DANA).editor.editor("cc").passage().pieces()
    assert {piece.origin for _, piece in source} == {Origin.TYPED}


def test_it_is_asked_once_for_each_change_of_patient(day: BusyDay) -> None:
    day.hands.type("S")
    answer(day, "Return")
    day.hands.type("ore")
    day.bring(ROBIN)
    day.hands.type("s")
    assert bar(day).isVisible()
    answer(day, "Return")
    day.hands.type(" and fever")
    assert not bar(day).isVisible()
    assert texts(day) == ("Coughs and fever", "Sore")


def test_whoever_clicks_into_the_note_is_still_asked(day: BusyDay) -> None:
    day.hands.type("So")
    day.view(DANA).editor.editor("cc").setFocus()
    day.hands.type("re")
    assert bar(day).hasFocus()
    answer(day, "Return")
    assert texts(day) == ("Cough", "Sore")


def test_escape_is_a_no_wherever_the_cursor_is(day: BusyDay) -> None:
    day.hands.type("S")
    day.workspace.encounters.filter.setFocus()
    day.hands.press("Escape")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    assert not bar(day).isVisible()
    assert texts(day) == ("Cough", "")


def test_looking_at_another_chart_is_not_asked_about(day: BusyDay) -> None:
    day.hands.press("Ctrl+2", "Down", "Home", "F2", "Tab", "Ctrl+C", "Ctrl+A")
    assert not bar(day).isVisible()
    day.bring(ROBIN)
    day.hands.type("s")
    assert not bar(day).isVisible()


def test_enter_in_the_flow_of_typing_is_text_and_no_answer(day: BusyDay) -> None:
    day.hands.type("Sore")
    day.hands.press("Return")
    day.hands.type("throat")
    day.hands.press("Backspace")
    assert bar(day).isVisible()
    assert texts(day) == ("Cough", "")
    answer(day, "Return")
    assert texts(day) == ("Cough", "Sore\nthroa")


def test_a_key_held_down_answers_nothing(day: BusyDay) -> None:
    day.hands.press("Return")
    day.hands.wait("the question", lambda: bar(day).is_ready)
    repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QCoreApplication.sendEvent(bar(day), repeated)
    assert bar(day).isVisible()
    answer(day, "Return")
    assert texts(day) == ("Cough", "\n")


def test_escape_goes_back_and_a_slip_of_the_finger_is_forgotten(day: BusyDay) -> None:
    day.hands.type("s")
    answer(day, "Escape")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    assert not bar(day).isVisible()
    assert QApplication.focusWidget() is day.view(ROBIN).editor.editor("cc")
    day.hands.type("s")
    assert texts(day) == ("Coughs", "")


def test_after_escape_what_was_typed_is_offered_to_the_note_before(day: BusyDay) -> None:
    day.hands.type(" and fever")
    answer(day, "Escape")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    assert bar(day).isVisible()
    assert texts(day) == ("Cough", "")
    answer(day, "Return")
    assert texts(day) == ("Cough and fever", "")
    day.hands.press("Ctrl+Z")
    assert texts(day) == ("Cough", "")


def test_after_escape_twice_it_is_told_what_was_not_written(day: BusyDay) -> None:
    day.hands.type(" and fever")
    answer(day, "Escape")
    answer(day, "Escape")
    assert texts(day) == ("Cough", "")
    assert "“ and fever”" in day.workspace.dictation.partial.text()
    day.hands.type("s")
    assert texts(day) == ("Coughs", "")


def test_the_buttons_do_the_same_by_keyboard(day: BusyDay) -> None:
    day.hands.type("Sore")
    bar(day).no.setFocus()
    answer(day, "Return")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    bar(day).yes.setFocus()
    day.hands.press("Space")
    assert texts(day) == ("CoughSore", "")


def paste(day: BusyDay) -> None:
    QGuiApplication.clipboard().setText("pasted")
    day.hands.press("Ctrl+V")


def paste_by_menu(day: BusyDay) -> None:
    QGuiApplication.clipboard().setText("pasted")
    day.view(DANA).editor.editor("cc").paste()


def compose(day: BusyDay) -> None:
    event = QInputMethodEvent()
    event.setCommitString("é")
    QCoreApplication.sendEvent(focused(), event)


def expand(day: BusyDay) -> None:
    phrase = day.workspace.session.phrases.get("nkda")
    assert phrase is not None
    day.chart.phrases.insert(phrase)


@pytest.mark.parametrize(
    ("do", "text"), [(paste, "pasted"), (paste_by_menu, "pasted"), (compose, "é"), (expand, "no known")]
)
def test_text_by_other_means_waits_too(day: BusyDay, do: Callable[[BusyDay], None], text: str) -> None:
    do(day)
    assert bar(day).isVisible()
    assert texts(day) == ("Cough", "")
    answer(day, "Return")
    assert text in day.says(DANA).casefold()
    assert day.says(ROBIN) == "Cough"


def there_already(day: BusyDay, text: str) -> None:
    """Let Dana's note say this, and Robin be the last one written about."""
    day.hands.type(text[0])
    answer(day, "Return")
    day.hands.type(text[1:])
    day.bring(ROBIN)
    day.hands.type("s")
    answer(day, "Return")
    day.bring(DANA)


def test_erasing_undoing_and_expanding_wait_too(day: BusyDay) -> None:
    there_already(day, "Sore .nkda")
    for key, after in (("Tab", "Sore No known drug allergies"), ("Backspace", ""), ("Ctrl+Z", "")):
        day.hands.press(key)
        assert bar(day).isVisible(), key
        assert day.says(DANA) == "Sore .nkda"
        if after:
            answer(day, "Return")
            assert day.says(DANA).startswith(after)
            day.hands.press("Ctrl+Z")
            assert day.says(DANA) == "Sore .nkda"
            day.bring(ROBIN)
            day.hands.type("s")
            answer(day, "Return")
        else:
            answer(day, "Escape")
            day.hands.wait("Robin", lambda: day.front == ROBIN.name)
        day.bring(DANA)


def test_cutting_and_undoing_by_the_context_menu_wait_too(day: BusyDay) -> None:
    there_already(day, "Sore throat")
    day.hands.press("Ctrl+A")
    editor = day.view(DANA).editor.editor("cc")
    menus: list[QMenu] = []
    editor.menu_opening.connect(menus.append)
    for name in ("Cut", "Undo"):
        there = editor.cursorRect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, there, editor.mapToGlobal(there))
        QCoreApplication.sendEvent(editor, asked)
        entries = {one.text().partition("\t")[0].replace("&", ""): one for one in menus[-1].actions()}
        menus[-1].close()
        entries[name].trigger()
        assert bar(day).isVisible()
        assert editor.toPlainText() == "Sore throat"
        if name == "Cut":
            bar(day).answered.emit(False)
            day.bring(DANA)
    day.hands.take_keyboard()
    answer(day, "Return")
    assert editor.toPlainText() == ""


def test_codes_are_looked_for_once_it_is_the_right_note(day: BusyDay) -> None:
    day.hands.press("Ctrl+Shift+I")
    assert bar(day).isVisible()
    assert not day.chart.codes.isVisible()
    answer(day, "Return")
    assert day.chart.codes.isVisible()
    assert day.chart.codes.query.hasFocus()
    day.hands.press("Escape")
    assert day.app.jobs.wait(30_000)


def test_dictation_begins_once_it_is_the_right_note(day: BusyDay) -> None:
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(assets.resource("samples", "dictation.flac"))
    assert bar(day).isVisible()
    assert day.workspace.control.is_quiet
    answer(day, "Return")
    assert DANA.name in day.workspace.dictation.anchor.toolTip()
    day.hands.wait("the first words", lambda: day.says(DANA, "hpi"), 60)
    day.workspace.control.cancel()
    day.hands.wait("quiet", lambda: day.workspace.control.is_quiet, 60)


def test_talking_while_a_key_is_held_begins_anew_after_the_question(day: BusyDay) -> None:
    QTest.keyPress(focused(), Qt.Key.Key_F8)
    assert bar(day).isVisible()
    QTest.keyRelease(focused(), Qt.Key.Key_F8)
    answer(day, "Return")
    assert not day.workspace.control.is_running
    assert "again" in day.workspace.dictation.partial.text()


def test_whoever_picked_the_patient_by_name_is_not_asked(day: BusyDay) -> None:
    day.bring(IMOGEN, by_name=True)
    day.hands.type("Fall")
    assert not bar(day).isVisible()
    assert day.says(IMOGEN) == "Fall"


def test_patients_alike_are_asked_about_even_if_picked_by_name(day: BusyDay) -> None:
    day.bring(SISTER, by_name=True)
    day.hands.type("Fall")
    assert "same last name as Robin Castellane" in bar(day).question.text()
    answer(day, "Return")
    assert day.says(SISTER) == "Fall"


def test_a_new_encounter_is_not_asked_about(day: BusyDay) -> None:
    day.begin_encounter()
    day.hands.type("Rash")
    assert not bar(day).isVisible()
    assert day.chart.editor.editor("cc").toPlainText() == "Rash"


def test_another_chart_in_front_takes_the_question_back(day: BusyDay) -> None:
    day.hands.type("Sore")
    day.bring(IMOGEN)
    assert not bar(day).isVisible()
    assert "“Sore”" in day.workspace.dictation.partial.text()
    assert QApplication.focusWidget() is day.view(IMOGEN).editor.editor("cc")
    assert (*texts(day), day.says(IMOGEN)) == ("Cough", "", "")


def test_nobody_leaves_with_words_that_belong_to_no_note_unnoticed(day: BusyDay) -> None:
    day.hands.type("Sore")
    day.hands.press("Ctrl+Q")
    day.hands.wait("the question", lambda: day.window.findChild(QMessageBox))
    question = day.window.findChild(QMessageBox)
    assert question is not None
    assert "“Sore”" in question.informativeText()
    day.hands.press("Escape")
    day.hands.wait("no question", lambda: day.window.findChild(QMessageBox) is None)
    day.hands.take_keyboard()
    bar(day).setFocus()
    answer(day, "Return")
    assert day.says(DANA) == "Sore"


def test_a_question_hides_nothing_of_who_it_is_about(day: BusyDay) -> None:
    day.hands.type("S")
    assert day.workspace.banner.name.text() == DANA.name
    question = bar(day).geometry()
    assert not question.intersects(day.workspace.banner.geometry())
    assert not question.intersects(day.workspace.strip.geometry())
    assert question.height() >= bar(day).minimumSizeHint().height()
    answer(day, "Escape")


def test_addenda_are_asked_about_too(day: BusyDay) -> None:
    session = day.workspace.session
    for visitor in (ROBIN, IMOGEN):
        note = session.charting.open(day.encounter_id(visitor)).note
        session.charting.save(note.id, {key: typed(session, text) for key, text in REQUIRED.items()})
        session.charting.submit(note.id)
    day.lock()
    day.enter(PHYSICIAN)
    day.bring(ROBIN)
    day.sign_as(PHYSICIAN)
    day.bring(DANA)
    day.hands.type("Fall")
    day.bring(ROBIN)
    day.chart.signed.ask_addendum()
    day.hands.type("Culture negative.")
    assert day.chart.signed.text.toPlainText() == ""
    answer(day, "Return")
    assert day.chart.signed.text.toPlainText() == "Culture negative."


def test_the_clinic_can_ask_less_or_never(day: BusyDay) -> None:
    rule = day.workspace.session.wrong_patient
    day.lock()
    day.enter(PHYSICIAN)
    day.hands.press("Ctrl+,")
    view = day.workspace.pages.currentWidget()
    assert isinstance(view, SettingsView)
    view.guard.when.setCurrentIndex(view.guard.when.findData(When.NEVER.value))
    day.hands.wait("the choice", lambda: "Kept" in view.guard.message.text())
    assert not view.guard.minutes.isVisible()
    assert rule.policy == Policy()
    day.hands.press("Escape")
    day.bring(ROBIN)
    day.hands.type("s")
    day.bring(DANA)
    day.hands.type("Sore")
    assert day.says(DANA) == "Sore"
    day.lock()
    day.enter(SCRIBE)
    day.hands.press("Ctrl+,")
    scribes = day.workspace.pages.currentWidget()
    assert isinstance(scribes, SettingsView)
    assert not scribes.guard.when.isEnabled()
    assert scribes.guard.when.currentData() == When.NEVER
    day.hands.press("Escape")
