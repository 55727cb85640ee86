"""The one window: from the first start or log-in to the workspace, and back when it is locked."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenuBar, QMessageBox, QStackedWidget, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.note_type import SectionSpec
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt import forms
from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.appearance import Appearance
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.window_state import WindowState
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.commands import COMMANDS, CommandId, Where
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.session import Session
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.help_view import HelpView
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.outbox_view import OutboxView
from scribe_desktop.views.people_view import PeopleView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.recovery_view import RecoveryView
from scribe_desktop.views.renew_recovery_view import RenewRecoveryView
from scribe_desktop.views.settings_view import SettingsView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.welcome_view import WelcomeView
from scribe_desktop.views.workspace import Workspace

_LOOKING = "Looking for this computer's keyring…"


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
        self.workspace: Workspace | None = None
        self.actions_ = Actions(self)
        self._connect_commands()
        jobs.failed.connect(self._tell)
        self.actions_.menu_bar(self.menus)
        self.resize(1280, 820)
        window_state.restore(self)

    def start(self, *, sample: bool = False) -> None:
        """Show where the user has to begin: the first start's choice, or the log-in."""
        if sample:
            self._enter_sample()
        elif self._door.is_set_up:
            self._show_login(self._door)
        else:
            self._show_welcome()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing or self.workspace is None:
            self._window_state.remember(self)
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self._leave_workspace(self._close_for_good)

    def show_login(self) -> None:
        self._show_login(self._door)

    def lock(self) -> None:
        """Save, close the store and go back to the log-in."""
        if self.workspace is not None:
            door = (
                self._sample_door
                if self.workspace.session.profile == self._sample_door.profile
                else self._door
            )
            self._leave_workspace(lambda: self._show_login(door))

    def _leave_workspace(self, then: Callable[[], None]) -> None:
        if self.workspace is not None:
            self.workspace.when_saved(lambda: self._shut(then), lambda error: self._ask_to_lose(error, then))

    def _ask_to_lose(self, error: ScribeError, then: Callable[[], None]) -> None:
        """What is only in the window would be gone for good: the one case for a dialog."""
        kind, buttons = QMessageBox.Icon.Warning, QMessageBox.StandardButton
        dialog = QMessageBox(kind, "Not saved", "Your last words are not saved.", buttons.NoButton, self)
        dialog.setInformativeText(error.in_full())
        stay = dialog.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
        leave = dialog.addButton("Leave and lose them", QMessageBox.ButtonRole.DestructiveRole)
        dialog.setDefaultButton(stay)
        dialog.setEscapeButton(stay)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave.clicked.connect(lambda: self._shut(then))
        dialog.open()

    def _shut(self, then: Callable[[], None]) -> None:
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            self._window_state.remember(self)
            self.pages.hide()
            self.actions_.enter(Where.LOGIN)
            workspace.close_down(then)

    def _tell(self, error: ScribeError) -> None:
        """Say what went wrong in work that nobody else answers for."""
        if self.workspace is not None:
            self.workspace.dictation.show_error(error)

    def _close_for_good(self) -> None:
        self._closing = True
        self.close()

    def _show(self, page: QWidget) -> None:
        """Put this page in place of the one before, which is destroyed with all that it held."""
        former = self.pages.currentWidget()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.pages.show()
        if former is not None:
            self.pages.removeWidget(former)
            former.deleteLater()

    def _show_welcome(self) -> WelcomeView:
        welcome = WelcomeView()
        welcome.set_up_chosen.connect(self._show_setup)
        welcome.sample_chosen.connect(self._enter_sample)
        self._show(welcome)
        return welcome

    def _show_setup(self) -> None:
        setup = SetupView(self._door, self._jobs, _LOOKING)
        self._jobs.background(self._keyring_note, setup.keyring.setText, owner=setup)
        setup.back.connect(self._show_welcome)
        setup.done.connect(self._show_recovery_code)
        self._show(setup)

    def _show_recovery_code(self, session: Session, code: str) -> None:
        page = RecoveryCodeView(code)
        page.done.connect(lambda: self._enter(session))
        self._show(page)

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
        login.leave_sample.connect(self.start)
        self._show(login)

    def _show_recovery(self, door: FrontDoor) -> None:
        recovery = RecoveryView(door, self._jobs)
        recovery.logged_in.connect(self._enter)
        recovery.back.connect(lambda: self._show_login(door))
        self._show(recovery)

    def _enter(self, session: Session) -> None:
        workspace = Workspace(session, self._jobs)
        self.workspace = workspace
        workspace.place_changed.connect(self._place_changed)
        workspace.lock_asked.connect(self.lock)
        workspace.dictation.outbox.clicked.connect(self._show_outbox)
        self._show(workspace)
        self._window_state.restore_splitters(self)
        self._place_changed(workspace.place)
        workspace.focus_first()

    def _place_changed(self, place: Where) -> None:
        self.actions_.enter(place)
        if self.workspace is not None:
            self.workspace.dictation.toggle.setEnabled(self.workspace.may_dictate)
            person = self.workspace.session.person
            for command, action in _NEEDS.items():
                self.actions_.allow(command, may(person, action))
            for editor in self.workspace.editors():
                self.actions_.reserve_keys(editor)

    def _connect_commands(self) -> None:
        for command, do in _IN_WORKSPACE.items():
            self.actions_.connect(command, partial(self._in_workspace, do))
        for command, act in _ON_CHART.items():
            self.actions_.connect(command, partial(self._in_workspace, partial(Workspace.on_chart, do=act)))
        for command, act in _ON_QUIET_CHART.items():
            self.actions_.connect(command, partial(self._in_workspace, partial(Workspace.when_quiet, do=act)))
        self.actions_.connect_numbered(CommandId.SECTION_BY_NUMBER, self._go_to_number)
        self.actions_.connect_hold(
            CommandId.PUSH_TO_TALK,
            lambda: self._in_workspace(Workspace.hold_dictation),
            lambda: self._in_workspace(lambda w: w.control.stop()),
        )
        self.actions_.connect(CommandId.SETTINGS, self._show_settings)
        self.actions_.connect(CommandId.OUTBOX, self._show_outbox)
        self.actions_.connect(CommandId.HELP, self._show_help)
        self.actions_.connect(CommandId.LOCK, self.lock)
        self.actions_.connect(CommandId.QUIT, self.close)
        self.actions_.connect(CommandId.LARGER_TEXT, lambda: self._appearance.step(1))
        self.actions_.connect(CommandId.SMALLER_TEXT, lambda: self._appearance.step(-1))
        self.actions_.connect(CommandId.NORMAL_TEXT, lambda: self._appearance.use(scale=1.0))
        self.actions_.connect(CommandId.THEME, self._appearance.switch)

    def _in_workspace(self, do: Callable[[Workspace], object]) -> None:
        if self.workspace is not None:
            do(self.workspace)

    def _go_to_number(self, number: int) -> None:
        def go(view: ChartView) -> None:
            sections: tuple[SectionSpec, ...] = view.session.desk.note_type.sections
            if number < len(sections):
                view.editor.go_to(sections[number].key)

        self._in_workspace(lambda workspace: workspace.on_chart(go))

    def _show_settings(self) -> None:
        workspace = self.workspace
        if workspace is not None:
            settings = SettingsView(
                workspace.session,
                self._jobs,
                _LOOKING,
                theme=self._appearance.theme,
                scale=self._appearance.scale,
            )
            self._jobs.background(self._keyring_note, settings.keyring.setText, owner=settings)
            settings.people_asked.connect(self._show_people)
            settings.recovery_asked.connect(self._renew_recovery)
            settings.speech_changed.connect(workspace.control.renew)
            settings.appearance_changed.connect(self._appearance.use)
            settings.close_asked.connect(workspace.close_page)
            workspace.show_form(settings)

    def _show_people(self) -> None:
        workspace = self.workspace
        if workspace is not None:
            people = PeopleView(workspace.session, self._jobs)
            people.close_asked.connect(self._show_settings)
            workspace.show_form(people)

    def _show_outbox(self) -> None:
        workspace = self.workspace
        if workspace is not None:
            outbox = OutboxView(workspace.session, self._jobs)
            outbox.close_asked.connect(workspace.close_page)
            outbox.open_asked.connect(workspace.open)
            outbox.send_asked.connect(workspace.delivery.deliver)
            workspace.delivery.progressed.connect(outbox.refresh)
            workspace.show_form(outbox)

    def _renew_recovery(self) -> None:
        workspace = self.workspace
        if workspace is not None:
            page = RenewRecoveryView(workspace.session, self._jobs)
            page.close_asked.connect(self._show_settings)
            page.renewed.connect(self._show_new_code)
            workspace.show_form(page)

    def _show_new_code(self, code: str) -> None:
        if self.workspace is not None:
            page = RecoveryCodeView(code)
            page.done.connect(self._show_settings)
            self.workspace.show_form(page)

    def _show_help(self) -> None:
        if self.workspace is not None:
            page = HelpView(COMMANDS)
            page.close_asked.connect(self.workspace.close_page)
            self.workspace.show_form(page)


