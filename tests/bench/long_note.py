"""A program to be measured: writes in notes of 10,000 words in the real window and prints its figures.

Run as `python -m tests.bench.long_note PROFILE`; the profile is one of `tests.helpers.sample_profile`.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Sex
from scribe_desktop.phrases.expansion import BLANK
from scribe_desktop.session.charting import NewEncounter
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.section_editor import SectionEditor
from scribe_desktop.walk.hands import Hands
from tests.helpers.workstation import Workstation

WORDS = 10_000
PARAGRAPH = 80
KEYS = 500
_GAP_MS = range(25, 60)
"""Between two keys: much faster than anybody types, and never in step with the autosaves."""
_TEXT = """patient reports mild cough since Tuesday denies fever and chills walks unaided without pain
abdomen soft lungs clear heart regular takes lisinopril daily no known allergies follow up"""
_VOCABULARY = _TEXT.split()
_PATIENTS = iter(("Casey Okonkwo", "Imogen Hartley"))
"""Who are not easily taken for each other, so that nobody is asked whose note it is."""


class _Painted(QObject):
    """Notes when what is typed into `editor` has been painted."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._seen = False
        editor.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        self._seen = self._seen or event.type() is QEvent.Type.Paint
        return False

    def await_next(self) -> None:
        """Let the program work until the viewport has been painted once more; the paint itself included."""
        self._seen = False
        while not self._seen:
            QCoreApplication.processEvents()


def measure(desk: Workstation) -> dict[str, float]:
    """Milliseconds from key to paint in both shapes of note, the worse of the two for each figure; memory."""
    general = desk.workspace.session.desk.note_types.general
    sections = [s.key for s in general.sections if not s.fields]
    times = []
    for spread in ([sections[1]], sections):
        open_note(desk, note(spread, desk.workspace.session.person.id))
        memory = psutil.Process().memory_info().rss
        times.append(list(type_in(desk.hands, _editor_of(desk, spread[len(spread) // 2]))))
    return {
        "key_paint_p50_ms": max(median(taken) for taken in times),
        "key_paint_p99_ms": max(quantiles(taken, n=100)[98] for taken in times),
        "rss_mb": memory / (1 << 20),
    }


def note(sections: list[str], person: str) -> NoteContent:
    """Paragraphs typed, dictated and expanded in turn, every third one with a blank."""
    chance = Random(1)
    sources = cycle(Source(origin, person) for origin in (Origin.TYPED, Origin.DICTATED, Origin.PHRASE))
    paragraphs = (
        (" ".join([*chance.choices(_VOCABULARY, k=PARAGRAPH - 1), BLANK]) + "\n", source)
        for source in sources
    )
    each = WORDS // PARAGRAPH // len(sections) or 1
    return {key: Passage.join(islice(paragraphs, each)) for key in sections}


def open_note(desk: Workstation, content: NoteContent) -> None:
    charting = desk.workspace.session.charting
    provider = charting.providers()[0]
    new = NewEncounter(next(_PATIENTS), date(1989, 4, 23), Sex.FEMALE, new_id(), "Office visit", provider.id)
    encounter = charting.begin(new)
    charting.save(charting.open(encounter).note.id, content)
    former = desk.workspace.chart
    desk.workspace.open(encounter, by_name=True)
    desk.hands.wait("the long note", lambda: desk.workspace.chart not in (None, former))
    desk.hands.wait("the recogniser", lambda: desk.workspace.dictation.engine.text())


def _editor_of(desk: Workstation, section: str) -> SectionEditor:
    desk.chart.editor.go_to(section)
    return desk.chart.editor.section_editor(section)


def type_in(hands: Hands, editor: QPlainTextEdit, keys: int = KEYS) -> Iterator[float]:
    """Type in the middle of an editor's text; yields milliseconds from when each key was due to its paint."""
    middle = editor.document().findBlockByNumber(editor.blockCount() // 2)
    cursor = QTextCursor(middle)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)
    painted = _Painted(editor)
    chance = Random(2)
    text = islice(cycle(" ".join(_VOCABULARY) + " "), keys)
    for letter in text:
        due = time.perf_counter() + chance.choice(_GAP_MS) / 1000
        _work_until(due)
        hands.type(letter)
        painted.await_next()
        yield (time.perf_counter() - due) * 1000


def _work_until(due: float) -> None:
    """Let the program work; if it is still busy then, the next key comes late."""
    loop = QEventLoop()
    timer = QTimer(loop, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(max(0, int((due - time.perf_counter()) * 1000)))
    loop.exec()
    while time.perf_counter() < due:
        pass


def main(profile: Path) -> None:
    with TemporaryDirectory() as pictures:
        desk = Workstation(Profile(profile), Path(pictures))
        desk.window.resize(1440, 900)
        desk.log_in()
        print(json.dumps(measure(desk)), flush=True)
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
