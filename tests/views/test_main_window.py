"""The one window: a sample clinic that cannot be made, locking in a hurry, and closing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.clinic import IMOGEN, SCRIBE, chart_of, found
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
