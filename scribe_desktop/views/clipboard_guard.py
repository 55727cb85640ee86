"""Clears the clipboard of what was copied here after a while and at log-out; all else it leaves alone."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.clipping import token_of

_CANNOT_TELL = ("offscreen", "minimal")
"""Qt's platforms on which nobody knows who put something on the clipboard: no other program can reach it."""


class ClipboardGuard(QObject):
    """Watches what is copied in this program's windows: notes, names in lists, what is typed in a field."""

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._clipboard = QGuiApplication.clipboard()
        self._token = ""
        self._copied_here = False
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
        """Clear it, if what was copied here is still on it."""
        self._timer.stop()
        if self._copied_here and self._is_still_there():
            self._clipboard.clear()
        self._token, self._copied_here = "", False

    def _changed(self) -> None:
        """A note's words have a token; all else was copied here if a window of ours had the keyboard."""
        self._token = self._now()
        at_hand = QGuiApplication.focusWindow() is not None
        self._copied_here = bool(self._token) or (at_hand and self._is_ours())
        self._timer.stop()
        if self._copied_here:
            self._jobs.store(self._session.clipboard_rule.seconds, self._wait, owner=self)

    def _wait(self, seconds: int) -> None:
        if seconds and self._copied_here:
            self._timer.start(seconds * 1000)

    def _is_still_there(self) -> bool:
        return self._now() == self._token if self._token else self._is_ours()

    def _is_ours(self) -> bool:
        if QGuiApplication.platformName() in _CANNOT_TELL:
            mime = self._mime()
            return mime is not None and bool(mime.formats())
        return self._clipboard.ownsClipboard()

    def _now(self) -> str:
        """The token of what is on it; empty for what does not come from a note here."""
        mime = self._mime()
        return token_of(mime) if mime is not None else ""

    def _mime(self) -> QMimeData | None:
        return self._clipboard.mimeData()
