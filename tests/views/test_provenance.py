"""Where text comes from, shown and told; and what is taken over from an earlier note, by keyboard alone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.copied import copied_from, is_unconfirmed
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE, american
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.views.clipping import token_of
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, found, session_of
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.visits import new_visit

VISITOR, STRANGER = Visitor("M-1", "Imogen Hartley"), Visitor("M-2", "John Doe")
EARLIER = {
    "pmh": "Asthma, mild.\nEczema.",
    "allergies": "Penicillin (rash)",
    "hpi": "Cough for two weeks.",
    "vitals.blood_pressure": "132/84",
    "exam": "Lungs clear.",
    "follow_up": "In four weeks.",
}
PHRASED = "Denies chest pain."


@dataclass(frozen=True)
class Visits:
    profile: Profile
    earlier: str
    today: str


def written(session: Session, days_ago: int, content: dict[str, Passage]) -> str:
    """A visit of the visitor with this note; returns the encounter's id."""
    provider = session.charting.providers()[0]
    started = session.desk.clock() - timedelta(days=days_ago)
    visit = new_visit(provider.id, mrn=VISITOR.mrn, name=VISITOR.name)
    assert visit.sex is Sex.FEMALE
    encounter_id = session.charting.begin(visit, started_at=started)
    session.charting.save(session.charting.open(encounter_id).note.id, content)
    return encounter_id


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    profile = Profile(tmp_path_factory.mktemp("clinic") / "profile")
    found(profile, STRANGER)
    session = session_of(profile, PHYSICIAN)
    me = session.person.id
    typed, phrase = Source(Origin.TYPED, me), Source(Origin.PHRASE, me, "chestpain")
    earlier = written(session, 20, {key: Passage.of(text, typed) for key, text in EARLIER.items()})
    session.review.sign(session.charting.open(earlier).note.id, PHYSICIAN.passphrase, "I agree.")
    today = written(
        session,
        0,
        {"cc": Passage.of("Cough", typed), "hpi": Passage.join([("She coughs. ", typed), (PHRASED, phrase)])},
    )
    session.close()
    return Visits(profile, earlier, today)


@pytest.fixture
def day(qtbot: QtBot, visits: Visits, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has today's chart open."""
    day = ClinicDay(
        Profile(shutil.copytree(visits.profile.folder, tmp_path / "profile")), tmp_path / "pictures"
    )
    day.enter(PHYSICIAN)
    show(day, visits.today)
    yield day
    day.close()


def show(day: ClinicDay, encounter_id: str) -> None:
    day.workspace.open(encounter_id)
    shown = lambda: day.workspace.chart and day.workspace.chart.chart.encounter.id == encounter_id  # noqa: E731
    day.hands.wait("the chart", shown)


def copy_forward(day: ClinicDay) -> list[str]:
    """Open the panel; returns the keys of the sections offered."""
    day.hands.press("Ctrl+Shift+C")
    panel = day.chart.earlier
    day.hands.wait("the sections", lambda: panel.isVisible() and panel.sections.count())
    day.hands.wait("the keyboard in the list", panel.sections.hasFocus)
    return [section.key for section in panel._sections]


def ticked(day: ClinicDay, keys: list[str]) -> set[str]:
    rows = day.chart.earlier.sections
    return {key for row, key in enumerate(keys) if rows.item(row).checkState() is Qt.CheckState.Checked}


def told(day: ClinicDay) -> str:
    return day.chart.provenance.bar.line.text()


def test_a_key_shows_the_shades_and_the_line_says_where_text_comes_from(day: ClinicDay) -> None:
    bar = day.chart.provenance.bar
    assert not bar.isVisible()
    day.hands.press("Ctrl+2", "Ctrl+Shift+P")
    assert bar.legend.isVisible()
    assert told(day) == "Phrase .chestpain, put in by Maria Santos."
    day.hands.press("Home")
    assert told(day) == "Typed by Maria Santos."
    day.hands.press("Ctrl+Shift+P")
    assert not bar.isVisible()


def test_the_mouse_can_ask_for_the_words_while_shades_are_shown(day: ClinicDay) -> None:
    editor = day.chart.editor.editor("hpi")
    editor.select(1, 1)
    place = editor.cursorRect().center()
    ask = QHelpEvent(QEvent.Type.ToolTip, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), ask)
    assert not QToolTip.text()
    day.hands.press("Ctrl+Shift+P")
    QApplication.sendEvent(editor.viewport(), ask)
    assert QToolTip.text() == "Typed by Maria Santos"
    QToolTip.hideText()


def test_whoever_wants_the_shades_finds_them_again(day: ClinicDay, visits: Visits) -> None:
    day.hands.press("Ctrl+Shift+P")
    for person, wanted in ((SCRIBE, False), (PHYSICIAN, True)):
        day.lock()
        day.enter(person)
        show(day, visits.today)
        assert day.chart.provenance.bar.legend.isVisible() is wanted


