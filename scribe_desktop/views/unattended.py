"""Locks the window, asked or when nobody is there; what cannot be saved then is kept behind a curtain."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget

from scribe_desktop.qt.idle_watch import WARNING, IdleWatch
from scribe_desktop.qt.jobs import Jobs

if TYPE_CHECKING:
    from scribe_desktop.qt.sleep_hold import SleepHold
    from scribe_desktop.qt.sleep_signal import SleepSignal
    from scribe_desktop.views.at_work import AtWork
    from scribe_desktop.views.curtain import Curtain


class Unattended(QObject):
    """Watches from `begin` to `end`, while somebody is logged in."""

    def __init__(self, pages: QStackedWidget, jobs: Jobs, leave: Callable[[], None]) -> None:
        """`leave` shuts the workspace, in which everything is saved by then, and goes to the log-in."""
        super().__init__(pages)
        self._pages, self._jobs, self._leave = pages, jobs, leave
        self._work: AtWork | None = None
        self._sleep: SleepSignal | None = None
        self._hold: SleepHold | None = None
        self._curtain: Curtain | None = None
        self.idle = IdleWatch(self)
        self.idle.soon.connect(self._announce)
        self.idle.idle.connect(self.lock)
        self.idle.woke.connect(self.lock)

    @property
    def is_covered(self) -> bool:
        """Whether the curtain is drawn over the workspace."""
        return self._curtain is not None

    def begin(self, work: "AtWork") -> None:
        # part of Qt that the first window does not wait for
        from scribe_desktop.qt.sleep_hold import SleepHold
        from scribe_desktop.qt.sleep_signal import SleepSignal

        self._work = work
        if self._sleep is None or self._hold is None:
            self._sleep, self._hold = SleepSignal(self), SleepHold(self)
            self._sleep.coming.connect(self.lock)
        self._hold.take()
        work.workspace.control.words.connect(self.idle.touched)
        self.renew()

    def renew(self) -> None:
        """Watch as the clinic's policy says now."""
        if self._work is not None:
            self.idle.start(self._work.workspace.session.policies.now.lock_after * 60)

    def end(self) -> None:
        """The workspace is about to go."""
        self._work = None
        self.idle.stop()
        self._drop_curtain()

    def settled(self) -> None:
        """The store is closed and nothing of the workspace is shown: the machine may sleep."""
        if self._hold is not None:
            self._hold.release()

    def lock(self) -> None:
        """Save and leave; whoever locks walks away, so nobody is there to answer if that is not possible."""
        if self._work is not None:
            _close_what_floats(self._pages)
            workspace = self._work.workspace
            workspace.control.stop()
            workspace.when_saved(self._leave, lambda _error: self._draw_curtain())

    def _announce(self) -> None:
        if self._work is not None:
            hint = f"Locks in {WARNING:.0f} seconds. Any key keeps it open."
            self._work.workspace.dictation.show_hint(hint)

    def _draw_curtain(self) -> None:
        from scribe_desktop.views.curtain import Curtain

        if self._curtain is None and self._work is not None:
            self._work.pause()
            self._curtain = curtain = Curtain(self._work.workspace.session, self._jobs)
            curtain.opened.connect(self._draw_back)
            curtain.save_again.connect(self.lock)
            self._pages.addWidget(curtain)
            self._pages.setCurrentWidget(curtain)
            self.settled()

    def _draw_back(self) -> None:
        self._drop_curtain()
        if self._work is not None:
            self._pages.setCurrentWidget(self._work.workspace)
            self._work.resume()
            if self._hold is not None:
                self._hold.take()

    def _drop_curtain(self) -> None:
        curtain, self._curtain = self._curtain, None
        if curtain is not None:
            self._pages.removeWidget(curtain)
            curtain.deleteLater()


def _close_what_floats(pages: QStackedWidget) -> None:
    """Menus, dialogs and lists over the window may show what is locked away."""
    for other in QApplication.topLevelWidgets():
        if other is not pages.window() and other.isVisible():
            other.close()
