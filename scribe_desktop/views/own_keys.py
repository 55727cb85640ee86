"""The logged-in person's own keys: applied at log-in, changed on their page, kept in the store."""

from PySide6.QtCore import QObject, Signal

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.commands import KeyMap
from scribe_desktop.session.session import Session
from scribe_desktop.views.desktop_keys import DesktopKeysControl
from scribe_desktop.views.shortcuts_view import ShortcutsView
from scribe_desktop.views.workspace import Workspace


class OwnKeys(QObject):
    """Until they have been read, and if they cannot be, the usual keys answer."""

    changed = Signal()
    """The commands have other keys now."""

    def __init__(self, session: Session, jobs: Jobs, actions: Actions, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._session, self._jobs, self._actions, self._workspace = session, jobs, actions, workspace
        self._wants_desktop = False
        self.desktop = DesktopKeysControl(workspace, jobs)
        actions.remap({})
        preferences = session.preferences
        jobs.store(preferences.keymap, self._apply, workspace.dictation.show_error, owner=self)
        jobs.store(lambda: preferences.desktop_keys, self._switch, owner=self)

    def page(self) -> ShortcutsView:
        """The page where they are changed."""
        page = ShortcutsView(self._actions.keymap)
        page.close_asked.connect(self._workspace.close_page)
        page.keymap_chosen.connect(lambda keymap: self._choose(page, keymap))
        page.desktop_keys_chosen.connect(lambda on: self._choose_desktop(page, on=on))
        self._show_desktop(page)
        return page

    def close(self) -> None:
        """The next person has their own keys."""
        self.desktop.close()
        self._actions.remap({})

    def pause(self) -> None:
        """Hear nothing from other programs until `resume`."""
        self.desktop.close()

    def resume(self) -> None:
        self._switch(self._wants_desktop)

    def _apply(self, keymap: KeyMap) -> None:
        self._actions.remap(keymap)
        self.changed.emit()
        self.desktop.switch(on=self._wants_desktop, keymap=keymap)

    def _switch(self, on: bool) -> None:
        self._wants_desktop = on
        if not self.desktop.switch(on=on, keymap=self._actions.keymap):
            self._workspace.dictation.show_hint(self.desktop.note)

    def _choose(self, page: ShortcutsView, keymap: KeyMap) -> None:
        try:
            self._apply(keymap)
        except ScribeError as error:
            page.show_error(error)
            return
        self._show_desktop(page)
        self._jobs.store(
            lambda: self._session.preferences.set_keymap(keymap), None, page.show_error, owner=page
        )

    def _choose_desktop(self, page: ShortcutsView, *, on: bool) -> None:
        self._switch(on)
        self._show_desktop(page)
        self._jobs.store(
            lambda: self._session.preferences.set_desktop_keys(on=on), None, page.show_error, owner=page
        )

    def _show_desktop(self, page: ShortcutsView) -> None:
        page.show_desktop_keys(on=self._wants_desktop, note=self.desktop.note)
