"""Purging all visits that are past the policy: what is listed, how many, why, and the passphrase again."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget

from scribe_desktop.errors import ScribeError, VaultError
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.retention import Purged, Retention
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.submission import Submission


@forms.register
class PurgeAll(QFrame):
    about: QLabel
    along: QLabel
    reason: QLineEdit
    count: QLineEdit
    passphrase: QLineEdit
    progress: QProgressBar
    stop: QPushButton
    message: QLabel
    purge: QPushButton

    purged = Signal()
    """Some of them are gone, or all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "purge_all")
        self.hide()

    def begin(self, retention: Retention, jobs: Jobs) -> None:
        """Work with this session's visits from now on."""
        self._retention, self._jobs = retention, jobs
        self._ids: tuple[str, ...] = ()
        self._purging = Submission(jobs, self, self.purge, self.message)
        self.purge.clicked.connect(self._purge)
        self.stop.clicked.connect(self._stop)
        self.passphrase.returnPressed.connect(self.purge.click)

    @property
    def busy(self) -> bool:
        return self._purging.busy

    def offer(self, ids: Sequence[str], open_here: int) -> None:
        """Offer to purge these, which are listed; nothing for fewer than two.

        Args:
            open_here: how many of those listed are not among them, because their charts are open.
        """
        self._ids = tuple(ids)
        self.setVisible(len(ids) > 1)
        if len(ids) > 1:
            stay = f" Open in the window, and staying: {open_here}." if open_here else ""
            tell(self.about, f"Removes {len(ids)} visits, each as if purged by itself.{stay}", "muted")
            hide(self.along)
            self._jobs.background(
                lambda: self._retention.goes_along(ids),
                lambda said: tell(self.along, said, "warning"),
                lambda error: tell(self.along, error.in_full()),
                owner=self,
            )

    def _purge(self) -> None:
        ids, reason, count = self._ids, self.reason.text(), self.count.text()
        passphrase = self.passphrase.text()
        show = self._jobs.on_gui(lambda done: self.progress.setValue(round(done * 100)), owner=self)
        self._show_running(running=True)
        self._purging.run(
            lambda: self._retention.purge_due(
                ids, reason=reason, count=count, passphrase=passphrase, progress=show
            ),
            self._done,
            meanwhile="Purging…",
            failed=self._fail,
        )

    def _stop(self) -> None:
        self._retention.stop()
        self.stop.setEnabled(False)

    def _show_running(self, *, running: bool) -> None:
        for field in (self.reason, self.count, self.passphrase):
            field.setEnabled(not running)
        self.progress.setValue(0)
        self.progress.setVisible(running)
        self.stop.setEnabled(running)
        self.stop.setVisible(running)
        if running:
            self.stop.setFocus()

    def _done(self, purged: Purged) -> None:
        self._show_running(running=False)
        for field in (self.reason, self.count, self.passphrase):
            field.clear()
        self.purged.emit()
        self.show()
        tell(self.message, purged.in_words(), "ok" if purged.is_whole else "warning")

    def _fail(self, error: ScribeError) -> None:
        self._show_running(running=False)
        wrong = self.passphrase if isinstance(error, VaultError) else self.count
        wrong = self.reason if not self.reason.text().strip() else wrong
        wrong.setFocus()
        wrong.selectAll()
