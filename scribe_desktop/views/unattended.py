"""Locks the window, asked or when nobody is there; what cannot be saved then is kept behind a curtain."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.idle_watch import WARNING, IdleWatch
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.one_page import put_up
from scribe_desktop.views.leaving_page import LeavingPage

if TYPE_CHECKING:
    from scribe_desktop.qt.sleep_hold import SleepHold
    from scribe_desktop.qt.sleep_signal import SleepSignal
    from scribe_desktop.session.session import Session
    from scribe_desktop.views.at_work import AtWork
    from scribe_desktop.views.curtain import Curtain

_SLOW_MS = 10_000
"""After this long without an end to the saving, whoever locked may come back."""


class Unattended(QObject):
    """Watches from `begin` or `begin_entering` to `end`, while somebody is logged in."""

    def __init__(self, pages: QStackedWidget, jobs: Jobs, leave: Callable[[], None]) -> None:
        """`leave` shuts the workspace, in which everything is saved by then, and goes to the log-in."""
        super().__init__(pages)
        self._pages, self._jobs, self._leave = pages, jobs, leave
        self._session: Session | None = None
        self._work: AtWork | None = None
        self._give_up: Callable[[], None] | None = None
        self._sleep: SleepSignal | None = None
        self._hold: SleepHold | None = None
        self._covered = False
        self._curtain: Curtain | None = None
        self._attempt: object = None
        """The latest attempt to save and leave: only that one counts."""
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self._draw_curtain(None))
        self.idle = IdleWatch(self)
        self.idle.soon.connect(self._announce)
        self.idle.idle.connect(self.lock)
        self.idle.woke.connect(self.lock)

    @property
    def is_covered(self) -> bool:
        """Whether the workspace is out of sight."""
        return self._covered

    def begin(self, work: "AtWork") -> None:
        self._work, self._give_up = work, None
        work.workspace.control.words.connect(self.idle.touched)
        self._watch(work.workspace.session)

    def begin_entering(self, session: "Session", give_up: Callable[[], None]) -> None:
        """Somebody is logged in and not in the workspace yet; `give_up` closes the session."""
        self._give_up = give_up
        self._watch(session)

    def renew(self) -> None:
        """Watch as the clinic's policy says now."""
        if self._session is not None:
            self.idle.start(self._session.policies.now.lock_after * 60)

    def end(self) -> None:
        """Nobody is logged in any more, or will not be in a moment."""
        self._session = self._work = self._give_up = self._attempt = None
        self._covered, self._curtain = False, None
        self.idle.stop()
        self._slow.stop()

    def settled(self) -> None:
        """The store is closed and nothing of the workspace is shown: the machine may sleep."""
        if self._hold is not None:
            self._hold.release()

    def lock(self) -> None:
        """Show nothing more, save and leave.

        Whoever locks walks away, so nobody is there to answer if that is not possible.
        """
        if self._give_up is not None:
            _close_what_floats(self._pages)
            self._give_up()
        elif self._work is not None:
            _close_what_floats(self._pages)
            workspace = self._work.workspace
            workspace.control.stop()
            if not self._covered:
                self.cover("Locked")
                self._slow.start()
            self._attempt = attempt = object()
            workspace.when_saved(lambda: self._saved(attempt), lambda error: self._not_saved(attempt, error))

    def cover(self, title: str) -> LeavingPage:
        """Take the workspace from sight, from its keys, and from what screen readers reach.

        Returns:
            What stands there now; it keeps its title if it stood there before.
        """
        if self._work is not None and not self._covered:
            self._work.pause()
        self._covered = True
        page = self._pages.currentWidget()
        if not isinstance(page, LeavingPage):
            page = LeavingPage(title)
            put_up(self._pages, page, keep=self._work.workspace if self._work is not None else None)
        return page

    def keep(self, error: ScribeError) -> None:
        """Somebody wants to close the covered window, and what is behind the cover would be lost."""
        self._draw_curtain(error)
        if self._curtain is not None:
            self._curtain.refuse_to_close()

    def _watch(self, session: "Session") -> None:
        # part of Qt that the first window does not wait for
        from scribe_desktop.qt.sleep_hold import SleepHold
        from scribe_desktop.qt.sleep_signal import SleepSignal

        self._session = session
        if self._sleep is None or self._hold is None:
            self._sleep, self._hold = SleepSignal(self), SleepHold(self)
            self._sleep.coming.connect(self.lock)
        self._hold.take()
        self.renew()

    def _announce(self) -> None:
        if self._work is not None:
            hint = f"Locks in {WARNING:.0f} seconds. Any key keeps it open."
            self._work.workspace.dictation.show_hint(hint)

    def _saved(self, attempt: object) -> None:
        if attempt is self._attempt:
            self._leave()

    def _not_saved(self, attempt: object, error: ScribeError) -> None:
        if attempt is self._attempt:
            self._draw_curtain(error)

    def _draw_curtain(self, why: ScribeError | None) -> None:
        from scribe_desktop.views.curtain import Curtain

        self._slow.stop()
        if self._curtain is not None:
            self._curtain.explain(why)
        elif self._session is not None and self._covered:
            self._curtain = curtain = Curtain(self._session, self._jobs, why)
            curtain.opened.connect(self._draw_back)
            curtain.save_again.connect(self.lock)
            put_up(self._pages, curtain)
            self.settled()

    def _draw_back(self) -> None:
        if self._work is not None:
            self._attempt, self._covered, self._curtain = None, False, None
            put_up(self._pages, self._work.workspace)
            self._work.resume()
            if self._hold is not None:
                self._hold.take()


def _close_what_floats(pages: QStackedWidget) -> None:
    """Menus, dialogs and lists over the window may show what is locked away."""
    for other in QApplication.topLevelWidgets():
        if other is not pages.window() and other.isVisible():
            other.close()
