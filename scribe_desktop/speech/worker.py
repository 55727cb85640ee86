"""Recognition in a worker process that may crash, hang or grow without the program losing a word."""

import atexit
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from scribe_desktop.errors import EngineError, EngineFailed
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.engine_process import Answer, EngineDied, EngineProcess, Request
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SpeechEvent
from scribe_desktop.speech.replay import Replay

LONGEST_PIECE = 5.0
"""Seconds handed over at once at most; a worker that is behind gets longer pieces, which cost it less."""
DEATHS_IN_A_ROW = 3
"""How often a worker may die over the same audio."""
STARTS_IN_A_ROW = 5
"""How often one may die before it has loaded its model, which no audio is to blame for."""
START_PAUSE = 1.0
"""Seconds before the second of these starts; twice as long before each later one."""
GROWTH_LIMIT = 400 << 20
"""Bytes that a worker may grow by before another one takes its place between two utterances."""


class Recogniser:
    """Turns streams of audio into events, one stream after the other, in a worker process.

    A worker that dies is replaced, and the new one hears the audio since the last Final again. For a file
    beside live dictation use a second Recogniser. After `close` no stream can be opened.
    """

    def __init__(self, choice: EngineChoice, *, growth_limit: int = GROWTH_LIMIT) -> None:
        self._choice = choice
        self._growth_limit = growth_limit
        self._changed = threading.Condition()
        self._waiting: deque[AudioStream] = deque()
        self._current: AudioStream | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._engine: EngineProcess | None = None
        self._successor: EngineProcess | None = None
        self._words: tuple[str, ...] = ()
        self._told: tuple[EngineProcess, tuple[str, ...]] | None = None
        """Which worker was told to reckon with which words."""

    @property
    def worker_pid(self) -> int | None:
        """Process id of the present worker, if one has been started."""
        return self._engine.pid if self._engine else None

    def start(self) -> None:
        """Begin to load the model, without waiting for it; a stream does so by itself."""
        with self._changed:
            if self._closed:
                raise RuntimeError("the recogniser is closed")
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="recogniser", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def stream(
        self,
        on_event: Callable[[SpeechEvent], None],
        on_error: Callable[[EngineError], None],
        on_end: Callable[[], None],
        phrases: Sequence[str] = (),
    ) -> AudioStream:
        """Open a stream; its audio is kept until its turn comes. See `AudioStream` for the callbacks.

        Args:
            phrases: commands, of which one is going to be said; none: anything may be.
        """
        self.start()
        stream = AudioStream(on_event, on_error, on_end, phrases)
        with self._changed:
            self._waiting.append(stream)
            self._changed.notify_all()
        return stream

    def expect(self, words: Iterable[str]) -> None:
        """Have an engine that is `Adaptive` reckon with these words from its next answer on; any thread may.

        Args:
            words: names, medication and problems of the patient at hand, in small letters.
        """
        self._words = tuple(words)

    def close(self) -> None:
        """Cancel all streams and end the worker; returns when both are gone. May be called again."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            for stream in (*self._waiting, *filter(None, [self._current])):
                stream.cancel()
            self._changed.notify_all()
        if self._engine:
            self._engine.kill()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            self._engine = self._begun()
            while stream := self._next_stream():
                try:
                    self._recognise(stream)
                except EngineError as error:
                    stream.fail(error)
                finally:
                    stream.end()
        finally:
            for process in filter(None, [self._engine, self._successor]):
                process.dispose()
            self._engine = self._successor = None

    def _next_stream(self) -> AudioStream | None:
        with self._changed:
            self._current = None
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._current = self._waiting.popleft() if self._waiting else None
            return self._current

    def _recognise(self, stream: AudioStream) -> None:
        heard, begin = Replay(), True
        while (piece := stream.take(LONGEST_PIECE)) is not None:
            heard.add(piece)
            answer = self._answer(stream, heard, piece, begin)
            if answer is None:
                return
            for event in answer.events:
                stream.emit(heard.settle(event))
            if not piece:
                stream.is_recognised = True
                return
            begin = self._renewed_if_grown(answer, heard)

    def _answer(self, stream: AudioStream, heard: Replay, piece: bytes, begin: bool) -> Answer | None:
        """Have this piece recognised, by another worker if this one dies; None if cancelled meanwhile."""
        deaths = starts = 0
        while deaths < DEATHS_IN_A_ROW and starts < STARTS_IN_A_ROW:
            try:
                self._engine = self._engine or EngineProcess(self._choice)
                pcm = heard.from_start() if begin else piece
                words = self._words
                news = None if self._told == (self._engine, words) else words
                phrases = stream.phrases if begin else ()
                request = Request(pcm, begin=begin, finish=not piece, words=news, phrases=phrases)
                answer = self._engine.ask(request)
                self._told = self._engine, words
                return answer
            except EngineDied:
                loaded = self._engine is not None and self._engine.has_loaded
                if self._engine is not None:
                    self._engine.dispose()
                self._engine, begin = None, True
                deaths, starts = (deaths + 1, 0) if loaded else (deaths, starts + 1)
                if 1 < starts < STARTS_IN_A_ROW:
                    stream.wait_cancelled(START_PAUSE * 2 ** (starts - 2))
            if stream.cancelled:
                return None
        raise EngineFailed(
            "The speech recogniser keeps breaking down.",
            remedy="What was recognised so far is kept. If it goes on, choose another engine in Settings.",
        )

    def _begun(self) -> EngineProcess | None:
        """One that loads its model ahead of time; None where the machine has no room for it now."""
        try:
            return EngineProcess(self._choice)
        except EngineDied:
            return None

    def _renewed_if_grown(self, answer: Answer, heard: Replay) -> bool:
        """Let a successor load meanwhile; change over once it is ready, between two utterances."""
        if self._engine is None or self._engine.growth(answer) < self._growth_limit:
            return False
        self._successor = self._successor or self._begun()
        if self._successor is None or heard.utterance_open or not self._successor.is_ready():
            return False
        self._engine.dispose()
        self._engine, self._successor = self._successor, None
        return True
