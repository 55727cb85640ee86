"""The program as its user starts it: a process of its own on an X server, worked by real key events alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from PySide6.QtGui import QImage

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, Visitor, chart_of, origins
from tests.helpers.x_desktop import XDesktop, x_desktop

PROGRAM = str(Path(sys.executable).with_name("scribe-desktop"))
VISITOR = Visitor("QX-1", "Imogen Hartley")


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[XDesktop]:
    with x_desktop(tmp_path) as desktop:
        yield desktop


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


def is_open(profile: Profile) -> bool:
    """Whether a program has the profile's store open."""
    try:
        with FileLock(profile.folder / "scribe.db.lock", timeout=0):
            return False
    except Timeout:
        return True


def leaves_quietly(program: "subprocess.Popen[str]") -> bool:
    _, complaints = program.communicate(timeout=30)
    assert complaints == ""
    return program.returncode == 0


def set_up(desktop: XDesktop, profile: Profile) -> None:
    """Up to the recovery code, which only a person can copy."""
    with desktop.new_page():
        desktop.press("Return")
    for field in (PHYSICIAN.name, PHYSICIAN.credentials, PHYSICIAN.role.label, "Triage 2"):
        desktop.type(field)
        desktop.press("Tab")
    desktop.type(PHYSICIAN.passphrase)
    desktop.press("Tab")
    desktop.type(PHYSICIAN.passphrase)
    with desktop.new_page(when=lambda: is_open(profile)):
        desktop.press("Return")


def log_in(desktop: XDesktop, profile: Profile) -> None:
    desktop.type(PHYSICIAN.passphrase)
    with desktop.new_page(when=lambda: is_open(profile)):
        desktop.press("Return")


def begin(desktop: XDesktop, visitor: Visitor) -> None:
    with desktop.new_page():
        desktop.press("ctrl+n")
    for field in (visitor.mrn, visitor.name, visitor.birth_date, visitor.sex):
        desktop.type(field)
        desktop.press("Tab")
    with desktop.new_page():
        desktop.press("Return")


def test_a_note_is_written_submitted_and_found_again_by_keyboard_alone(
    desktop: XDesktop, profile: Profile
) -> None:
    start = (PROGRAM, "--profile", str(profile.folder))
    with desktop.running(*start, environment=os.environ) as program:
        set_up(desktop, profile)
        desktop.press("ctrl+q")
        assert leaves_quietly(program)

    with desktop.running(*start, environment=os.environ) as program:
        log_in(desktop, profile)
        begin(desktop, VISITOR)
        desktop.press("ctrl+1")
        desktop.type("Sore throat, 3 days: (38.5 C) & cough?")
        desktop.press("ctrl+8")
        desktop.type(".nkda")
        desktop.press("Tab")
        desktop.type("the patient")
        desktop.press("ctrl+q")
        assert leaves_quietly(program)
    draft = chart_of(profile, VISITOR.name, PHYSICIAN)
    assert draft.state is NoteState.DRAFT
    assert origins(draft.content["cc"]) == {"typed": "Sore throat, 3 days: (38.5 C) & cough?"}
    assert set(origins(draft.content["allergies"])) == {"phrase", "typed"}
    assert "***" not in draft.content["allergies"].text

    with desktop.running(*start, environment=os.environ) as program:
        log_in(desktop, profile)
        with desktop.new_page():
            desktop.press("ctrl+e", "Return")
        desktop.press("ctrl+1")
        desktop.type(" Worse at night.")
        desktop.press("ctrl+2")
        desktop.type("Since Monday.")
        desktop.press("alt+4")
        desktop.type("Pharyngitis.")
        with desktop.new_page():
            desktop.press("ctrl+Return")
        desktop.press("ctrl+q")
        assert leaves_quietly(program)
    note = chart_of(profile, VISITOR.name, PHYSICIAN)
    assert note.state is NoteState.SUBMITTED
    assert note.content["cc"].text == "Sore throat, 3 days: (38.5 C) & cough? Worse at night."
    assert note.content["allergies"] == draft.content["allergies"]
    assert note.encounter.patient.mrn == VISITOR.mrn


def test_the_walk_takes_its_pictures_on_an_x_server(desktop: XDesktop, tmp_path: Path) -> None:
    out = tmp_path / "walk"
    walk = subprocess.run(
        [PROGRAM, "walk", "--out", out],
        env=desktop.environment(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (walk.returncode, walk.stderr) == (0, "")
    pictures = [QImage(str(path)) for path in sorted((out / "pictures").iterdir())]
    assert len(pictures) > 15
    assert {(picture.width(), picture.height()) for picture in pictures} == {(1440, 900)}
    assert {path.name for path in out.rglob("delivered/*/*")} == {
        "DocumentReference.json",
        "note.pdf",
        "note.txt",
    }
