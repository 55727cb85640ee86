"""Dictated words that their note does not take any more: they stay readable until somebody puts them away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject

from scribe_desktop.errors import ScribeError, WrongState
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.hearing import Cause
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import Target

_ROOM = 500
"""Characters of them that the bar shows at once, and one utterance at least."""


@dataclass(frozen=True)
class _Refused:
    target: Target
    words: Passage
    error: ScribeError

    @property
    def why(self) -> tuple[str, str]:
        return self.target.words, self.error.in_full()


class RefusedWords(QObject):
    """What was not put away before the window closed is brought, and refused, again at the next log-in."""

    def __init__(self, bar: DictationBar, settle: Callable[[Passage], None], parent: QObject) -> None:
        """`settle` gets words that are not to be brought again."""
        super().__init__(parent)
        self._bar, self._settle = bar, settle
        self._refused: list[_Refused] = []

    def add(self, target: Target, words: Passage, error: ScribeError) -> None:
        """These words are in no note, and why."""
        self._refused.append(_Refused(target, words, error))
        self._show()

    def put_away(self) -> bool:
        """What is shown has been read; what had no room comes next. False: nothing was shown."""
        seen = list(self._in_sight())
        for one in seen:
            if isinstance(one.error, WrongState):
                self._settle(one.words)
        del self._refused[: len(seen)]
        self._show()
        return bool(seen)

    def _in_sight(self) -> Iterator[_Refused]:
        room = _ROOM
        for number, one in enumerate(self._refused):
            room -= len(one.words.text)
            if number and room < 0:
                return
            yield one

    def _show(self) -> None:
        seen = list(self._in_sight())
        said = [
            f"Not in {where}: {' '.join(f'“{one.words.text.strip()}”' for one in ones)} {why}"
            for (where, why), ones in groupby(seen, key=lambda one: one.why)
        ]
        if seen:
            more = len(self._refused) - len(seen)
            said.append(f"Escape shows {more} more." if more else "Escape puts these words away.")
        self._bar.keep_told(Cause.REFUSED, " ".join(said))
