"""Where the clinic wants a second factor of everybody, nobody works without one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from pytestqt.qtbot import QtBot

from scribe_desktop.session.policies import Policy
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.second_factor_view import SecondFactorView
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, found, session_of
from tests.helpers.clinic_day import ClinicDay


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    profile = Profile(tmp_path / "profile")
    found(profile, Visitor("M-4711", "Imogen Hartley"))
    session = session_of(profile, PHYSICIAN)
    session.policies.set(Policy(second_factor=True))
    session.close()
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def test_it_is_set_up_before_anything_else_and_leaving_leads_back(day: ClinicDay) -> None:
    day.ask_to_enter(SCRIBE)
    day.hands.wait("the card", lambda: day.window.findChild(SecondFactorView))
    page = day.page(SecondFactorView)
    day.hands.wait("the picture", page.off_card.isVisible)
    assert page.due.isVisible()
    assert day.window.workspace is None
    day.hands.press("Escape")
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    day.ask_to_enter(SCRIBE)
    day.hands.wait("the card", lambda: day.window.findChild(SecondFactorView))
    page = day.page(SecondFactorView)
    day.hands.wait("the picture", page.off_card.isVisible)
    assert page._enrolment is not None
    totp = TOTP(page._enrolment.factor.secret, 6, SHA1(), 30)
    day.hands.type(SCRIBE.passphrase)
    day.hands.press("Tab")
    day.hands.type(totp.generate(int(datetime.now(UTC).timestamp())).decode())
    day.hands.press("Return")
    day.hands.wait("the paper codes", page.paper_card.isVisible)
    day.hands.press("Space")
    day.hands.wait("that it is on", page.on_card.isVisible)
    assert not page.due.isVisible()
    day.hands.press("Escape")
    day.hands.wait("the workspace", lambda: day.window.workspace)
