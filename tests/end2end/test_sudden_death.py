"""The program killed at any moment: what was typed, dictated or signed is there, and is sent once."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from tests.helpers.busy_desk import SIGNED, Entry, entries
from tests.helpers.difficult_server import DifficultServer, forwarding
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.sample_profile import enter, prepare
from tests.helpers.workstation import Workstation

KILLS = int(os.environ.get("SCRIBE_TEST_KILLS", "24"))
"""With fewer than 20, chance may leave nothing to look at."""
SEED = int(os.environ.get("SCRIBE_TEST_SEED", random.randrange(1_000_000)))
AGE = 1.0
"""Seconds after which a keystroke has to be safe."""
READY, SHOWN, POSTED = "ready\n", "shown\n", "posted"
WORK = {"writing": (READY, SHOWN), "delivering": (READY, SHOWN, POSTED, POSTED)}
"""What somebody does, and what a process has said, or a document has reached the server, before the kill."""
LONGEST = {READY: 3.0, SHOWN: 3.0, POSTED: 0.15}
"""Seconds from there to the kill, at most; between a document's arrival and its receipt it is short."""


class Desk:
    """One profile, at which somebody works again and again until the process is killed."""

    def __init__(self, work: str, folder: Path, seed: int, server: "WatchedServer") -> None:
        self.profile = prepare(folder / "profile", fhir=server.proxy.base_url)
        self._server = server
        self._work, self._folder = work, folder
        self._chance = random.Random(seed)
        self.required = 0
        """Characters that had to be there after all kills so far."""
        self.dictated = 0
        """Those of them that were dictated."""

    def work_and_die(self, number: int) -> None:
        """One round: a new process, a kill at a random moment, a look into the store."""
        diary = self._folder / f"{number}.diary"
        command = [
            "-X",
            "faulthandler",
            "-m",
            "tests.helpers.busy_desk",
            self._work,
            str(self.profile.folder),
            str(diary),
        ]
        command += [str(self._chance.randrange(1_000_000))]
        with (
            (self._folder / "stderr").open("w+") as errors,
            subprocess.Popen([sys.executable, *command], stdout=PIPE, stderr=errors, text=True) as process,
        ):
            milestone = self._chance.choice(WORK[self._work])
            self._server.posted.clear()
            ready = self._server.posted.wait(30) if milestone == POSTED else milestone in lines(process)
            time.sleep(self._chance.uniform(0, LONGEST[milestone]))
            workers = psutil.Process(process.pid).children(recursive=True) if ready else []
            killed_at = time.monotonic()
            process.kill()
        complaints = (self._folder / "stderr").read_text()
        assert ready, complaints
        assert process.returncode == -signal.SIGKILL, complaints
        assert "Traceback" not in complaints, complaints
        require_gone(workers)
        with closing(enter(self.profile)) as session:
            session.desk.store.check()
            require_whole_notes(session)
            self._require_kept(session, entries(diary) if diary.exists() else [], killed_at - AGE)

    def _require_kept(self, session: Session, diary: list[Entry], until: float) -> None:
        safe = {(entry.note, entry.section): entry.text for entry in diary if entry.at < until}
        for (note, section), text in safe.items():
            if section != SIGNED:
                kept = session.desk.store.drafts.load(note).get(section, Passage()).text
                assert kept.startswith(text), (kept, text)
                self.required += len(text)
                self.dictated += len(text) * (section == "hpi")
        for entry in diary:
            if entry.section == SIGNED:
                assert session.desk.store.notes.state(entry.note) is NoteState.SIGNED


def lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """What it says from here on."""
    assert process.stdout is not None
    return iter(process.stdout.readline, "")


class WatchedServer:
    """The real server behind a proxy that tells when a document has arrived there."""

    def __init__(self, fhir_server: str) -> None:
        self.posted = threading.Event()
        self._forward = forwarding(fhir_server, lose=lambda _request: False)
        self.proxy = DifficultServer(self._answer)

    def _answer(self, connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"POST /fhir/DocumentReference "):
            self.posted.set()
        self._forward(connection, request)


def require_gone(workers: list[psutil.Process]) -> None:
    """No recogniser works on for a program that is dead."""
    deadline = time.monotonic() + 10
    while alive := [worker for worker in workers if _runs(worker)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.05)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


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


@pytest.fixture
def desks(tmp_path: Path, fhir_server: str) -> Iterator[list[Desk]]:
    """Four of them at work at once: two where notes are written, two where they are signed and sent."""
    print(f"SCRIBE_TEST_SEED={SEED} SCRIBE_TEST_KILLS={KILLS}")
    with ExitStack() as running:
        made = []
        for number, work in enumerate([*WORK] * 2):
            server = WatchedServer(fhir_server)
            running.enter_context(server.proxy.running())
            made.append(Desk(work, tmp_path / f"desk{number}", SEED + number, server))
        yield made


def test_kill_9_at_any_moment_loses_nothing_and_doubles_nothing(
    desks: list[Desk], fhir_server: str, tmp_path: Path, qapp: object
) -> None:
    def live_on(desk: Desk) -> None:
        for number in range(desks.index(desk), KILLS, len(desks)):
            desk.work_and_die(number)

    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(live_on, desks))
    required, dictated = sum(desk.required for desk in desks), sum(desk.dictated for desk in desks)
    print(f"{required} characters had to be there, {dictated} of them dictated")
    assert required > 5 * KILLS
    assert dictated > 0
    signed = 0
    for desk in desks:
        empty_the_outbox(desk.profile, tmp_path / "pictures")
        signed += require_each_delivered_once(desk.profile, fhir_server)
    print(f"{signed} signed notes, each delivered once")
    assert signed >= KILLS // 10


def empty_the_outbox(profile: Profile, pictures: Path) -> None:
    """Start the program once more and let it send what is left."""
    desk = Workstation(profile, pictures)
    desk.log_in()
    outbox = desk.workspace.dictation.outbox
    desk.hands.wait("the empty outbox", lambda: not desk.workspace.session.courier.unfinished(), 60)
    desk.hands.wait("the user being told", lambda: outbox.text() == "Outbox empty")
    desk.close()


def require_each_delivered_once(profile: Profile, fhir_server: str) -> int:
    """Look at the server and into the folder; returns how many notes are signed."""
    with closing(enter(profile)) as session:
        signed = require_whole_notes(session)
        for document_id, note in signed.items():
            (stored,) = found(fhir_server, document_id)
            assert text_of(stored) == session.courier.document(note, document_id).text
    directories = sorted(path.name for path in profile.outgoing.iterdir())
    assert sorted(name.partition("_")[2] for name in directories) == sorted(signed)
    return len(signed)