def test_shades_are_there_in_a_signed_note_and_keys_walk_through_it(day: ClinicDay, visits: Visits) -> None:
    show(day, visits.earlier)
    day.hands.press("Ctrl+Shift+P")
    assert day.chart.provenance.bar.legend.isVisible()
    editor = day.chart.editor.editor("pmh")
    editor.setFocus()
    day.hands.press("Ctrl+Home", "Right", "Shift+Right")
    assert editor.textCursor().selectedText() == "s"
    assert told(day) == "Typed by Maria Santos."
    day.hands.type("x")
    assert editor.toPlainText() == EARLIER["pmh"]


def test_only_what_stands_is_ticked_and_what_was_found_says_so(day: ClinicDay) -> None:
    keys = copy_forward(day)
    assert keys == ["hpi", "pmh", "allergies", "vitals", "exam", "follow_up"]
    assert ticked(day, keys) == {"pmh", "allergies"}
    seen = day.workspace.session.desk.clock().astimezone() - timedelta(days=20)
    rows = [day.chart.earlier.sections.item(row).text() for row in range(len(keys))]
    assert rows[4] == f"Physical exam: found {american(seen.date())}, comes dated"
    day.hands.press("Escape")
    assert not day.chart.earlier.isVisible()
    assert day.chart.editor.editor("cc").hasFocus() or day.chart.editor.editor("pmh").hasFocus()


def test_ticked_sections_come_behind_what_stands_there_and_wait(day: ClinicDay) -> None:
    keys = copy_forward(day)
    day.hands.press("Space", *["Down"] * keys.index("vitals"), "Space", "Return")
    content = day.chart.editor.content()
    assert content["hpi"].text == f"She coughs. {PHRASED}\n{EARLIER['hpi']}"
    assert content["pmh"].text == EARLIER["pmh"]
    assert content["vitals"].text.endswith("BP 132/84 mmHg")
    assert content["vitals.blood_pressure"].text == ""
    assert content["exam"].text == content["follow_up"].text == ""
    [(_, source)] = content["pmh"].pieces()
    assert is_unconfirmed(source)
    assert "Copied from the note of" in told(day)
    assert day.chart.provenance.bar.isVisible()
    for _ in range(4):
        day.hands.press("Ctrl+Z")
    assert day.chart.editor.content()["hpi"].text == f"She coughs. {PHRASED}"
    day.hands.wait("nothing waiting", lambda: not day.chart.provenance.bar.isVisible())


def test_keys_go_through_copied_paragraphs_and_confirm_them_with_name_and_time(
    day: ClinicDay, visits: Visits
) -> None:
    copy_forward(day)
    day.hands.press("Return")
    pmh, allergies = (day.chart.editor.editor(key) for key in ("pmh", "allergies"))
    assert pmh.hasFocus()
    day.hands.press("Ctrl+Shift+Y")
    day.hands.press("Ctrl+Shift+H")
    assert pmh.textCursor().blockNumber() == 1
    day.hands.press("Ctrl+Shift+Y", "Ctrl+Shift+H")
    assert allergies.hasFocus()
    assert not any(is_unconfirmed(source) for _, source in pmh.passage().pieces())
    day.hands.press("Ctrl+S")
    day.lock()
    session = session_of(day.app.window._door.profile, PHYSICIAN)
    try:
        passage = session.charting.open(visits.today).content["pmh"]
    finally:
        session.close()
    assert {
        (place.confirmed_by, bool(place.confirmed_at))
        for _, s in passage.pieces()
        if (place := copied_from(s))
    } == {(session.person.id, True)}
    day.enter(PHYSICIAN)
    show(day, visits.today)
    day.hands.wait("what is left", day.chart.provenance.bar.isVisible)
    assert told(day) == "1 copied paragraph is not confirmed. Ctrl+Shift+H goes to the next."


def test_the_note_check_points_at_it(day: ClinicDay) -> None:
    copy_forward(day)
    day.hands.press("Return")
    run = day.chart.checking.run
    day.hands.wait(
        "findings", lambda: [f.key for f in run.findings if f.rule == "copied"] == ["pmh", "allergies"]
    )
    day.hands.press("Ctrl+Shift+Y")
    day.hands.wait("one less", lambda: "Eczema." in [f.quote for f in run.findings])


def test_a_section_that_stands_here_already_is_not_ticked_again(day: ClinicDay) -> None:
    copy_forward(day)
    day.hands.press("Return")
    keys = copy_forward(day)
    assert ticked(day, keys) == set()
    day.hands.press("Return")
    assert day.chart.earlier.isVisible()
    assert "Nothing is ticked" in day.chart.earlier.message.text()
    day.hands.press("Escape")


