"""Between log-in and workspace: whoever is logged in there can lock, walk away and close, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.session.policies import Policy
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.second_factor_view import SecondFactorView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, clinic_in, session_of
from tests.helpers.clinic_day import ClinicDay

FIRST = Visitor("M-4711", "Imogen Hartley")
WAYS = ["Ctrl+L", "left alone", "asleep", "closed"]


@pytest.fixture
def enrolling(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """A scribe who has to set up a second factor before anything else."""
    profile = clinic_in(tmp_path, FIRST)
    session = session_of(profile, PHYSICIAN)
    session.policies.set(Policy(1, True, False))
    session.close()
    day = ClinicDay(profile, tmp_path / "pictures")
    day.ask_to_enter(SCRIBE)
    day.hands.wait("the enrolment", lambda: day.window.findChild(SecondFactorView))
    yield day
    if not day._closed:
        day.close()


@pytest.fixture
def shown_code(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """A physician who has just set the workstation up and is to write down the recovery code."""
    day = ClinicDay(Profile(tmp_path / "profile"), tmp_path / "pictures")
    day.push(day.page(WelcomeView).set_up)
    form = day.page(SetupView)
    day.fill(form.name, PHYSICIAN.name)
    day.fill(form.role, PHYSICIAN.role.label)
    day.fill(form.workstation, "Triage 2")
    day.fill(form.secret.passphrase, PHYSICIAN.passphrase)
    day.fill(form.secret.repeat, PHYSICIAN.passphrase)
    day.fill(form.outgoing, str(tmp_path / "outgoing"))
    day.hands.press("Return")
    day.hands.wait("the code", lambda: day.window.findChild(RecoveryCodeView))
    yield day
    if not day._closed:
        day.close()


def leave(day: ClinicDay, way: str) -> None:
    assert day.window.unattended.idle._timer.isActive()
    if way == "closed":
        day.close()
        return
    if way == "Ctrl+L":
        day.hands.press(way)
    elif way == "left alone":
        day.window.unattended.idle.idle.emit()
    else:
        day.window.unattended.idle.woke.emit()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert not day.window.unattended.idle._timer.isActive()


def logged_out(profile: Profile) -> list[str]:
    """The log-ins and log-outs of the last session but this one, and what the trail complains of."""
    session = session_of(profile, PHYSICIAN)
    kinds = (AuditKind.LOGGED_IN, AuditKind.SET_UP, AuditKind.LOGGED_OUT)
    entries = session.desk.store.audit.page(AuditFilter())
    found = [entry.kind for entry in entries if entry.kind in kinds]
    complaints = session.audit.noticed
    session.close()
    assert complaints == ()
    return found[1:3]


@pytest.mark.parametrize("way", WAYS)
def test_a_second_factor_that_is_to_be_set_up_waits_for_nobody(enrolling: ClinicDay, way: str) -> None:
    profile = enrolling.window._door.profile
    leave(enrolling, way)
    assert logged_out(profile) == [AuditKind.LOGGED_OUT, AuditKind.LOGGED_IN]


@pytest.mark.parametrize("way", WAYS)
def test_a_recovery_code_stays_before_nobody_s_eyes(shown_code: ClinicDay, way: str) -> None:
    profile = shown_code.window._door.profile
    leave(shown_code, way)
    assert logged_out(profile) == [AuditKind.LOGGED_OUT, AuditKind.SET_UP]


def test_the_recovery_code_is_written_down_and_not_copied(shown_code: ClinicDay) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    page = shown_code.page(RecoveryCodeView)
    QTest.keySequence(page.code, "Ctrl+A")
    QTest.keySequence(page.code, "Ctrl+C")
    assert page.code.text()
    assert not page.code.hasSelectedText()
    assert clipboard.text() == ""


def test_a_second_factor_s_secret_leaves_the_clipboard_with_whoever_copied_it(enrolling: ClinicDay) -> None:
    page = enrolling.page(SecondFactorView)
    enrolling.hands.wait("the secret", page.secret.text)
    page.secret.setFocus()
    page.secret.selectAll()
    enrolling.hands.press("Ctrl+C")
    assert QGuiApplication.clipboard().text()
    leave(enrolling, "Ctrl+L")
    assert QGuiApplication.clipboard().text() == ""


def test_after_the_enrolment_the_workspace_is_watched_as_ever(shown_code: ClinicDay) -> None:
    page = shown_code.page(RecoveryCodeView)
    code = "-".join(page.code.text().split())
    shown_code.fill(page.last_group, code.rpartition("-")[2])
    shown_code.hands.press("Return")
    shown_code.hands.wait("the workspace", lambda: shown_code.window.workspace)
    shown_code.hands.press("Ctrl+L")
    shown_code.hands.wait("the log-in", lambda: shown_code.window.findChild(LoginView))
