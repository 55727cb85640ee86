"""The phrase libraries on the phrases page, and which of them a note goes by."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from scribe_desktop.views.phrases_view import PhrasesView
from tests.helpers.clinic import IMOGEN, PHYSICIAN, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the visitor's empty chart open."""
    profile = clinic_in(tmp_path, IMOGEN)
    (tmp_path / "shared").mkdir()
    with at_chart(profile, PHYSICIAN, IMOGEN) as day:
        yield day


def phrases_page(day: ClinicDay) -> PhrasesView:
    day.hands.press("Ctrl+Shift+J")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, PhrasesView)
    return page


def choose(day: ClinicDay, box: QComboBox, title: str) -> None:
    """Go down in the list to an entry, by keys."""
    day.go_to(box)
    box.setCurrentIndex(0)
    for _ in range(box.findText(title)):
        day.hands.press("Down")
    assert box.currentText() == title


def test_a_phrase_saved_for_a_specialty_is_used_in_its_notes_alone(day: ClinicDay, tmp_path: Path) -> None:
    page = phrases_page(day)
    day.fill(page.clinic, str(tmp_path / "shared"))
    day.push(page.use_clinic)
    day.hands.wait("the folder", lambda: "are read" in page.message.text())
    choose(day, page.library, "Dermatology")
    shown = [page.phrases.item(row).text() for row in range(page.phrases.count())]
    assert [said.split()[0] for said in shown] == [".dermacne", ".dermeczema", ".dermnew"]
    day.push(page.fresh)
    day.hands.type("nkda")
    day.hands.press("Tab")
    day.hands.type("Allergies here")
    day.fill(page.sections, "referral_reason")
    page.body.setPlainText("Reacts to *** plasters.")
    assert page.save.text() == "&Save for Dermatology"
    day.push(page.save)
    day.hands.wait("it saved", lambda: "library Dermatology" in page.message.text())
    assert page.standing.text() == (
        "Library: Dermatology. Used in notes of this specialty instead of the one in: Starter."
    )
    day.hands.picture("libraries")
    day.hands.press("Escape")
    assert day.chart.phrases.library.get("nkda") == day.workspace.session.phrases.get("nkda")
    day.hands.press("Ctrl+T")
    day.hands.type("derm")
    day.hands.press("Return")
    day.hands.wait("the other note", lambda: day.chart.chart.note_type.key == "consult_dermatology")
    day.hands.type(".nkda ")
    assert day.chart.editor.section_editor("referral_reason").toPlainText() == "Reacts to *** plasters."


def test_ones_own_specialty_is_at_hand_in_every_note(day: ClinicDay) -> None:
    assert "psychnew" in day.chart.phrases.library.behind
    page = phrases_page(day)
    choose(day, page.specialty, "Psychiatry")
    day.hands.wait("the choice", lambda: "Psychiatry are at hand" in page.message.text())
    assert "psychnew" not in day.chart.phrases.library.behind
    choose(day, page.specialty, "None: as the note type says")
    day.hands.press("Down", "Up")
    day.hands.wait("the choice", lambda: "Each note" in page.message.text())


def test_the_clinics_library_is_written_only_where_it_has_a_folder(day: ClinicDay) -> None:
    page = phrases_page(day)
    choose(day, page.library, "Clinic")
    day.push(page.fresh)
    day.hands.type("calm")
    page.phrase_title.setText("Calm")
    page.body.setPlainText("Calm {yes|no}.")
    assert page.save.text() == "&Save for the clinic"
    day.push(page.save)
    day.hands.wait("the refusal", lambda: "no folder for its phrases" in page.message.text())
