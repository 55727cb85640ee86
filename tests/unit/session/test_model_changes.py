"""Speech models that came and went while nobody was logged in are on record at the next log-in."""

from pathlib import Path

from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.session.model_changes import notice, remember
from scribe_desktop.session.session import Session
from scribe_desktop.speech.model_folder import ModelFolder
from tests.helpers.recordings import KOREAN_MODEL
from tests.unit.session.conftest import Enter


def told(session: Session) -> list[tuple[str, str]]:
    entries = reversed(session.desk.store.audit.page(AuditFilter(), limit=50))
    return [(entry.kind, entry.detail) for entry in entries if "model" in entry.kind]


def test_what_changed_since_is_told_once(enter: Enter, tmp_path: Path) -> None:
    session = enter(Role.SCRIBE)
    folder = ModelFolder(tmp_path / "models")
    folder.path.mkdir()
    notice(session.desk, folder)
    assert told(session) == []
    one, other = folder.path / "vosk-model-one", folder.path / "vosk-model-other"
    one.symlink_to(KOREAN_MODEL)
    notice(session.desk, folder)
    notice(session.desk, folder)
    assert told(session) == [("speech.model-installed", "vosk-model-one, outside the program")]
    one.rename(other)
    folder.use(other.name)
    notice(session.desk, folder)
    assert told(session)[1:] == [
        ("speech.model-installed", "vosk-model-other, outside the program"),
        ("speech.model-removed", "vosk-model-one, outside the program"),
        ("speech.model-chosen", "vosk-model-other, outside the program"),
    ]


def test_what_the_program_did_itself_is_not_told_again(enter: Enter, tmp_path: Path) -> None:
    session = enter(Role.SCRIBE)
    folder = ModelFolder(tmp_path / "models")
    folder.path.mkdir()
    (folder.path / "vosk-model-one").symlink_to(KOREAN_MODEL)
    remember(session.desk, folder)
    notice(session.desk, folder)
    assert told(session) == []
