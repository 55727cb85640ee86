"""The one window: a sample clinic that cannot be made, locking in a hurry, and closing."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreInUse
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import RESTORE_TO_FINISH, Profile
from scribe_desktop.store import store
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.settings_view import SettingsView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, chart_of, found
from tests.helpers.clinic_day import ClinicDay


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[list[ClinicDay]]:
    """Windows to be put away, whether closed already or not."""
    days: list[ClinicDay] = []
    yield days
    for day in days:
        day.close()


def test_a_sample_clinic_that_cannot_be_made_says_why_and_can_be_tried_again(
    profile: Profile, tmp_path: Path, opened: list[ClinicDay]
) -> None:
    profile.folder.mkdir()
    profile.sample.folder.write_text("in the way")
    day = ClinicDay(profile, tmp_path / "pictures")
    opened.append(day)
    day.window.start(sample=True)
    welcome = day.page(WelcomeView)
    day.hands.wait("the reason", welcome.error.isVisible)
    assert str(profile.sample.folder) in welcome.error.text()
    assert welcome.sample.isEnabled()
    profile.sample.folder.unlink()
    welcome.sample.click()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView), 60)


@pytest.fixture
def cut_short(profile: Profile, tmp_path: Path) -> Profile:
    """A profile whose restore was killed when the old store had been moved aside."""
    found(profile, IMOGEN)
    ready = tmp_path / "ready"
    profile.folder.rename(ready)
    (ready / "moved-aside-to").write_text("replaced-20261122T150000Z")
    profile.folder.mkdir()
    ready.rename(profile.folder / RESTORE_TO_FINISH)
    return profile


def test_a_restore_that_was_cut_short_is_finished_at_the_start(
    cut_short: Profile, tmp_path: Path, opened: list[ClinicDay]
) -> None:
    day = ClinicDay(cut_short, tmp_path / "pictures")
    opened.append(day)
    day.enter(SCRIBE)
    assert not (cut_short.folder / RESTORE_TO_FINISH).exists()


def test_while_somebody_else_is_restoring_that_is_said_and_nothing_is_set_up(
    cut_short: Profile, tmp_path: Path, opened: list[ClinicDay]
) -> None:
    with ExitStack() as held:
        store.lock(cut_short.folder, held)
        day = ClinicDay(cut_short, tmp_path / "pictures")
        opened.append(day)
        assert "another copy of the program" in day.page(WelcomeView).error.text()
        with pytest.raises(StoreInUse):
            FrontDoor(cut_short, None).set_up(
                new_person("Eve Early", Role.PROVIDER, ""), "granite otter piano 31", workstation="Desk"
            )
    assert (cut_short.folder / RESTORE_TO_FINISH).exists()
    day.window.start()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))


def test_a_locked_window_holds_nobody_s_words(
    profile: Profile, tmp_path: Path, opened: list[ClinicDay]
) -> None:
    found(profile, IMOGEN)
    day = ClinicDay(profile, tmp_path / "pictures")
    opened.append(day)
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    day.hands.type("Sore throat")
    day.hands.press("Ctrl+L")
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert day.window.workspace is None
    assert not [w for w in day.window.findChildren(QWidget) if _says(w, "Sore throat", IMOGEN.name)]
    assert chart_of(profile, IMOGEN.name).content["cc"].text == "Sore throat"


def test_a_recovery_code_is_told_to_be_missing_until_it_was_typed_back(
    profile: Profile, tmp_path: Path, opened: list[ClinicDay]
) -> None:
    day = ClinicDay(profile, tmp_path / "pictures")
    opened.append(day)
    day.set_up(PHYSICIAN, "Triage 2", tmp_path / "outgoing")
    assert not _told_after_a_lock(day)
    _show_new_code(day)
    assert _told_after_a_lock(day)
    page = _show_new_code(day)
    day.fill(page.last_group, page.code.text().split()[-1])
    day.hands.press("Return")
    day.hands.wait("the settings", lambda: day.window.findChild(SettingsView))
    assert not _told_after_a_lock(day)


def _show_new_code(day: ClinicDay) -> RecoveryCodeView:
    work = day.window._work
    assert work is not None
    work._show_new_code(day.workspace.session.people.renew_recovery(PHYSICIAN.passphrase))
    day.hands.wait("the new code", lambda: day.window.findChild(RecoveryCodeView))
    page = day.window.findChild(RecoveryCodeView)
    assert isinstance(page, RecoveryCodeView)
    return page


def _told_after_a_lock(day: ClinicDay) -> bool:
    day.lock()
    day.enter(PHYSICIAN)
    return any("recovery code" in said for said in day.workspace.session.audit.told)


def _says(widget: QWidget, *words: str) -> bool:
    texts = [
        getattr(widget, name)() for name in ("text", "toPlainText", "accessibleName") if hasattr(widget, name)
    ]
    return any(word in str(text) for text in texts for word in words)


def test_closing_right_after_typing_keeps_every_word(profile: Profile, tmp_path: Path) -> None:
    found(profile, IMOGEN)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    day.hands.type("Sore throat")
    day.close()
    assert chart_of(profile, IMOGEN.name).content["cc"].text == "Sore throat"
