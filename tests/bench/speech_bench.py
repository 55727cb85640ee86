"""Speech: real-time factor and memory of each engine, and how long after speech its text comes."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import psutil
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE, Final, SpeechEvent
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.views.section_editor import SectionEditor
from tests.helpers.listener import Listener, ignore
from tests.helpers.recordings import KOREAN_MODEL, TWO_CITIES, beginning

ENGINES = {
    "clinical": EngineChoice("clinical"),
    "moonshine": EngineChoice("moonshine"),
    "vosk": EngineChoice("vosk", {"model": str(KOREAN_MODEL)}),
}

FIRST_WORD_STARTS = 1.2
LAST_WORD_ENDS = 4.55
"""Seconds into `TWO_CITIES`: begin and end of its first sentence."""
_BLOCK = SAMPLE_RATE // 20 * 2


def figures() -> dict[str, float]:
    """Seconds, megabytes, and recognition time as a share of the audio's length."""
    found: dict[str, float] = {}
    for name, choice in ENGINES.items():
        recogniser = Recogniser(choice)
        found |= {f"{figure}_{name}": value for figure, value in _of_a_file(recogniser).items()}
        if name == "clinical":
            found |= _of_live_speech(recogniser)
        recogniser.close()
    return found


def _of_a_file(recogniser: Recogniser) -> dict[str, float]:
    _recognise(recogniser, seconds=1)
    before = time.perf_counter()
    _recognise(recogniser, seconds=44)
    taken = time.perf_counter() - before
    assert recogniser.worker_pid is not None
    memory = psutil.Process(recogniser.worker_pid).memory_info().rss
    return {"rtf": taken / 44, "worker_mb": memory / (1 << 20)}


def _recognise(recogniser: Recogniser, seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clip = beginning(TWO_CITIES, seconds, Path(folder, "clip.wav"))
        transcribe(clip, recogniser, ignore, ignore, lambda: False)


def _of_live_speech(recogniser: Recogniser) -> dict[str, float]:
    """The first sentence at the pace of speech, then silence until its text stands in an editor."""
    application = QApplication.instance() or QApplication(["bench", "-platform", "offscreen"])
    assert isinstance(application, QApplication)
    jobs, heard, editor = Jobs(), Listener(), SectionEditor("hpi", "scribe-1", lambda _name: None)
    editor.show()

    def write(event: SpeechEvent) -> None:
        if isinstance(event, Final):
            source = Source(Origin.DICTATED, "scribe-1", "clinical")
            editor.insert_dictated(editor.dictation_anchor(), Passage.of(event.text, source))

    hop = jobs.on_gui(write, owner=editor)

    def tell(event: SpeechEvent) -> None:
        heard.on_event(event)
        hop(event)

    stream = recogniser.stream(tell, heard.on_error, heard.on_end)
    began = time.monotonic()
    written = Event()
    speaker = Thread(target=_speak, args=(stream, began, written.is_set))
    speaker.start()
    while not editor.toPlainText():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    in_editor = time.monotonic() - began
    written.set()
    speaker.join()
    stream.cancel()
    heard.wait_for_end()
    jobs.close()
    return {
        "speech_start_to_partial_s": heard.events[0][0] - began - FIRST_WORD_STARTS,
        "speech_end_to_text_s": in_editor - LAST_WORD_ENDS,
    }


def _speak(stream: AudioStream, began: float, enough: Callable[[], bool]) -> None:
    """The first sentence and then silence, as a microphone would hand it over."""
    with AudioFile.open(TWO_CITIES) as audio:
        speech = b"".join(audio.blocks())[: int(LAST_WORD_ENDS * SAMPLE_RATE) * 2]
    position = 0
    while not enough():
        stream.feed(speech[position : position + _BLOCK].ljust(_BLOCK, b"\0"))
        position += _BLOCK
        time.sleep(max(0.0, began + position / (2 * SAMPLE_RATE) - time.monotonic()))


if __name__ == "__main__":
    for figure, value in figures().items():
        print(f"{figure:28} {value:10.3f}")
