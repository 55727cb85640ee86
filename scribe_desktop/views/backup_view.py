"""Backups: one now, a plan for the others, and proof that the last one restores."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QProgressBar, QPushButton, QSpinBox

from scribe_desktop.errors import BackupStopped, ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.backups import LONGEST_PAUSE, MOST_KEPT, Plan, Standing
from scribe_desktop.session.restoring import Proven
from scribe_desktop.session.session import Session
from scribe_desktop.views.backup_control import BackupControl
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission


class BackupView(Page):
    close_view: QPushButton
    standing: QLabel
    trouble: QLabel
    not_allowed: QLabel
    now_card: QFrame
    folder: QLineEdit
    make: QPushButton
    stop: QPushButton
    progress: QProgressBar
    message: QLabel
    plan_card: QFrame
    every_hours: QSpinBox
    at_log_out: QCheckBox
    keep: QSpinBox
    keep_plan: QPushButton
    plan_message: QLabel
    proof_card: QFrame
    rehearse: QPushButton
    proof: QLabel

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs, control: BackupControl) -> None:
        super().__init__("backup_view")
        self._session, self._jobs, self._control = session, jobs, control
        self._plan = Plan()
        self._last = ""
        self._keeping = Submission(jobs, self, self.keep_plan, self.plan_message)
        self._proving = Submission(jobs, self, self.rehearse, self.proof)
        self.steer(first=lambda: self.folder, main=self.make, leave=self.close_asked.emit)
        self.every_hours.setRange(0, LONGEST_PAUSE)
        self.keep.setRange(1, MOST_KEPT)
        for label in (self.message, self.plan_message, self.proof, self.trouble, self.not_allowed):
            hide(label)
        self._connect()
        self._show_running(running=control.running)
        self._refresh(fill=True)

    def _connect(self) -> None:
        self.close_view.clicked.connect(self.close_asked)
        self.make.clicked.connect(self._make)
        self.stop.clicked.connect(self._control.stop)
        self.keep_plan.clicked.connect(self._keep)
        self.rehearse.clicked.connect(self._rehearse)
        self._control.progressed.connect(self._progressed)
        self._control.made.connect(self._made)
        self._control.failed.connect(self._failed)

    def _refresh(self, *, fill: bool) -> None:
        """Read how things are; `fill`: put the plan into the fields as well."""
        self._jobs.store(
            self._session.backups.standing,
            lambda standing: self._show(standing, fill=fill),
            self._refuse,
            owner=self,
        )

    def _show(self, standing: Standing, *, fill: bool) -> None:
        self._plan = standing.plan
        last = standing.last
        self._last = last.path if last else ""
        self.standing.setText(
            f"The last backup was made on {last.made_at.astimezone():%m/%d/%Y at %H:%M}: {last.path}"
            if last
            else "There is no backup yet. Without one, these notes are lost with this disk."
        )
        tell(self.trouble, "\n".join(filter(None, [standing.trouble, standing.missed])), "warning")
        for card in (self.now_card, self.plan_card, self.proof_card):
            card.setVisible(standing.may_decide)
        self.rehearse.setEnabled(bool(last))
        reason = "Physicians, supervisors and administrators decide about backups."
        tell(self.not_allowed, "" if standing.may_decide else reason, "muted")
        if fill:
            self.folder.setText(self._plan.folder)
            self.every_hours.setValue(self._plan.every_hours)
            self.at_log_out.setChecked(self._plan.at_log_out)
            self.keep.setValue(self._plan.keep)

    def _refuse(self, error: ScribeError) -> None:
        tell(self.trouble, error.in_full())

    def _make(self) -> None:
        self._show_running(running=True)
        hide(self.message)
        self._control.make(self.folder.text())

    def _show_running(self, *, running: bool) -> None:
        self.make.setEnabled(not running)
        self.stop.setVisible(running)
        self.progress.setVisible(running)
        self.progress.setValue(0)

    def _progressed(self, done: float) -> None:
        self.progress.setValue(round(done * 100))

    def _made(self, path: str) -> None:
        self._end(f"Made and verified: {path}", "ok")

    def _failed(self, error: ScribeError) -> None:
        self._end(error.in_full(), "muted" if isinstance(error, BackupStopped) else "error")

    def _end(self, said: str, role: str) -> None:
        focused = self.stop.hasFocus()
        self._show_running(running=False)
        tell(self.message, said, role)
        if focused:
            self.make.setFocus()
        self._refresh(fill=False)

    def _keep(self) -> None:
        plan = Plan(
            self.folder.text(), self.every_hours.value(), self.at_log_out.isChecked(), self.keep.value()
        )
        self._keeping.run(
            lambda: self._session.backups.set_plan(plan), self._kept, meanwhile="Saving…", on_store=True
        )

    def _kept(self, _none: None) -> None:
        tell(self.plan_message, "The plan is kept from now on.", "ok")
        self._refresh(fill=True)
        self._control.look()

    def _rehearse(self) -> None:
        path = Path(self._last)
        self._proving.run(
            lambda: self._session.backups.rehearse(path), self._proven, meanwhile="Restoring on trial…"
        )

    def _proven(self, proven: Proven) -> None:
        tell(self.proof, f"It restores. {proven.in_words()}", "ok")
