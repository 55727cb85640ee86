"""Clears the clipboard of a note's words after a while and at log-out; all else there it leaves alone."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.clipping import token_of


class ClipboardGuard(QObject):
    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._clipboard = QGuiApplication.clipboard()
        self._token = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._changed)

    def close(self) -> None:
        """Nobody is logged in any more: clear at once."""
        self._clipboard.dataChanged.disconnect(self._changed)
        self.leave()

    def leave(self) -> None:
        """Whoever was here has gone: nothing of a note may be pasted, nor what is merely selected (X11)."""
        self.clear()
        selection = QClipboard.Mode.Selection
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(selection)

    def clear(self) -> None:
        """Clear it, if the words that were copied here are still on it."""
        self._timer.stop()
        if self._token and self._now() == self._token:
            self._clipboard.clear()
        self._token = ""

    def _changed(self) -> None:
        self._token = self._now()
        self._timer.stop()
        if self._token:
            self._jobs.store(self._session.clipboard_rule.seconds, self._wait, owner=self)

    def _wait(self, seconds: int) -> None:
        if seconds and self._token:
            self._timer.start(seconds * 1000)

    def _now(self) -> str:
        """The token of what is on it; empty for what does not come from a note here."""
        mime: QMimeData | None = self._clipboard.mimeData()
        return token_of(mime) if mime is not None else ""
