"""Makes backups when the plan says so, or when somebody asks, one at a time, and says how they go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import BackupError, ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.backup_file import Progress
from scribe_desktop.session.backups import Standing
from scribe_desktop.session.session import Session

_LOOK_MS = 60_000
"""Between two looks at the plan."""


class BackupControl(QObject):
    progressed = Signal(float)
    """From 0 to 1."""
    made = Signal(str)
    """The path of a new backup."""
    failed = Signal(object)
    """A `ScribeError`, `BackupStopped` among them."""
    warned = Signal(object)
    """A `ScribeError` for whoever is at work, when the plan is not kept."""

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._backups = session.backups
        self.running = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Say what went wrong before this log-in, finish purges, and keep to the plan from now on."""
        self._jobs.store(self._backups.standing, self._warn, owner=self)
        self._jobs.background(self._backups.destroy_condemned, owner=self)
        self._timer.start()
        self.look()

    def close(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Make one if it is time."""
        if not self.running:
            self._jobs.store(self._backups.is_due, self._make_planned, owner=self)

    def make(self, folder: str) -> None:
        """Make one by hand."""
        self._run(lambda tell: self._backups.make(folder, tell), lambda _error: None)

    def stop(self) -> None:
        self._backups.stop()

    def _make_planned(self, due: bool) -> None:
        if due:
            self._run(self._backups.make_planned, lambda error: self.warned.emit(_not_made(error)))

    def _run(self, make: Callable[[Progress], Path | None], refused: Callable[[ScribeError], object]) -> None:
        if self.running:
            return
        self.running = True
        tell = self._jobs.on_gui(self.progressed.emit, owner=self)

        def done(path: Path | None) -> None:
            self.running = False
            self.made.emit(str(path or ""))

        def fail(error: ScribeError) -> None:
            self.running = False
            refused(error)
            self.failed.emit(error)

        self._jobs.background(lambda: make(tell), done, fail, owner=self)

    def _warn(self, standing: Standing) -> None:
        failed = f"The last planned backup failed. {standing.trouble}" if standing.trouble else ""
        if standing.plan.is_on and (said := failed or standing.missed):
            self.warned.emit(BackupError(said, remedy="See Settings, Backup plan."))


def _not_made(error: ScribeError) -> BackupError:
    return BackupError(f"The planned backup was not made. {error}", remedy=error.remedy)
