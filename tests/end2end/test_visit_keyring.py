"""The window on a machine with a real keyring, before and after that keyring was lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.recovery_view import RecoveryView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.clinic import PHYSICIAN, Someone, Visitor
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.keyring_session import KeyringSession
from tests.helpers.plaintext_keyring import PlaintextKeyring

OPEN = f"{PlaintextKeyring.__module__}.{PlaintextKeyring.__qualname__}"
VISITOR = Visitor("M-1", "Imogen Hartley")
AFTERWARDS = Someone(PHYSICIAN.name, PHYSICIAN.credentials, PHYSICIAN.role, "geese over the frozen river")


@pytest.fixture
def profile(gnome_keyring: KeyringSession, tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[ClinicDay]:
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def device_keys_in(keyring: KeyringSession) -> dict[str, bytes]:
    """What the keyring holds, without the audit trail's anchor."""
    return {name: key for name, key in keyring.secrets().items() if not name.startswith("audit-anchor-")}


def recover(day: ClinicDay, code: str, passphrase: str) -> None:
    """From the log-in, where the way to recovery has the focus, into the workspace."""
    day.hands.press("Return")
    form = day.page(RecoveryView)
    day.fill(form.code, code)
    day.fill(form.secret.passphrase, passphrase)
    day.fill(form.secret.repeat, passphrase)
    day.hands.press("Return")
    day.hands.wait("the workspace", lambda: day.window.workspace)


def test_a_lost_keyring_locks_nobody_out_who_has_the_recovery_code(
    day: ClinicDay, gnome_keyring: KeyringSession, tmp_path: Path
) -> None:
    code = day.set_up(PHYSICIAN, "Triage 2", tmp_path / "outgoing")
    day.begin(VISITOR)
    day.hands.type("Sore throat.")
    day.lock()
    device_keys = device_keys_in(gnome_keyring)
    assert [len(key) > 0 for key in device_keys.values()] == [True]
    day.enter(PHYSICIAN)
    day.lock()

    gnome_keyring.forget_everything()
    login = day.ask_to_enter(PHYSICIAN)
    day.hands.wait("what to do now", login.use_recovery.hasFocus)
    assert login.error.isVisible()
    assert "recovery code" in login.error.text()
    assert day.window.workspace is None
    recover(day, code, AFTERWARDS.passphrase)
    day.open(VISITOR.name)
    assert day.chart.editor.editor("cc").toPlainText() == "Sore throat."
    day.lock()

    assert set(device_keys_in(gnome_keyring).values()).isdisjoint(device_keys.values())
    assert len(device_keys_in(gnome_keyring)) == 1
    day.enter(AFTERWARDS)
    day.lock()


def test_a_keyring_that_keeps_keys_in_the_open_opens_nothing_until_another_is_chosen(
    day: ClinicDay, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.set_up(PHYSICIAN, "Triage 2", tmp_path / "outgoing")
    day.lock()
    with monkeypatch.context() as chosen:
        chosen.setenv("PYTHON_KEYRING_BACKEND", OPEN)
        refusing = ClinicDay(profile, tmp_path / "refused")
        login = refusing.page(LoginView)
        refusing.hands.wait("the refusal, before anybody types", lambda: OPEN in login.error.text())
        refusing.ask_to_enter(PHYSICIAN)
        refusing.hands.wait("an answer", lambda: login.log_in.isEnabled() and login.error.isVisible())
        assert OPEN in login.error.text()
        assert refusing.window.workspace is None
        refusing.close()
    again = ClinicDay(profile, tmp_path / "again")
    again.enter(PHYSICIAN)
    again.lock()
    again.close()


def test_nothing_is_set_up_with_a_keyring_that_keeps_keys_in_the_open(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", OPEN)
    outgoing, profile = tmp_path / "outgoing", Profile(tmp_path / "profile")
    day = ClinicDay(profile, tmp_path / "pictures")
    day.push(day.page(WelcomeView).set_up)
    form = day.page(SetupView)
    day.hands.wait("what is said of the keyring", lambda: OPEN in form.keyring.text())
    day.fill(form.name, PHYSICIAN.name)
    day.fill(form.workstation, "Triage 2")
    day.fill(form.secret.passphrase, PHYSICIAN.passphrase)
    day.fill(form.secret.repeat, PHYSICIAN.passphrase)
    day.fill(form.outgoing, str(outgoing))
    day.hands.press("Return")
    day.hands.wait("the refusal", lambda: OPEN in form.error.text())
    assert not (profile.folder / "keys.json").exists()
    assert not outgoing.exists()
    day.close()
