"""Phrase files, disks, stores and key files that are not as they should be, met at the real window."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from scribe_desktop.store.database import connect
from scribe_desktop.vault.vault import Vault
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.disk_limits import make_read_only, no_file_grows_past, small_disk
from tests.helpers.log_watch import LogWatch
from tests.helpers.sample_profile import PROVIDER, enter
from tests.helpers.workstation import Workstation

PHRASES_WITH_A_MISTAKE = """[[phrase]]
name = "mine"
title = "Mine"
body = "My own words"

[[phrase]]
name = "two words"
title = "Not to be typed"
body = "No"
"""
GOOD_PHRASE = '[[phrase]]\nname = "ours"\ntitle = "Ours"\nbody = "Our own words"\n'


@pytest.fixture
def started(profile: Profile, tmp_path: Path, qapp: object) -> Iterator[Workstation]:
    """The program, waiting for somebody to log in."""
    desk = Workstation(profile, tmp_path / "pictures")
    yield desk
    desk.close()


def refusal(desk: Workstation) -> str:
    """Why nobody is let in."""
    desk.hands.wait("the reason", desk.page(LoginView).error.text)
    assert desk.page(LoginView).error.isVisible()
    return desk.page(LoginView).error.text()


def doctor(profile: Profile) -> str:
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(profile.folder), "doctor"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.stderr == ""
    return run.stdout


def test_a_mistake_in_line_7_of_a_phrase_file_is_shown_after_log_in_and_other_phrases_work(
    profile: Profile, tmp_path: Path, qapp: object
) -> None:
    profile.phrases.mkdir()
    (profile.phrases / "mine.toml").write_text(PHRASES_WITH_A_MISTAKE)
    (profile.phrases / "ours.toml").write_text(GOOD_PHRASE)
    problem = "mine.toml, line 7: “two words” cannot be typed as a dot phrase."
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    assert desk.workspace.left_out.isVisible()
    assert problem in desk.workspace.left_out.text()
    assert "Use small letters" in desk.workspace.left_out.text()
    desk.begin_encounter()
    desk.hands.type(".ours ")
    assert desk.chart.editor.editor("cc").toPlainText() == "Our own words "
    desk.close()
    assert problem in doctor(profile)


def test_without_a_mistake_nothing_is_said_of_phrases(started: Workstation) -> None:
    started.log_in()
    assert not started.workspace.left_out.isVisible()


def test_a_full_disk_while_typing_is_told_and_the_words_are_saved_once_there_is_room(
    tmp_path: Path, set_up: Profile, qapp: object
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=3000) as disk:
        profile = Profile(disk / "profile")
        shutil.copytree(set_up.folder, profile.folder)
        desk = Workstation(profile, tmp_path / "pictures")
        desk.log_in()
        note = desk.begin_encounter()
        safety = desk.workspace.dictation.saved
        desk.hands.type("Cough. ")
        desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free))
        desk.hands.type("Fever since Tuesday. ")
        editor = desk.chart.editor.editor("cc")
        width = desk.window.width()
        _type_until(desk, lambda: safety.text() == "Not saved!")
        reason = desk.workspace.dictation.partial
        assert "the disk is full. Free some space." in reason.text()
        assert safety.isVisible()
        assert reason.isVisible()
        assert desk.window.width() == width
        written = editor.toPlainText()
        assert saved(desk, note) != written
        (disk / "filler").unlink()
        desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
        assert editor.toPlainText() == written == saved(desk, note)
        assert safety.text().startswith("Saved ")
        assert reason.text() == ""
        desk.close()


def saved(desk: Workstation, note: str) -> str:
    return desk.workspace.session.desk.store.drafts.load(note)["cc"].text


def _type_until(desk: Workstation, so: Callable[[], bool]) -> None:
    """Go on typing until something is so; the pages that a database has in reserve take a while to fill."""
    for _ in range(200):
        if so():
            return
        desk.hands.type("word " * 20)
        desk.hands.wait("a save being tried", lambda: desk.chart.autosave.is_clean or so())
    raise AssertionError("the disk never was full")


def test_a_note_is_not_signed_without_the_words_that_could_not_be_saved(
    started: Workstation, profile: Profile
) -> None:
    started.log_in()
    note = started.begin_encounter()
    started.hands.type("Cough.")
    started.hands.wait("the words being saved", lambda: started.chart.autosave.is_clean)
    store = started.workspace.session.desk.store
    started.hands.press("Ctrl+Shift+S")
    started.hands.wait("the attestation", started.chart.review.attestation.toPlainText)
    started.hands.type(PROVIDER.passphrase)
    started.chart.editor.section_editor("hpi").insertPlainText("Since Tuesday.")
    with no_file_grows_past(1):
        started.hands.press("Return")
        started.hands.wait("the reason", started.chart.review.error.text)
        assert "cannot be saved" in started.chart.review.error.text()
        assert store.notes.state(note) is NoteState.DRAFT
    started.hands.wait("the words being saved", lambda: started.chart.autosave.is_clean)
    assert store.drafts.load(note)["hpi"].text == "Since Tuesday."


def test_a_store_of_a_newer_version_is_left_alone(profile: Profile, started: Workstation) -> None:
    file = profile.folder / "scribe.db"
    former = exchange_revision(profile, "9999")
    before = file.read_bytes()
    started.try_to_log_in()
    assert "newer version" in refusal(started)
    assert "Install" in refusal(started)
    assert file.read_bytes() == before
    exchange_revision(profile, former)
    started.hands.press("Ctrl+A")
    started.try_to_log_in()
    started.hands.wait("the workspace", lambda: started.window.workspace)


def exchange_revision(profile: Profile, revision: str) -> str:
    """Let the store claim to be of this revision; returns the one it was of."""
    vault = Vault(profile.folder, None)
    person = next(login for login in vault.logins() if login.name == PROVIDER.name)
    key = vault.unlock(person.person_id, PROVIDER.passphrase)
    with closing(connect(profile.folder / "scribe.db", key)) as connection:
        former: str = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    return former


def test_a_second_copy_of_the_program_is_told_that_the_first_has_the_store(
    profile: Profile, started: Workstation
) -> None:
    with closing(enter(profile)) as first:
        started.try_to_log_in()
        assert "are open in another copy of the program" in refusal(started)
        assert "Go on in that window, or close it" in refusal(started)
        assert first.charting.encounters()
    started.try_to_log_in()
    started.hands.wait("the workspace", lambda: started.window.workspace)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe not json"])
def test_a_damaged_key_file_is_named_and_its_copy_opens_the_store(
    profile: Profile, tmp_path: Path, qapp: object, damage: bytes
) -> None:
    keys = profile.folder / "keys.json"
    keys.write_bytes(damage)
    desk = Workstation(profile, tmp_path / "pictures")
    assert "keys.json is missing or damaged" in refusal(desk)
    assert "Rename keys.json.bak" in refusal(desk)
    assert not desk.page(LoginView).log_in.isEnabled()
    desk.close()
    assert "keys.json is missing or damaged" in doctor(profile)
    keys.with_name("keys.json.bak").replace(keys)
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    desk.close()


def test_a_read_only_profile_is_told_at_log_in_and_nothing_breaks(
    tmp_path: Path, set_up: Profile, qapp: object, log_watch: LogWatch
) -> None:
    log_watch.allow("wrong passphrases .*: Read-only file system")
    with small_disk(tmp_path / "disk", kilobytes=4000) as disk:
        shutil.copytree(set_up.folder, disk / "profile")
        make_read_only(disk)
        desk = Workstation(Profile(disk / "profile"), tmp_path / "pictures")
        desk.try_to_log_in()
        assert "the folder is read-only" in refusal(desk)
        assert "Ask for write permission" in refusal(desk)
        desk.close()


def test_a_profile_that_cannot_be_made_is_told_in_the_window(tmp_path: Path, qapp: object) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        make_read_only(disk)
        desk = Workstation(Profile(disk / "profile"), tmp_path / "pictures")
        desk.hands.press("Tab", "Return")
        desk.hands.wait("the reason", lambda: desk.page(WelcomeView).error.text())
        error = desk.page(WelcomeView).error
        assert error.isVisible()
        assert "cannot be made: Read-only file system. Choose another folder." in error.text()
        desk.close()
