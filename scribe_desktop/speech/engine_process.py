"""A speech engine in a process of its own, asked in lock-step: one request, one answer."""

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

import psutil

from scribe_desktop.core_files import no_core_files
from scribe_desktop.errors import EngineError
from scribe_desktop.speech import engines
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import (
    SAMPLE_RATE,
    Adaptive,
    Commandable,
    Recognition,
    SpeechEngine,
    SpeechEvent,
)

LOADING_PATIENCE = 120.0
"""Seconds that an engine may take to load its model."""
ANSWER_PATIENCE = 30.0
"""Seconds for an answer, besides ten times the length of the audio; after that the engine counts as hung."""


class EngineDied(Exception):
    """The process ended or hung before it had answered."""


@dataclass(frozen=True)
class Request:
    """Audio to recognise: as a new stream when `begin`, and with the rest of its text when `finish`."""

    pcm: bytes
    begin: bool = False
    finish: bool = False
    words: tuple[str, ...] | None = None
    """Words to be reckoned with from now on; None: the same as before."""
    phrases: tuple[str, ...] = ()
    """With `begin`: commands, of which one is going to be said; none: anything may be."""


@dataclass(frozen=True)
class Answer:
    events: tuple[SpeechEvent, ...]
    memory: int
    """Resident bytes of the process."""


class EngineProcess:
    """One worker. Constructing it starts the process and returns before the model is loaded.

    Used from one thread, apart from `kill`. Because neither side sends before the other has answered,
    no pipe can fill up on both ends.
    """

    def __init__(self, choice: EngineChoice) -> None:
        """Begin to load the model. Raises `EngineDied` where the machine has no room for a process."""
        spawn = multiprocessing.get_context("spawn")
        self._memory_when_loaded: int | None = None
        try:
            self._connection, theirs = spawn.Pipe()
            with theirs:
                self._process = spawn.Process(target=serve, args=(theirs, choice), name="speech", daemon=True)
                self._process.start()
        except OSError as error:
            raise EngineDied from error

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def has_loaded(self) -> bool:
        """Whether it has ever said that its model is loaded."""
        return self._memory_when_loaded is not None

    def is_ready(self) -> bool:
        """Whether the model is loaded (or the process has failed), so that `ask` would not wait for it."""
        return self.has_loaded or self._connection.poll()

    def growth(self, answer: Answer) -> int:
        """Bytes that the process has grown by since it had loaded its model."""
        return answer.memory - (self._memory_when_loaded or 0)

    def ask(self, request: Request) -> Answer:
        """Wait for the model if need be, then for the answer.

        Raises:
            EngineDied: the process is gone, or hung and was killed.
            EngineError: what the engine itself raised, such as `NoModel`.
        """
        try:
            if self._memory_when_loaded is None:
                self._memory_when_loaded = self._receive(LOADING_PATIENCE).memory
            self._connection.send(request)
            return self._receive(ANSWER_PATIENCE + 10 * len(request.pcm) / (2 * SAMPLE_RATE))
        except (EOFError, OSError) as error:
            raise EngineDied from error

    def _receive(self, patience: float) -> Answer:
        if not self._connection.poll(patience):
            self.kill()
            raise EngineDied
        answer: Answer | EngineError = self._connection.recv()
        if isinstance(answer, EngineError):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process now; may be called from any thread, and more than once."""
        self._process.kill()

    def dispose(self) -> None:
        """End the process and leave nothing of it behind."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def serve(connection: Connection, choice: EngineChoice) -> None:
    """The worker: load the engine, then answer until the other end is closed, or dead."""
    no_core_files()  # what was dictated passes through its memory
    # Ctrl-C in a terminal reaches every process; the program decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, ConnectionError):
        _answer_all(connection, choice)


def _answer_all(connection: Connection, choice: EngineChoice) -> None:
    me = psutil.Process()
    try:
        engine = engines.load(choice)
    except EngineError as error:
        connection.send(error)
        return
    connection.send(Answer((), me.memory_info().rss))
    recognition = engine.recognise()
    while True:
        request: Request = connection.recv()
        try:
            if request.words is not None and isinstance(engine, Adaptive):
                engine.expect(request.words)
            if request.begin:
                recognition = _begun(engine, request.phrases)
            events = list(recognition.accept(request.pcm) if request.pcm else ())
            if request.finish:
                events += recognition.finish()
        except EngineError as error:
            connection.send(error)
        else:
            connection.send(Answer(tuple(events), me.memory_info().rss))


def _begun(engine: SpeechEngine, phrases: tuple[str, ...]) -> Recognition:
    if phrases and isinstance(engine, Commandable):
        return engine.recognise_only(phrases)
    return engine.recognise()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
