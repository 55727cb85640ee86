from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.second_factor_view import SecondFactorView
from tests.helpers.keyboard import Key, Keyboard
from tests.views.conftest import Clinic


def code_of(secret: bytes, ahead: int = 0) -> str:
    return TOTP(secret, 6, SHA1(), 30).generate(int(datetime.now(UTC).timestamp()) + ahead).decode()


@pytest.fixture
def view(qtbot: QtBot, session: Session, jobs: Jobs) -> SecondFactorView:
    return SecondFactorView(session, jobs)


def test_it_is_switched_on_by_keyboard_and_asked_for_at_the_next_log_in(
    qtbot: QtBot, view: SecondFactorView, session: Session, jobs: Jobs, clinic: Clinic
) -> None:
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(5000)
    assert (view.off_card.isVisible(), keyboard.focus) == (True, view.proof)
    secret = view._enrolment.factor.secret if view._enrolment else b""
    keyboard.type("not my passphrase at all")
    keyboard.press(Key.Key_Tab)
    keyboard.type(code_of(secret))
    keyboard.press(Key.Key_Return)
    assert jobs.wait(5000)
    assert ("not the right one" in view.off_error.text(), keyboard.focus) == (True, view.proof)
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Tab)
    keyboard.type("000000")
    keyboard.press(Key.Key_Return)
    assert jobs.wait(5000)
    assert "not the code" in view.off_error.text()
    keyboard.type(code_of(secret))
    keyboard.press(Key.Key_Return)
    assert jobs.wait(5000)
    codes = view.paper.text().split()
    assert (len(codes), view.secret.text()) == (10, "")
    keyboard.press(Key.Key_Space)
    assert jobs.wait(5000)
    assert (view.on_card.isVisible(), view.paper.text()) == (True, "")
    session.close()
    login = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, login)
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(login.code_row.isVisible, timeout=20_000)
    assert keyboard.focus is login.code
    keyboard.type(codes[0])
    with qtbot.waitSignal(login.logged_in, timeout=20_000) as told:
        keyboard.press(Key.Key_Return)
    (told.args or [])[0].close()
    assert login.code.text() == ""


def test_the_picture_says_what_the_text_says(qtbot: QtBot, view: SecondFactorView, jobs: Jobs) -> None:
    Keyboard(qtbot, view)
    assert jobs.wait(5000)
    side = view.picture.sizeHint().width()
    assert side == view.picture.sizeHint().height() > 100
    picture = view.picture.grab().toImage()
    assert {picture.pixelColor(x, side // 2).lightness() for x in range(side)} == {0, 255}
    assert view._enrolment is not None
    assert view.secret.text() == view._enrolment.spelled
    assert view.secret.text().replace(" ", "") in view._enrolment.address
