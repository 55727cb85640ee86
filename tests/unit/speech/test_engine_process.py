"""The worker's side of a conversation."""

from collections.abc import Iterator, Sequence

import pytest

from scribe_desktop.speech import engine_process
from scribe_desktop.speech.engine_process import Answer, Request, serve
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final, SpeechEvent


class Echo:
    """Hears in every piece of sound the words that it was told to expect."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()

    def expect(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def recognise(self) -> "Echo":
        return self

    def accept(self, _pcm: bytes) -> Iterator[SpeechEvent]:
        yield Final(" ".join(self.words), 0, 1)

    def finish(self) -> Iterator[SpeechEvent]:
        yield from ()


class Line:
    """One end of a pipe whose other end has said all it has to say."""

    def __init__(self, *requests: Request) -> None:
        self._requests = list(requests)
        self.answers: list[Answer] = []

    def recv(self) -> Request:
        if not self._requests:
            raise EOFError
        return self._requests.pop(0)

    def send(self, answer: Answer) -> None:
        self.answers.append(answer)


def test_words_are_expected_from_the_request_that_brings_them_until_other_ones_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.engines.load", lambda _choice: Echo())
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(engine_process, "_end_with_parent", lambda: None)
    monkeypatch.setattr(engine_process, "no_core_files", lambda: None)  # would close the tests themselves
    line = Line(
        Request(b"..", begin=True, words=("frost",)), Request(b".."), Request(b"..", words=("lind", "bo"))
    )
    serve(line, EngineChoice("echo"))  # type: ignore[arg-type]
    heard = [event.text for answer in line.answers for event in answer.events]
    assert heard == ["frost", "frost", "lind bo"]
