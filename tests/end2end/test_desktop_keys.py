"""Keys pressed while another program has the keyboard: real key events on a real X server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.session.commands import CommandId
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, Visitor, found, session_of
from tests.helpers.x_desktop import XDesktop, x_desktop

pytestmark = pytest.mark.skipif(find_spec("pynput") is None, reason="the extra “hotkeys” is not installed")

PROGRAM = str(Path(sys.executable).with_name("scribe-desktop"))
ROOT = Path(__file__).parents[2]
VISITOR = Visitor("QX-1", "Imogen Hartley")
COMPLAINT = "Sore throat, 3 days: (38.5 C) & cough"
COPIED = "what somebody copied before"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[XDesktop]:
    with x_desktop(tmp_path) as desktop:
        yield desktop


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """The physician has one patient, and has switched the keys on."""
    profile = Profile(tmp_path / "profile")
    found(profile, VISITOR)
    door = FrontDoor(profile, None)
    person = next(login.person_id for login in door.logins() if login.name == PHYSICIAN.name)
    session = door.log_in(person, PHYSICIAN.passphrase)
    session.preferences.set_desktop_keys(on=True)
    session.preferences.set_keymap({CommandId.DESKTOP_FRONT: ("Ctrl+Shift+F12",)})
    session.close()
    return profile


@contextmanager
def note_written(desktop: XDesktop, profile: Profile) -> Iterator["subprocess.Popen[str]"]:
    """Our program, with a chief complaint in the open note."""
    command = (PROGRAM, "--profile", str(profile.folder))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with desktop.running(*command, environment=environment) as program:
        desktop.type(PHYSICIAN.passphrase)
        with desktop.new_page():
            desktop.press("Return")
        with desktop.new_page():
            desktop.press("ctrl+e", "Return")
        desktop.press("ctrl+1")
        desktop.type(COMPLAINT)
        yield program


@contextmanager
def other_program(desktop: XDesktop, file: Path) -> Iterator[None]:
    """Another program, which has the keyboard now."""
    command = [sys.executable, "-m", "tests.helpers.other_program", str(file), COPIED]
    with subprocess.Popen(command, env=desktop.environment(os.environ), cwd=ROOT) as program:
        try:
            wait(file.exists, "the other program")
            to_the_other_program(desktop)
            yield
        finally:
            program.kill()


def to_the_other_program(desktop: XDesktop) -> None:
    desktop.focus("other-program")
    time.sleep(0.7)  # Qt believes for 0.4 s that the keyboard may come back


def wait(until: Callable[[], bool], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.05)


def reads(file: Path, text: str) -> Callable[[], bool]:
    return lambda: file.read_text(encoding="utf-8") == text


def test_the_section_is_inserted_there_and_the_clipboard_is_as_before(
    desktop: XDesktop, profile: Profile, tmp_path: Path
) -> None:
    file = tmp_path / "other.txt"
    with note_written(desktop, profile), other_program(desktop, file):
        desktop.type("CC: ")
        wait(reads(file, "CC: "), "typing in the other program")
        desktop.press("ctrl+alt+v")
        wait(reads(file, f"CC: {COMPLAINT}"), "the section")
        time.sleep(1.2)  # the loan has ended
        desktop.press("ctrl+v")
        wait(reads(file, f"CC: {COMPLAINT}{COPIED}"), "what was on the clipboard before")
    session = session_of(profile, PHYSICIAN)
    (entry,) = session.desk.store.audit.page(AuditFilter(kind=AuditKind.TEXT_INSERTED))
    assert entry.person_id == session.person.id
    assert entry.note_id
    session.close()


def test_the_window_comes_to_the_front_by_the_persons_own_key_and_has_the_keyboard(
    desktop: XDesktop, profile: Profile, tmp_path: Path
) -> None:
    file = tmp_path / "other.txt"
    with note_written(desktop, profile), other_program(desktop, file):
        desktop.press("ctrl+shift+F12")
        wait(lambda: "Scribe Desktop" in desktop.focused(), "our window in front")
        desktop.press("ctrl+alt+v")
        desktop.type("!")
        time.sleep(0.5)
        to_the_other_program(desktop)
        desktop.press("ctrl+alt+v")
        wait(reads(file, f"{COMPLAINT}!"), "the section, which was not pasted into itself")
