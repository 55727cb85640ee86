"""The one window: from the first start or log-in to the workspace, and back when it is locked."""

import gc
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenuBar, QMessageBox, QStackedWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt import forms
from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.appearance import Appearance
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.one_page import put_up
from scribe_desktop.qt.tap_or_hold import TapOrHold
from scribe_desktop.qt.window_state import WindowState
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.commands import COMMANDS, CommandId, Where
from scribe_desktop.session.device_keys import LOOKING
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.vault.vault import Successor
from scribe_desktop.views.cheat_sheet import CheatSheet
from scribe_desktop.views.leaving_page import LeavingPage
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.recovery_view import RecoveryView
from scribe_desktop.views.rekey_view import RekeyView
from scribe_desktop.views.restore_view import RestoreView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.unattended import Unattended
from scribe_desktop.views.welcome_view import WelcomeView

if TYPE_CHECKING:
    from scribe_desktop.session.session import Session
    from scribe_desktop.views.at_work import AtWork
    from scribe_desktop.views.clipboard_guard import ClipboardGuard
    from scribe_desktop.views.workspace import Workspace


_HELD: Mapping[CommandId, Callable[["AtWork"], object]] = {
    CommandId.PUSH_TO_TALK: lambda work: work.workspace.hold_dictation(),
    CommandId.PUSH_TO_COMMAND: lambda work: work.workspace.hold_command(),
}
"""What is begun while a key is held."""


