"""Certificates in the window, by keyboard: kept, vouched for, with hours, exported as a sheet or a table."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views import proving
from scribe_desktop.views.credentials_view import _CSV, _PDF, CredentialsView, _named
from tests.helpers.keyboard import Keyboard
from tests.views.conftest import Clinic

Key = Qt.Key


@pytest.fixture
def view(session: Session, jobs: Jobs) -> CredentialsView:
    view = CredentialsView(session, jobs)
    assert jobs.wait(20_000)
    return view


@pytest.fixture
def keyboard(qtbot: QtBot, view: CredentialsView) -> Keyboard:
    return Keyboard(qtbot, view)


def choose(view: CredentialsView, name: str) -> None:
    names = [view.person.itemText(row) for row in range(view.person.count())]
    view.person.setCurrentIndex(next(row for row, shown in enumerate(names) if name in shown))


def keep(view: CredentialsView, keyboard: Keyboard, jobs: Jobs, expires: str) -> None:
    for field, text in ((view.certificate, "CMSS"), (view.number, "12345"), (view.expires, expires)):
        field.setFocus()
        keyboard.type(text)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)


def test_a_certificate_is_vouched_for_by_keeping_it(
    view: CredentialsView, keyboard: Keyboard, jobs: Jobs, clinic: Clinic
) -> None:
    choose(view, clinic.scribe)
    keep(view, keyboard, jobs, "01/31/2099")
    assert view.error.text() == "Kept."
    assert view.state.text() == f"Current. Checked by {clinic.physician}."


def test_return_adds_a_course_and_keeps_nothing_else(
    view: CredentialsView, keyboard: Keyboard, jobs: Jobs
) -> None:
    now = datetime.now(UTC).astimezone()
    for field, text in ((view.day, f"{now:%m/%d/%Y}"), (view.length, "1.5"), (view.subject, "Privacy")):
        field.setFocus()
        keyboard.type(text)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert (view.course_error.text(), view.error.text()) == ("Added.", "")
    assert view.hours.text() == f"1.5 of 3 hours in {now.year}."


def test_the_first_export_takes_the_passphrase_and_the_next_one_does_not(
    view: CredentialsView, keyboard: Keyboard, jobs: Jobs, clinic: Clinic, tmp_path: Path
) -> None:
    choose(view, clinic.scribe)
    keep(view, keyboard, jobs, "01/31/2099")
    sheet, table = tmp_path / "certificates.pdf", tmp_path / "certificates.csv"
    view.export_to(sheet)
    assert (view.export_error.text(), keyboard.focus) == ("Type your passphrase to export.", view.passphrase)
    keyboard.type("not the right one")
    view.export_to(sheet)
    assert jobs.wait(20_000)
    assert not sheet.exists()
    assert "not the right one" in view.export_error.text()
    assert keyboard.focus is view.passphrase
    keyboard.type(clinic.physician_passphrase)
    view.export_to(sheet)
    assert jobs.wait(20_000)
    assert "certificates.pdf has the certificates of 1 person" in view.export_error.text()
    assert sheet.read_bytes().startswith(b"%PDF")
    assert view.passphrase.text() == ""
    assert view.passphrase.placeholderText() == "Not needed for 5 minutes"
    view.export_to(table)
    assert jobs.wait(20_000)
    assert table.read_text(encoding="utf-8-sig").count("CMSS") == 1


def test_the_field_says_when_the_passphrase_is_wanted_again(
    view: CredentialsView, session: Session, jobs: Jobs, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(session.proof), "lasts", 61.0)
    view._proving.renew()
    assert view.passphrase.placeholderText() == "Not needed for 2 minutes"
    monkeypatch.setattr(type(session.proof), "lasts", 0.0)
    view._proving.renew()
    assert view.passphrase.placeholderText() == "To export"
    assert proving._minutes(30) == "a minute"


@pytest.mark.parametrize(
    ("typed", "kind", "file"),
    [("list", _PDF, "list.pdf"), ("list", _CSV, "list.csv"), ("list.csv", _PDF, "list.csv")],
)
def test_the_kind_that_is_chosen_gives_the_ending(typed: str, kind: str, file: str) -> None:
    assert _named(Path("/some") / typed, kind) == Path("/some") / file


def test_every_control_is_reached_by_tab(view: CredentialsView, keyboard: Keyboard) -> None:
    reached = set()
    for _ in range(24):
        reached.add(keyboard.focus)
        keyboard.press(Key.Key_Tab)
    assert reached >= {
        view.person, view.certificate, view.number, view.expires, view.attestation, view.keep, view.courses,
        view.day, view.length, view.subject, view.remove, view.add, view.passphrase, view.export,
        view.close_view,
    }  # fmt: skip