def test_a_patient_without_an_earlier_note_is_told_so(day: ClinicDay, visits: Visits) -> None:
    day.open(STRANGER.name)
    day.hands.press("Ctrl+Shift+C")
    day.hands.wait("the panel", day.chart.earlier.isVisible)
    assert "no earlier note" in day.chart.earlier.message.text()
    day.hands.press("Return")
    assert not day.chart.earlier.isVisible()


def test_whoever_signs_is_told_and_may_confirm_it_all(day: ClinicDay) -> None:
    copy_forward(day)
    day.hands.press("Return", "Ctrl+Shift+S")
    review = day.chart.review
    day.hands.wait("the attestation", review.attestation.toPlainText)
    assert review.copies.text() == "3 copied paragraphs are not confirmed: you sign them as they are."
    day.push(review.confirm_copies)
    assert not review.confirm_copies.isVisible()
    assert review.passphrase.hasFocus()
    day.hands.type(PHYSICIAN.passphrase)
    day.hands.press("Return")
    day.hands.wait("the signature", lambda: day.chart.chart.signature)
    for _, source in day.chart.chart.content["pmh"].pieces():
        assert not is_unconfirmed(source)


def test_nothing_is_said_at_signing_where_nothing_waits(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+S")
    day.hands.wait("the attestation", day.chart.review.attestation.toPlainText)
    assert not day.chart.review.copies.isVisible()
    assert not day.chart.review.confirm_copies.isVisible()


def test_words_cut_in_one_section_keep_their_source_in_another(day: ClinicDay) -> None:
    day.hands.press("Ctrl+2", "Ctrl+A", "Ctrl+X", "Ctrl+3", "Ctrl+V")
    pieces = [(text, source.origin) for text, source in day.chart.editor.passage("pmh").pieces()]
    assert pieces == [("She coughs. ", Origin.TYPED), (PHRASED, Origin.PHRASE)]
    assert day.chart.editor.passage("hpi").text == ""


def test_words_from_another_chart_say_so_and_are_pointed_at(day: ClinicDay) -> None:
    day.hands.press("Ctrl+2", "Ctrl+A", "Ctrl+C")
    day.open(STRANGER.name)
    day.hands.press("Ctrl+2", "Ctrl+V")
    [(text, source)] = day.chart.editor.passage("hpi").pieces()
    assert (text, source.origin, source.detail) == (f"She coughs. {PHRASED}", Origin.PASTED, OTHER_PATIENT)
    run = day.chart.checking.run
    day.hands.wait("the finding", lambda: "other-patient" in {f.rule for f in run.findings})


def test_words_from_the_patients_signed_note_wait_to_be_confirmed(day: ClinicDay, visits: Visits) -> None:
    show(day, visits.earlier)
    day.chart.editor.editor("exam").setFocus()
    day.hands.press("Ctrl+A", "Ctrl+C")
    show(day, visits.today)
    day.hands.press("Ctrl+3", "Ctrl+V")
    [(_, source)] = day.chart.editor.passage("pmh").pieces()
    assert is_unconfirmed(source)


def kept_by_a_clipboard_history() -> QMimeData:
    """All that another program can keep of what is on the clipboard, our token with it."""
    there, kept = QApplication.clipboard().mimeData(), QMimeData()
    for kind in there.formats():
        kept.setData(kind, there.data(kind))
    return kept


def test_what_was_copied_before_locking_is_from_outside_afterwards(day: ClinicDay, visits: Visits) -> None:
    day.hands.press("Ctrl+2", "Ctrl+A", "Ctrl+C")
    kept = kept_by_a_clipboard_history()
    assert token_of(kept)
    day.lock()
    assert QApplication.clipboard().text() == ""
    QApplication.clipboard().setMimeData(kept)
    assert QApplication.clipboard().text() == f"She coughs. {PHRASED}"
    day.enter(PHYSICIAN)
    show(day, visits.today)
    day.hands.press("Ctrl+3", "Ctrl+V")
    [(text, source)] = day.chart.editor.passage("pmh").pieces()
    assert (text, source.origin, source.detail) == (f"She coughs. {PHRASED}", Origin.PASTED, OUTSIDE)


def test_a_supervisor_or_scribe_cannot_confirm_what_is_in_review(day: ClinicDay, visits: Visits) -> None:
    copy_forward(day)
    day.hands.press("Return")
    day.submit()
    day.lock()
    day.enter(SCRIBE)
    show(day, visits.today)
    day.chart.editor.editor("pmh").setFocus()
    day.hands.press("Ctrl+Shift+Y")
    assert is_unconfirmed(next(source for _, source in day.chart.editor.passage("pmh").pieces()))
    assert told(day).endswith("not confirmed.")
