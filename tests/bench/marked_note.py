"""A program to be measured: the same keys in a note with every mark on, and in a plain Qt editor.

Run as `python -m tests.bench.marked_note PROFILE`; the profile is one of `tests.helpers.sample_profile`.
"""

import json
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QMainWindow, QPlainTextEdit

from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.phrases.expansion import BLANK
from scribe_desktop.session.preferences import Shorthand
from scribe_desktop.session.profile import Profile
from scribe_desktop.walk.hands import Hands
from tests.bench.long_note import PARAGRAPH, WORDS, open_note, type_in
from tests.helpers.workstation import Workstation

_TEXT = """patient reports mild cough since Tuesday denies fever and chills walks unaided without pain
abdomen soft lungs clear heart regular takes lisinopril daily no known allergies follow up"""
_MARKED = ["teusday", "pian", "qd", "RA", BLANK]
"""In each paragraph: two misspelt words, one not to be used, one with several meanings, one to fill in."""
_SECTION = "hpi"
_TURNS, _KEYS = 20, 50
"""Short turns: whatever else the machine does hits both alike, and the paragraph is as long in both."""


def measure(desk: Workstation) -> dict[str, float]:
    """The 99th percentile from key to paint with everything on, and how that compares to a bare editor.

    Both are typed in by short turns, so that neither has the better part of the machine's time.
    """
    content = _content(desk.workspace.session.person.id)
    desk.workspace.session.preferences.set_shorthand(Shorthand.AS_TYPED)
    desk.workspace.session.provenance.shown = True
    open_note(desk, content)
    desk.hands.wait("the dictionary", lambda: desk.chart.marking.suggestions("pateint"))
    desk.hands.wait("shorthand", lambda: desk.chart.typing.on)
    marked, plain = list[float](), list[float]()
    bare = _bare_window(content[_SECTION].text, desk)
    for _ in range(_TURNS):
        _let_finish(desk)
        plain += _typed_bare(bare, desk)
        desk.hands.take_keyboard()
        desk.chart.editor.go_to(_SECTION)
        marked += type_in(desk.hands, desk.chart.editor.section_editor(_SECTION), _KEYS)
    bare.close()
    ours, theirs = (quantiles(taken, n=100)[98] for taken in (marked, plain))
    return {
        "editor_key_paint_p50_ms": quantiles(marked, n=100)[49],
        "editor_key_paint_p99_ms": ours,
        "editor_bare_key_paint_p50_ms": quantiles(plain, n=100)[49],
        "editor_bare_key_paint_p99_ms": theirs,
        "editor_key_paint_ratio": ours / theirs,
    }


def _let_finish(desk: Workstation) -> None:
    """Saving and checking what was typed is the note's own burden, not the bare editor's."""
    checked: list[bool] = []
    desk.chart.checking.run.when_fresh(lambda: checked.append(True))
    desk.hands.wait("the note to be saved and checked", lambda: checked and desk.chart.autosave.is_clean)


def _content(person: str) -> NoteContent:
    chance = Random(1)
    sources = cycle(Source(origin, person) for origin in (Origin.TYPED, Origin.DICTATED, Origin.PHRASE))
    paragraphs: Iterator[tuple[str, Source]] = ((_paragraph(chance), source) for source in sources)
    return {_SECTION: Passage.join(islice(paragraphs, WORDS // PARAGRAPH))}


def _paragraph(chance: Random) -> str:
    words = [*chance.choices(_TEXT.split(), k=PARAGRAPH - len(_MARKED)), *_MARKED]
    return " ".join(chance.sample(words, PARAGRAPH)) + "\n"


def _bare_window(text: str, desk: Workstation) -> QMainWindow:
    """As wide as the note's editor and as high as the window, in the same font."""
    window, editor = QMainWindow(), QPlainTextEdit()
    window.setCentralWidget(editor)
    editor.setPlainText(text)
    editor.setFont(desk.chart.editor.section_editor(_SECTION).font())
    window.resize(desk.chart.editor.section_editor(_SECTION).width(), desk.window.height())
    window.show()
    return window


def _typed_bare(window: QMainWindow, desk: Workstation) -> list[float]:
    editor = window.centralWidget()
    assert isinstance(editor, QPlainTextEdit)
    with TemporaryDirectory() as pictures:
        hands = Hands(window, Path(pictures))
        hands.take_keyboard()
        editor.setFocus()
        return list(type_in(hands, editor, _KEYS))


def main(profile: Path) -> None:
    with TemporaryDirectory() as pictures:
        desk = Workstation(Profile(profile), Path(pictures))
        desk.window.resize(1440, 900)
        desk.log_in()
        print(json.dumps(measure(desk)), flush=True)
        desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
