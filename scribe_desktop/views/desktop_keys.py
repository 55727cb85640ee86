"""What keys pressed in other programs do: dictate, come to the front, insert the note's text there."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from scribe_desktop.desktop import pynput_keys
from scribe_desktop.desktop.port import DesktopKeys
from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.qt.clipboard_loan import ClipboardLoan
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.commands import COMMANDS, CommandId, KeyMap, Where, keys_of
from scribe_desktop.views.workspace import Workspace

_ON = "The program in front gets the keys too. Where text goes is up to you: look whose chart is open there."
_OFF = "Off. Switched on, three keys also work while another program is in front."


class DesktopKeysControl(QObject):
    """Listens from `switch` until `close`; belongs to the workspace of one session."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        super().__init__(workspace)
        self._workspace, self._jobs = workspace, jobs
        self._keys: DesktopKeys | None = None
        self._loan = ClipboardLoan(self)
        self.note = _OFF
        self._do: dict[CommandId, Callable[[], object]] = {
            CommandId.DESKTOP_DICTATE: self._dictate,
            CommandId.DESKTOP_FRONT: self._to_front,
            CommandId.DESKTOP_INSERT: self._insert,
        }

    def switch(self, *, on: bool, keymap: KeyMap) -> bool:
        """Listen or do not. False: it was wanted and is not possible here; `note` says why."""
        self.close()
        self.note = _OFF
        if not on:
            return True
        try:
            keys = pynput_keys.find()
            keys.listen(self._callbacks(keymap))
        except ScribeError as error:
            self.note = error.in_full()
            return False
        self._keys, self.note = keys, _ON
        return True

    def close(self) -> None:
        """Hear nothing more, and leave nothing of the note on the clipboard."""
        self._loan.give_back()
        keys, self._keys = self._keys, None
        if keys is not None:
            keys.stop()

    def _callbacks(self, keymap: KeyMap) -> dict[str, Callable[[], object]]:
        return {
            keys: self._jobs.on_gui(self._do[command.id], owner=self)
            for command in COMMANDS
            if command.where is Where.ELSEWHERE
            for keys in keys_of(command, keymap)
        }

    @property
    def _window(self) -> QWidget:
        return self._workspace.window()

    def _dictate(self) -> None:
        if self._workspace.may_dictate or self._workspace.control.is_running:
            self._workspace.toggle_dictation()

    def _to_front(self) -> None:
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
        if self._keys is not None:
            self._keys.take_keyboard(int(window.winId()))

    def _insert(self) -> None:
        """Never into ourselves, and never a note that is not on screen."""
        text, what = self._workspace.text_in_hand()
        if self._keys is None or self._window.isActiveWindow():
            return
        if text:
            self._tell_audit()
            self._loan.lend(text, self._keys.press_paste)
            self._workspace.dictation.show_hint(f"{what} was inserted into the program in front.")
        else:
            self._workspace.dictation.show_hint("There is no text here to insert.")

    def _tell_audit(self) -> None:
        chart, audit = self._workspace.chart, self._workspace.session.desk.audit
        if chart is not None:
            note_id = chart.chart.note.id
            self._jobs.store(lambda: audit(AuditKind.TEXT_INSERTED, note_id=note_id))
