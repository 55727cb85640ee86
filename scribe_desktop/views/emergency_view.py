"""Asks why a restricted chart has to be opened by somebody who may not, before it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission


class EmergencyView(Page):
    """Names no patient: whoever sees this may not open the chart yet."""

    reason: QLineEdit
    error: QLabel
    open: QPushButton
    close_view: QPushButton

    close_asked = Signal()
    opened = Signal()

    def __init__(self, session: Session, jobs: Jobs, encounter_id: str) -> None:
        super().__init__("emergency_view")
        self._restrictions, self._encounter_id = session.restrictions, encounter_id
        self._submission = Submission(jobs, self, self.open, self.error)
        self.steer(first=lambda: self.reason, main=self.open, leave=self._leave)
        self.open.clicked.connect(self._open)
        self.close_view.clicked.connect(self._leave)

    def _leave(self) -> None:
        if not self._submission.busy:
            self.close_asked.emit()

    def _open(self) -> None:
        restrictions, encounter_id, reason = self._restrictions, self._encounter_id, self.reason.text()
        self._submission.run(
            lambda: restrictions.open_in_emergency(encounter_id, reason),
            lambda _none: self.opened.emit(),
            meanwhile="Opening…",
            failed=lambda _: self.reason.setFocus(),
            on_store=True,
        )
