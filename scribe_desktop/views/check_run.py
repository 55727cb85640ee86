"""Keeps the note check's findings true to the text, without holding up whoever writes it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.checks.finding import Finding
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Passage
from scribe_desktop.qt.jobs import Jobs

CHECK_AFTER_MS = 600
"""From the last change on: nothing is checked while somebody types."""


class CheckRun(QObject):
    """Checks off the GUI thread, and forgets answers about a text that has changed meanwhile."""

    found = Signal()
    """`findings` are about the text as it stands."""

    def __init__(
        self,
        jobs: Jobs,
        passage: Callable[[str], Passage],
        check: Callable[[NoteContent], tuple[Finding, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.findings: tuple[Finding, ...] = ()
        self._jobs, self._passage, self._check = jobs, passage, check
        self._content: dict[str, Passage] = {}
        self._changed: set[str] = set()
        self._text, self._checked = 1, 0
        self._waiting: list[tuple[Callable[[], object], Callable[[], object]]] = []
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._timer.timeout.connect(self._run)

    def begin(self, content: NoteContent) -> None:
        """Check this note from now on."""
        self._content = dict(content)
        self._changed.clear()
        self._text += 1
        self._run()

    def note_change(self, key: str) -> None:
        """A passage is another one now; whatever waited for findings is told that it is given up."""
        self._changed.add(key)
        self._text += 1
        self._timer.start()
        waiting, self._waiting = self._waiting, []
        for _, give_up in waiting:
            give_up()

    def renew(self) -> None:
        """Check the same text anew."""
        self._text += 1
        self._run()

    def when_fresh(self, do: Callable[[], object], otherwise: Callable[[], object] = lambda: None) -> None:
        """`do` it once the findings are about the text as it stands; `otherwise` if that changes first."""
        if self._checked == self._text:
            do()
        else:
            self._waiting.append((do, otherwise))
            self._run()

    def _run(self) -> None:
        self._timer.stop()
        for key in self._changed:
            self._content[key] = self._passage(key)
        self._changed.clear()
        content, text = dict(self._content), self._text
        self._jobs.background(
            lambda: self._check(content), lambda found: self._answered(text, found), owner=self
        )

    def _answered(self, text: int, found: tuple[Finding, ...]) -> None:
        if text != self._text:
            return
        self._checked = text
        self.findings = found
        self.found.emit()
        waiting, self._waiting = self._waiting, []
        for do, _ in waiting:
            do()