_NEEDS = {
    CommandId.NEW_ENCOUNTER: Action.CREATE_ENCOUNTER,
    CommandId.SUBMIT: Action.SUBMIT,
    CommandId.SIGN: Action.SIGN,
    CommandId.RETURN: Action.RETURN,
    CommandId.ADDENDUM: Action.ADD_ADDENDUM,
    CommandId.SEND_AGAIN: Action.SEND_AGAIN,
}

_IN_WORKSPACE: dict[CommandId, Callable[[Workspace], object]] = {
    CommandId.NEW_ENCOUNTER: Workspace.start_new,
    CommandId.ENCOUNTERS: lambda w: w.show_list(queue=False),
    CommandId.REVIEW_QUEUE: lambda w: w.show_list(queue=True),
    CommandId.DICTATE: Workspace.toggle_dictation,
    CommandId.DICTATE_FILE: Workspace.dictate_file,
    CommandId.CANCEL: Workspace.escape,
}

_ON_CHART: dict[CommandId, Callable[[ChartView], object]] = {
    CommandId.SAVE: lambda v: v.autosave.flush(),
    CommandId.UNDO: lambda v: v.editor.journal.undo(),
    CommandId.REDO: lambda v: v.editor.journal.redo(),
    CommandId.NEXT_BLANK: lambda v: v.editor.step_blank(forward=True),
    CommandId.PREVIOUS_BLANK: lambda v: v.editor.step_blank(forward=False),
    CommandId.NEXT_SECTION: lambda v: v.editor.step_section(1),
    CommandId.PREVIOUS_SECTION: lambda v: v.editor.step_section(-1),
    CommandId.FIND_SECTION: lambda v: v.rail.ask(),
    CommandId.ADDENDUM: lambda v: v.signed.ask_addendum(),
    CommandId.SEND_AGAIN: lambda v: v.signed.send_wanted.emit(),
}

_ON_QUIET_CHART: dict[CommandId, Callable[[ChartView], object]] = {
    CommandId.SUBMIT: ChartView.submit,
    CommandId.SIGN: lambda v: v.review.ask_signature(),
    CommandId.RETURN: lambda v: v.review.ask_reason(),
}