class MainWindow(QMainWindow):
    """Shows one page at a time; a locked window holds no patient's data."""

    pages: QStackedWidget
    menus: QMenuBar

    closed = Signal()
    """Everything is saved and the window is gone."""

    def __init__(
        self,
        door: FrontDoor,
        sample_door: FrontDoor,
        jobs: Jobs,
        appearance: Appearance,
        window_state: WindowState,
        keyring_note: Callable[[], str],
    ) -> None:
        super().__init__()
        forms.load(self, "main_window")
        self._door, self._sample_door = door, sample_door
        self._jobs, self._appearance, self._window_state = jobs, appearance, window_state
        self._keyring_note = keyring_note
        self._closing = False
        self._after_leaving: Callable[[], None] | None = None
        self._work: AtWork | None = None
        self._left_behind = False
        """Work that was begun for a former session may still hold it."""
        self._entering: Session | None = None
        """Somebody's who is logged in and not in the workspace yet."""
        self._guard: ClipboardGuard | None = None
        """Of that session."""
        self._sheet: CheatSheet | None = None
        self.actions_ = Actions(self)
        self._connect_commands()
        jobs.failed.connect(self._tell)
        jobs.idle.connect(self._forget_rest)
        self.unattended = Unattended(self.pages, jobs, self._leave_to_log_in)
        self.actions_.menu_bar(self.menus)
        self.resize(1280, 820)
        window_state.restore(self)

    @property
    def workspace(self) -> "Workspace | None":
        """What a logged-in person sees; None before and after."""
        return self._work.workspace if self._work is not None else None

    def start(self, *, sample: bool = False) -> None:
        """Show where the user has to begin: the first start's choice, or the log-in."""
        try:
            self._door.finish_restore()
        except ScribeError as error:
            self._show_welcome().refuse(error)
            return
        if sample:
            self._enter_sample()
        elif self._door.is_set_up:
            self._show_login(self._door)
        else:
            self._show_welcome()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._after_leaving is not None:
            self._after_leaving = self._close_for_good  # the last words are still being saved
            event.ignore()
            return
        if self._entering is not None:
            event.ignore()
            self._give_up(self._close_for_good)
            return
        if self._closing or self.workspace is None:
            self._window_state.remember(self)
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self._leave_workspace(self._close_for_good, quitting=True)

    def lock(self) -> None:
        """Show no chart any more, save, close the store and go back to the log-in.

        What cannot be saved is kept behind a curtain.
        """
        self.unattended.lock()

    def _leave_to_log_in(self) -> None:
        """Shut the workspace, in which everything is saved, and ask who comes next."""
        if self.workspace is not None:
            door = self._door_of(self.workspace.session)
            self._shut(lambda: self._show_login(door), "Locked")

    def _door_of(self, session: "Session") -> FrontDoor:
        return self._sample_door if session.profile == self._sample_door.profile else self._door

    def _rekey(self, successor: Successor) -> None:
        """Close the session, give the store its new key, and go back to the log-in."""
        if self.workspace is not None:
            door = self._door_of(self.workspace.session)
            self._leave_workspace(lambda: self._show_rekeying(door, successor))

    def _show_rekeying(self, door: FrontDoor, successor: Successor) -> None:
        page = RekeyView(door, self._jobs, successor)
        page.done.connect(lambda: self._show_login(door))
        put_up(self.pages, page)

    def _leave_workspace(self, then: Callable[[], None], *, quitting: bool = False) -> None:
        if self.workspace is not None:
            shut = partial(self._shut, then, "Leaving", quitting=quitting)
            self.workspace.when_saved(shut, lambda error: self._ask_to_lose(error, shut))

    def _ask_to_lose(self, error: ScribeError, shut: Callable[[], None]) -> None:
        """What is only in the window would be gone for good: the one case for a dialog.

        It is nobody's to decide behind a locked window.
        """
        if self.unattended.is_covered:
            self.unattended.keep(error)
            return
        kind, buttons = QMessageBox.Icon.Warning, QMessageBox.StandardButton
        dialog = QMessageBox(kind, "Not saved", "Your last words are not saved.", buttons.NoButton, self)
        dialog.setInformativeText(error.in_full())
        stay = dialog.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
        leave = dialog.addButton("Leave and lose them", QMessageBox.ButtonRole.DestructiveRole)
        dialog.setDefaultButton(stay)
        dialog.setEscapeButton(stay)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave.clicked.connect(lambda: shut())
        dialog.open()

    def _shut(self, then: Callable[[], None], title: str, *, quitting: bool = False) -> None:
        """Close the session; `then` comes when it is closed, in place of what was to come before."""
        work, self._work = self._work, None
        if work is not None:
            workspace = work.workspace
            self._window_state.remember(self)
            page = self.unattended.cover(title)
            page.stop_asked.connect(workspace.session.backups.stop)
            self.unattended.end()
            work.leave()
            self.actions_.enter(Where.LOGIN)
            self._after_leaving = then
            tell = self._jobs.on_gui(page.show_backup, owner=page)
            workspace.close_down(lambda: self._left(workspace), tell, quitting=quitting)
        elif self._after_leaving is not None:
            self._after_leaving = then

    def _left(self, workspace: "Workspace | None" = None) -> None:
        then, self._after_leaving = self._after_leaving, None
        if then is not None:
            then()
        if workspace is not None:
            workspace.destroyed.connect(_forget_soon)
            workspace.deleteLater()
        self._left_behind = True
        self.unattended.settled()

    def _forget_rest(self) -> None:
        if self._left_behind and self._work is None:
            self._left_behind = False
            _forget_soon()

    def _give_up(self, then: Callable[[], None]) -> None:
        """Close the session of whoever is not in the workspace yet."""
        session, self._entering = self._entering, None
        if session is not None:
            self.unattended.end()
            self._drop_guard()
            self.actions_.enter(Where.LOGIN)
            self._after_leaving = then
            put_up(self.pages, LeavingPage("Leaving"))
            self._jobs.store(session.close, lambda _none: self._left())

    def _tell(self, error: ScribeError) -> None:
        """Say what went wrong in work that nobody else answers for."""
        if self.workspace is not None:
            self.workspace.dictation.show_error(error)

    def _close_for_good(self) -> None:
        self._closing = True
        self.close()

    def _show_welcome(self) -> WelcomeView:
        welcome = WelcomeView()
        welcome.set_up_chosen.connect(self._show_setup)
        welcome.restore_chosen.connect(self._show_restore)
        welcome.sample_chosen.connect(self._enter_sample)
        put_up(self.pages, welcome)
        return welcome

    def _show_setup(self) -> None:
        setup = SetupView(self._door, self._jobs, LOOKING)
        self._jobs.background(self._keyring_note, setup.keyring.setText, owner=setup)
        setup.back.connect(self._show_welcome)
        setup.done.connect(self._show_recovery_code)
        put_up(self.pages, setup)

    def _show_recovery_code(self, session: "Session", code: str) -> None:
        page = RecoveryCodeView(code, session.people, self._jobs)

        def enter(_done: object) -> None:
            if self._entering is session:  # nobody locked meanwhile
                self._enter(session)

        def keep() -> None:
            page.setEnabled(False)
            # where that cannot be kept, the next log-in is reminded
            self._jobs.store(session.people.code_is_written_down, enter, enter)

        page.done.connect(keep)
        put_up(self.pages, page)
        self._await(session)

    def _await(self, session: "Session") -> None:
        """There is something to settle before the workspace is shown; nobody may be there to do it."""
        # as late as the workspace
        from scribe_desktop.views.clipboard_guard import ClipboardGuard

        door = self._door_of(session)
        self._entering = session
        self._guard = self._guard or ClipboardGuard(session, self._jobs, self)
        self.unattended.begin_entering(session, lambda: self._give_up(lambda: self._show_login(door)))
        self.actions_.enter(Where.ENTERING)

    def _drop_guard(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.close()
            guard.deleteLater()

    def _enter_sample(self) -> None:
        door = self._sample_door
        if sample_clinic.is_built(door):
            self._show_login(door)
            return
        welcome = self._show_welcome()
        welcome.prepare_sample()
        self._jobs.background(
            lambda: sample_clinic.build(door),
            lambda _none: self._show_login(door),
            welcome.refuse,
            owner=welcome,
        )

    def _show_login(self, door: FrontDoor) -> None:
        samples = sample_clinic.logins() if door is self._sample_door else ()
        login = LoginView(door, self._jobs, samples)
        login.logged_in.connect(self._enter)
        login.recover.connect(lambda: self._show_recovery(door))
        login.restore_asked.connect(self._show_restore)
        login.leave_sample.connect(self.start)
        self._jobs.background(door.look_for_keyring, None, login.refuse, owner=login)
        put_up(self.pages, login)

    def _show_recovery(self, door: FrontDoor) -> None:
        recovery = RecoveryView(door, self._jobs)
        recovery.logged_in.connect(self._enter)
        recovery.back.connect(lambda: self._show_login(door))
        put_up(self.pages, recovery)

    def _show_restore(self) -> None:
        restore = RestoreView(self._door, self._jobs)
        restore.left.connect(self.start)
        put_up(self.pages, restore)

    def _enter(self, session: "Session") -> None:
        if session.second_factor.is_due:
            self._show_enrolment(session)
            return
        self._entering = None
        self._drop_guard()
        # loaded beside the log-in window, so that the window need not wait for it
        from scribe_desktop.views.at_work import AtWork

        self._work = AtWork(
            session, self._jobs, self.actions_, self._appearance, self._keyring_note, self._rekey
        )
        workspace = self._work.workspace
        workspace.lock_asked.connect(self.lock)
        workspace.policy_changed.connect(self.unattended.renew)
        put_up(self.pages, workspace)
        self.unattended.begin(self._work)
        self._window_state.restore_splitters(self)
        self._work.enter()

    def _show_enrolment(self, session: "Session") -> None:
        """The clinic wants a second factor of everybody: nothing else is shown before there is one."""
        from scribe_desktop.views.second_factor_view import SecondFactorView

        page = SecondFactorView(session, self._jobs)

        def leave() -> None:
            if session.second_factor.is_on:
                self._enter(session)
            else:
                self.unattended.lock()

        page.close_asked.connect(leave)
        put_up(self.pages, page)
        self._await(session)

    def _connect_commands(self) -> None:
        own: dict[CommandId, Callable[[], object]] = {
            CommandId.LOCK: self.lock,
            CommandId.QUIT: self.close,
            CommandId.LARGER_TEXT: lambda: self._appearance.step(1),
            CommandId.SMALLER_TEXT: lambda: self._appearance.step(-1),
            CommandId.NORMAL_TEXT: lambda: self._appearance.use(scale=1.0),
            CommandId.THEME: self._appearance.switch,
        }
        for command in COMMANDS:
            if command.where is Where.ELSEWHERE:
                continue  # listened for while somebody is logged in, by who knows the desktop
            if command.numbered:
                self.actions_.connect_numbered(command.id, partial(self._do_numbered, command.id))
            elif command.id is CommandId.HELP:
                self._connect_help()
            elif command.hold:
                self.actions_.connect_hold(
                    command.id,
                    partial(self._at_work, _HELD[command.id]),
                    partial(self._at_work, lambda work: work.workspace.control.stop()),
                )
            else:
                self.actions_.connect(command.id, own.get(command.id) or partial(self._do, command.id))

    def _connect_help(self) -> None:
        """Its key is looked at when it is let go: by then it is known how long it was down."""
        ask = self.actions_.action(CommandId.HELP).trigger
        key = TapOrHold(ask, self._show_keys, self._hide_keys, self)
        self.actions_.connect(CommandId.HELP, partial(self._do, CommandId.HELP))
        self.actions_.connect_hold(CommandId.HELP, key.pressed, key.released)

    def _show_keys(self) -> None:
        self._sheet = CheatSheet(
            self, self.actions_.answering(), self.actions_.keymap, self.actions_.extras()
        )

    def _hide_keys(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None

    def _do(self, command: CommandId) -> None:
        self._at_work(lambda work: work.do(command))

    def _do_numbered(self, command: CommandId, number: int) -> None:
        self._at_work(lambda work: work.do_numbered(command, number))

    def _at_work(self, do: "Callable[[AtWork], object]") -> None:
        if self._work is not None:
            do(self._work)


def _forget_soon() -> None:
    """Let go of a session and its notes: while nobody types, Python's collector does not come round."""
    QTimer.singleShot(0, lambda: gc.collect())
