"""Workers that are killed, hang, grow or are closed, with the real engine on real speech."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from errno import ENOMEM
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest

from scribe_desktop.errors import EngineFailed, NoModel
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.worker import DEATHS_IN_A_ROW, Recogniser
from tests.helpers.listener import Listener
from tests.helpers.recordings import BECKETT, FIRST_SENTENCES, TWO_CITIES, beginning, recall

BUILT_IN = EngineChoice("clinical")


@pytest.fixture
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser(BUILT_IN)
    yield recogniser
    recogniser.close()


@pytest.fixture
def speech(tmp_path: Path) -> list[bytes]:
    """`FIRST_SENTENCES` with a second of silence between the two, a second in each block."""
    with AudioFile.open(beginning(TWO_CITIES, 8.6, tmp_path / "clip.wav")) as audio:
        pcm = b"".join(audio.blocks())
    pause = int(4.83 * 16_000) * 2
    pcm = pcm[:pause] + bytes(32_000) + pcm[pause:]
    return [pcm[at : at + 32_000] for at in range(0, len(pcm), 32_000)]


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def worker_of(recogniser: Recogniser) -> int:
    wait_until(lambda: recogniser.worker_pid is not None)
    assert recogniser.worker_pid is not None
    return recogniser.worker_pid


def test_no_word_is_lost_when_the_worker_is_killed_mid_sentence(
    recogniser: Recogniser, speech: list[bytes]
) -> None:
    heard = Listener()
    stream = heard.open(recogniser)
    for block in speech[:6]:
        stream.feed(block)
    wait_until(lambda: len(heard.finals) == 1 and stream.pending_seconds == 0)
    killed = worker_of(recogniser)
    os.kill(killed, signal.SIGKILL)
    for block in speech[6:]:
        stream.feed(block)
    stream.finish()
    heard.wait_for_end()
    assert recogniser.worker_pid != killed
    assert recall(FIRST_SENTENCES, heard.text) > 0.9
    assert len(heard.text.split()) < 1.15 * len(FIRST_SENTENCES.split()), "heard twice"
    assert heard.ends == 1
    assert not heard.errors


def test_times_go_on_counting_over_the_death_of_a_worker(recogniser: Recogniser, speech: list[bytes]) -> None:
    heard = Listener()
    stream = heard.open(recogniser)
    for block in speech[:6]:
        stream.feed(block)
    heard.wait_for_finals(1)
    os.kill(worker_of(recogniser), signal.SIGKILL)
    for block in speech[6:]:
        stream.feed(block)
    stream.finish()
    heard.wait_for_end()
    starts = [final.start for final in heard.finals]
    assert starts == sorted(starts)
    assert heard.finals[-1].start == pytest.approx(6.0, abs=0.3)
    assert heard.finals[-1].end == pytest.approx(9.3, abs=0.3)


def test_a_worker_killed_while_idle_is_replaced_for_the_next_stream(
    recogniser: Recogniser, speech: list[bytes]
) -> None:
    recogniser.start()
    os.kill(worker_of(recogniser), signal.SIGKILL)
    heard = Listener()
    stream = heard.open(recogniser)
    for block in speech[:5]:
        stream.feed(block)
    stream.finish()
    heard.wait_for_end()
    assert heard.text.startswith("It was the best of times")


def test_an_engine_that_dies_over_and_over_is_reported_once(
    speech: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.worker.START_PAUSE", 0.05)
    recogniser, heard = Recogniser(BUILT_IN), Listener()
    stream = heard.open(recogniser)
    stop = threading.Event()

    def kill_all() -> None:
        while not stop.wait(0.01):
            if recogniser.worker_pid and psutil.pid_exists(recogniser.worker_pid):
                os.kill(recogniser.worker_pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_all)
    killer.start()
    stream.feed(speech[0])
    heard.wait_for_end()
    stop.set()
    killer.join()
    recogniser.close()
    assert [type(error) for error in heard.errors] == [EngineFailed]
    assert heard.errors[0].remedy
    assert heard.ends == 1


def test_deaths_before_the_model_is_loaded_are_not_taken_for_the_sounds_fault(
    recogniser: Recogniser, speech: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.worker.START_PAUSE", 0.05)
    heard, killed = Listener(), set[int]()
    stream = heard.open(recogniser)
    for block in speech[:5]:
        stream.feed(block)
    stream.finish()
    while len(killed) <= DEATHS_IN_A_ROW:
        pid = worker_of(recogniser)
        if pid not in killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        time.sleep(0.01)
    heard.wait_for_end()
    assert heard.errors == []
    assert heard.text.startswith("It was the best of times")


def test_a_machine_without_room_for_a_worker_is_asked_again(
    recogniser: Recogniser, speech: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, start = list[None](), BaseProcess.start

    def start_later(process: BaseProcess) -> None:
        if len(refused) < 3:
            refused.append(None)
            raise OSError(ENOMEM, "no room for another process")
        start(process)

    monkeypatch.setattr("scribe_desktop.speech.worker.START_PAUSE", 0.05)
    monkeypatch.setattr(BaseProcess, "start", start_later)
    heard = Listener()
    stream = heard.open(recogniser)
    for block in speech[:5]:
        stream.feed(block)
    stream.finish()
    heard.wait_for_end()
    assert heard.errors == []
    assert heard.text.startswith("It was the best of times")


def test_closing_does_not_wait_for_the_next_start(
    recogniser: Recogniser, speech: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.worker.START_PAUSE", 60.0)
    heard = Listener()
    heard.open(recogniser).feed(speech[0])
    for _ in range(2):
        killed = worker_of(recogniser)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda killed=killed: recogniser.worker_pid != killed)  # type: ignore[misc]
    before = time.monotonic()
    recogniser.close()
    assert time.monotonic() - before < 3
    assert heard.ends == 1


def test_a_hung_worker_is_replaced(
    recogniser: Recogniser, speech: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.engine_process.ANSWER_PATIENCE", 0.5)
    heard = Listener()
    stream = heard.open(recogniser)
    stream.feed(b"".join(speech[:6]))
    heard.wait_for_finals(1)
    wait_until(lambda: stream.pending_seconds == 0)
    hung = worker_of(recogniser)
    os.kill(hung, signal.SIGSTOP)
    stream.feed(speech[6][:3200])
    wait_until(lambda: recogniser.worker_pid not in (hung, None), seconds=8)
    stream.feed(speech[6][3200:] + b"".join(speech[7:]))
    stream.finish()
    heard.wait_for_end()
    assert recall(FIRST_SENTENCES, heard.text) > 0.9


def test_a_grown_worker_makes_room_for_another_between_utterances(speech: list[bytes]) -> None:
    recogniser, heard = Recogniser(BUILT_IN, growth_limit=1), Listener()
    stream = heard.open(recogniser)
    workers = set()
    for block in speech:
        stream.feed(block)
        wait_until(lambda: stream.pending_seconds == 0)
        workers.add(recogniser.worker_pid)
        time.sleep(0.5)

    def is_another() -> bool:
        stream.feed(bytes(3200))
        workers.add(recogniser.worker_pid)
        return len(workers - {None}) > 1

    # on a machine that is busy with other things the next one takes longer to load than all this speech
    wait_until(is_another, seconds=60)
    stream.finish()
    heard.wait_for_end()
    recogniser.close()
    assert recall(FIRST_SENTENCES, heard.text) > 0.9
    assert not any(psutil.pid_exists(pid) for pid in workers if pid)


def test_streams_follow_one_another_without_mixing(recogniser: Recogniser, speech: list[bytes]) -> None:
    first, second = Listener(), Listener()
    one, other = first.open(recogniser), second.open(recogniser)
    with AudioFile.open(BECKETT) as audio:
        for block in audio.blocks():
            other.feed(block)
    other.finish()
    for block in speech[:5]:
        one.feed(block)
    one.finish()
    second.wait_for_end()
    assert first.ends == 1
    assert "best of times" in first.text
    assert "best of times" not in second.text
    assert "fail" in second.text.lower()
    assert second.finals[0].start < 3


def test_a_cancelled_stream_says_no_more_and_ends_once(recogniser: Recogniser, speech: list[bytes]) -> None:
    heard, after = Listener(), Listener()
    stream = heard.open(recogniser)
    for block in speech:
        stream.feed(block)
    stream.cancel()
    stream.finish()
    heard.wait_for_end()
    after_stream = after.open(recogniser)
    after_stream.finish()
    after.wait_for_end()
    assert heard.finals == []
    assert heard.ends == 1
    assert after.events == []


def test_a_missing_model_is_told_to_the_stream_that_needs_it(tmp_path: Path) -> None:
    recogniser, heard = Recogniser(EngineChoice("vosk", {"model": str(tmp_path)})), Listener()
    stream = heard.open(recogniser)
    stream.feed(bytes(3200))
    stream.finish()
    heard.wait_for_end()
    recogniser.close()
    assert [type(error) for error in heard.errors] == [NoModel]
    assert str(tmp_path) in str(heard.errors[0])
    assert heard.ends == 1


def test_closing_mid_stream_is_quick_and_leaves_no_process(
    recogniser: Recogniser, speech: list[bytes]
) -> None:
    heard = Listener()
    stream = heard.open(recogniser)
    stream.feed(b"".join(speech * 20))
    heard.wait_for_finals(1)
    pid = worker_of(recogniser)
    before = time.monotonic()
    recogniser.close()
    recogniser.close()
    assert time.monotonic() - before < 20
    assert not psutil.pid_exists(pid)
    assert heard.ends == 1
    with pytest.raises(RuntimeError, match="closed"):
        recogniser.start()


PROGRAM = """
import sys, time
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.worker import Recogniser

def main():
    recogniser = Recogniser(EngineChoice("clinical"))
    stream = recogniser.stream(lambda event: None, print, lambda: None)
    stream.feed(bytes(64000))
    while not recogniser.worker_pid:
        time.sleep(0.01)
    print(recogniser.worker_pid, flush=True)
    time.sleep(float(sys.argv[1]))

if __name__ == "__main__":
    main()
"""


def start_program(folder: Path, linger: str) -> tuple[subprocess.Popen[str], int]:
    (folder / "program.py").write_text(PROGRAM)
    program = subprocess.Popen(
        [sys.executable, folder / "program.py", linger],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    return program, int(program.stdout.readline())


def test_the_worker_ends_when_the_program_is_killed(tmp_path: Path) -> None:
    program, worker = start_program(tmp_path, "60")
    with program:
        time.sleep(1)
        assert psutil.pid_exists(worker)
        program.kill()
    wait_until(lambda: not psutil.pid_exists(worker))


def test_a_program_that_forgets_to_close_ends_all_the_same(tmp_path: Path) -> None:
    program, worker = start_program(tmp_path, "0.5")
    with program:
        assert program.wait(timeout=60) == 0
    wait_until(lambda: not psutil.pid_exists(worker))
