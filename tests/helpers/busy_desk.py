"""A process that works at the real window until it is killed, and keeps a diary of what it gave the window.

Run as `python -m tests.helpers.busy_desk WORK PROFILE DIARY SEED`, with WORK "writing", "delivering" or
"emptying"; it says on its output "ready" when the work begins, "shown" when the window first shows dictated
words or a new signature, and "empty" when all was sent, which is the one work that comes to an end.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from random import Random

from PySide6.QtCore import QEventLoop, QTimer

from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.recordings import TWO_CITIES
from tests.helpers.workstation import Workstation

_WORDS = (
    "patient",
    "reports",
    "mild",
    "cough",
    "since",
    "Tuesday",
    "denies",
    "fever",
    "(see",
    "ECG)",
    "38.5",
)
_SECTIONS = {"Ctrl+1": "cc", "Ctrl+3": "pmh", "Ctrl+4": "psh", "Ctrl+5": "family"}
_DICTATED = "hpi"


@dataclass(frozen=True)
class Entry:
    """At this moment (`time.monotonic`) this had been typed into, or was shown in, this section of a note."""

    at: float
    note: str
    section: str
    text: str


class Diary:
    """One JSON line an entry; what was written stays when the process is killed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def enter(self, note: str, section: str, text: str) -> None:
        self._file.write(json.dumps(asdict(Entry(time.monotonic(), note, section, text))).encode() + b"\n")


def entries(path: Path) -> list[Entry]:
    """What a diary says, without a last line that was cut short."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [Entry(**json.loads(line)) for line in lines]


def main(work: str, profile: Path, diary: Path, seed: int) -> None:
    desk = Workstation(Profile(profile), diary.with_suffix(".pictures"))
    desk.log_in()
    print("ready", flush=True)
    kept = Diary(diary)
    beat = QTimer(interval=BEAT_MS)
    beat.timeout.connect(lambda: kept.enter("", BEAT, ""))
    beat.start()
    for _ in _WORK[work](desk, kept, Random(seed)):
        _pause(1)


def _writing(desk: Workstation, diary: Diary, chance: Random) -> Iterator[None]:
    """Type into one section after the other, while a recording is dictated into another one."""
    note = desk.begin_encounter()
    editor = desk.chart.editor.section_editor(_DICTATED)
    editor.textChanged.connect(lambda: diary.enter(note, _DICTATED, editor.toPlainText()))
    desk.workspace.control.words.connect(lambda: print("shown", flush=True))
    texts = dict.fromkeys(_SECTIONS.values(), "")
    for keys, section in cycle(_SECTIONS.items()):
        if desk.workspace.control.state is DictationState.IDLE:
            desk.hands.press("Ctrl+2")
            desk.workspace.dictate_file(TWO_CITIES)
        desk.hands.press(keys)
        for letter in " ".join(chance.sample(_WORDS, 5)) + " ":
            desk.hands.type(letter)
            texts[section] += letter
            diary.enter(note, section, texts[section])
            _pause(chance.randrange(25))
            yield


def _delivering(desk: Workstation, diary: Diary, chance: Random) -> Iterator[None]:
    """Write short notes and sign one after the other, which sends them."""
    while True:
        note = desk.begin_encounter()
        desk.hands.press("Ctrl+1")
        text = " ".join(chance.sample(_WORDS, 5))
        for end in range(1, len(text) + 1):
            desk.hands.type(text[end - 1])
            diary.enter(note, "cc", text[:end])
        desk.sign()
        diary.enter(note, SIGNED, "")
        print("shown", flush=True)
        yield


def _emptying(desk: Workstation, _diary: Diary, _chance: Random) -> Iterator[None]:
    """Let the program send what is left, and leave."""
    outbox = desk.workspace.dictation.outbox
    desk.hands.wait("the empty outbox", lambda: not desk.workspace.session.courier.unfinished(), 120)
    desk.hands.wait("the user being told", lambda: outbox.text() == "Outbox empty")
    desk.close()
    print("empty", flush=True)
    yield from ()


BEAT, BEAT_MS = "beat", 100
"""Stands in an entry's section each time so many milliseconds have passed for the window, too."""

SIGNED = "signed"
"""Stands in an entry's section when the window showed the note as signed."""

_WORK = {"writing": _writing, "delivering": _delivering, "emptying": _emptying}


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
