"""Typing, dictating, signing and sending at the real window, killed: all is there, and is sent once."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE

import psutil

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.session import Session
from tests.helpers.busy_desk import BEAT, BEAT_MS, SIGNED, Entry, entries
from tests.helpers.difficult_server import DifficultServer, forwarding
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.sample_profile import enter, prepare
from tests.kills.work import Work, require_whole_trail

AGE = 1.0
"""Seconds after which a keystroke has to be safe, as they pass for the window on a machine full of work."""
_READY, _SHOWN, _POSTED = "ready\n", "shown\n", "posted"
_LONGEST = {_READY: 3.0, _SHOWN: 3.0, _POSTED: 0.15}
"""Seconds from there to the kill, at most; between a document's arrival and its receipt it is short."""
_TO_GO = 60.0
"""Seconds that a recogniser may take to notice, which is being started itself, on a machine full of work."""
_TO_POST = 300.0
"""Seconds until the first document is sent, likewise."""
_MODULE = "tests.helpers.busy_desk"


class _AtTheWindow(Work):
    """One profile, at which somebody works again and again until the process is killed."""

    work: str
    """What `busy_desk` is to do."""
    milestones: tuple[str, ...]
    """What it has said, or what has reached the server, before the kill; each in its turn."""

    def __init__(self, folder: Path, seed: int, server: "WatchedServer | None" = None) -> None:
        super().__init__(folder, seed)
        self.server = server
        self.profile = prepare(folder / "profile", fhir=server.proxy.base_url if server else "")

    def round(self) -> None:
        diary = self.folder / f"{self.kills}.diary"
        milestone = self.milestones[self.kills % len(self.milestones)]
        killed_at = self._work_and_die(diary, milestone)
        with closing(enter(self.profile)) as session:
            session.desk.store.check()
            require_whole_trail(session)
            require_whole_notes(session)
            self._require_kept(session, entries(diary) if diary.exists() else [], killed_at)

    def _work_and_die(self, diary: Path, milestone: str) -> float:
        """When it was killed."""
        if self.server:
            self.server.posted.clear()
        with (
            (self.folder / "stderr").open("w+") as errors,
            self._started(self.work, diary, errors) as process,
        ):
            if milestone == _POSTED and self.server:
                ready = self.server.posted.wait(_TO_POST)
            else:
                ready = milestone in _lines(process)
            time.sleep(self.chance.uniform(0, _LONGEST[milestone]))
            workers = psutil.Process(process.pid).children(recursive=True) if ready else []
            killed_at = time.monotonic()
            process.kill()
        complaints = (self.folder / "stderr").read_text()
        assert ready, (process.returncode, complaints)
        assert process.returncode == -signal.SIGKILL, complaints
        assert "Traceback" not in complaints, complaints
        _require_gone(workers)
        return killed_at

    def _started(self, work: str, diary: Path, errors: object = None) -> "subprocess.Popen[str]":
        command = [sys.executable, "-X", "faulthandler", "-m", _MODULE, work, str(self.profile.folder)]
        command += [str(diary), str(self.chance.randrange(1_000_000))]
        return subprocess.Popen(command, stdout=PIPE, stderr=errors, text=True)  # type: ignore[call-overload,no-any-return]

    def _require_kept(self, session: Session, diary: list[Entry], killed_at: float) -> None:
        until = _safe_until([entry.at for entry in diary if entry.section == BEAT], killed_at)
        written = [entry for entry in diary if entry.section not in (BEAT, SIGNED)]
        safe = {(entry.note, entry.section): entry.text for entry in written if entry.at < until}
        for (note, section), text in safe.items():
            kept = session.desk.store.drafts.load(note).get(section, Passage()).text
            assert kept.startswith(text), (kept, text)
            self.required["characters dictated" if section == "hpi" else "characters typed"] += len(text)
        for entry in diary:
            if entry.section == SIGNED:
                assert session.desk.store.notes.state(entry.note) is NoteState.SIGNED


class Writing(_AtTheWindow):
    work, milestones = "writing", (_SHOWN, _READY)


class Delivering(_AtTheWindow):
    work, milestones = "delivering", (_POSTED, _READY, _SHOWN, _POSTED)

    def end(self) -> None:
        """Start the program once more, let it send what is left, and look at the server and the folder."""
        with self._started("emptying", self.folder / "last.diary") as process:
            said, _ = process.communicate(timeout=180)
        assert (process.returncode, said) == (0, "ready\nempty\n")
        assert self.server
        with closing(enter(self.profile)) as session:
            signed = require_whole_notes(session)
            for document_id, note in signed.items():
                (stored,) = found(self.server.url, document_id)
                assert text_of(stored) == session.courier.document(note, document_id).text
        directories = sorted(path.name for path in self.profile.outgoing.iterdir())
        assert sorted(name.partition("_")[2] for name in directories) == sorted(signed)
        self.required["notes signed and delivered once"] += len(signed)


class WatchedServer:
    """The real server behind a proxy that tells when a document has arrived there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.posted = threading.Event()
        self._forward = forwarding(url, lose=lambda _request: False)
        self.proxy = DifficultServer(self._answer)

    def _answer(self, connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"POST /fhir/DocumentReference "):
            self.posted.set()
        self._forward(connection, request)


def require_whole_notes(session: Session) -> dict[str, str]:
    """Every note is signed with all that belongs to it, or not at all; returns note ids by signature id."""
    store, signed = session.desk.store, {}
    destinations = set(session.preferences.destinations())
    for summary in store.encounters.summaries(datetime(2000, 1, 1, tzinfo=UTC)):
        note = store.notes.for_encounter(summary.encounter.id).id
        signature, queued = store.notes.signature(note), store.deliveries.for_note(note)
        assert (store.notes.state(note) is NoteState.SIGNED) == (signature is not None)
        assert {delivery.destination for delivery in queued} == (destinations if signature else set())
        assert len(queued) == len(destinations) * (signature is not None)
        if signature:
            assert store.notes.version(signature.version_id).content == store.drafts.load(note)
            assert {delivery.document_id for delivery in queued} == {signature.id}
            signed[signature.id] = note
    return signed


def _safe_until(beats: list[float], killed_at: float) -> float:
    """What was given to the window before this moment has to be in the store."""
    enough = round(AGE * 1000 / BEAT_MS)
    return min(killed_at - AGE, beats[-enough]) if len(beats) >= enough else 0.0


def _lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """What it says from here on."""
    assert process.stdout is not None
    return iter(process.stdout.readline, "")


def _require_gone(workers: list[psutil.Process]) -> None:
    """No recogniser works on for a program that is dead."""
    deadline = time.monotonic() + _TO_GO
    while alive := [worker for worker in workers if _runs(worker)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.05)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
