"""How passages, their provenance and heard words are written down: JSON that keeps every run and word."""

import json
import re

from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Passage, Run, Source
from scribe_desktop.notes.recording import TimedWord

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

WrittenRun = tuple[int, str, str, str]
"""Length in code points, origin, person id, detail."""


def storable(text: str) -> str:
    """The text with halves of broken characters, which UTF-8 cannot hold, replaced one for one by U+FFFD."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def encode_runs(runs: tuple[Run, ...]) -> str:
    """Runs as a JSON array of `WrittenRun`."""
    return _json([_written(run) for run in runs])


def decode_runs(text: str) -> tuple[Run, ...]:
    """What `encode_runs` wrote."""
    return tuple(_run(written) for written in json.loads(text))


def encode_content(content: NoteContent) -> str:
    """Content as a JSON object: key to text and runs, in the content's own order."""
    return _json(
        {key: {"text": p.text, "runs": [_written(run) for run in p.runs]} for key, p in content.items()}
    )


def decode_content(text: str) -> NoteContent:
    """What `encode_content` wrote."""
    return {
        key: Passage(entry["text"], tuple(_run(written) for written in entry["runs"]))
        for key, entry in json.loads(text).items()
    }


def encode_words(words: tuple[TimedWord, ...]) -> str:
    """Words as a JSON array of text, start, end and confidence."""
    return _json([(word.text, word.start, word.end, word.confidence) for word in words])


def decode_words(text: str) -> tuple[TimedWord, ...]:
    """What `encode_words` wrote."""
    return tuple(TimedWord(*written) for written in json.loads(text))


def encode_texts(texts: tuple[str, ...]) -> str:
    """Texts as a JSON array."""
    return _json(texts)


def decode_texts(text: str) -> tuple[str, ...]:
    """What `encode_texts` wrote."""
    return tuple(json.loads(text))


def _json(value: object) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _written(run: Run) -> WrittenRun:
    return run.length, run.source.origin.value, run.source.person_id, run.source.detail


def _run(written: WrittenRun) -> Run:
    length, origin, person_id, detail = written
    return Run(length, Source(Origin(origin), person_id, detail))
