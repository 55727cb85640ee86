"""The command palette at work: what it offers now, and what this person asked it for lately."""

from PySide6.QtCore import QObject

from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.palette import used
from scribe_desktop.session.session import Session
from scribe_desktop.views import findable
from scribe_desktop.views.command_palette import CommandPalette
from scribe_desktop.views.workspace import Workspace


class Finder(QObject):
    """Belongs to the workspace: names of patients go with it when the window is locked."""

    def __init__(self, session: Session, jobs: Jobs, actions: Actions, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._session, self._jobs, self._actions, self._workspace = session, jobs, actions, workspace
        self._recent: tuple[str, ...] = ()
        self.palette = CommandPalette(workspace, actions.reserve_keys)
        self.palette.chosen.connect(self._remember)
        preferences = session.preferences
        jobs.store(lambda: preferences.recently_asked, self._know, owner=self)

    def ask(self) -> None:
        """Open the palette over the workspace; a second time closes it."""
        self.palette.ask(findable.here(self._actions, self._workspace), self._recent)
        if self.palette.isVisible():
            workspace, now = self._workspace, self._session.desk.clock().astimezone()
            self._jobs.store(
                self._session.charting.encounters,
                lambda rows: self.palette.add(findable.encounters(rows, workspace, now)),
                owner=self,
            )

    def _know(self, recent: tuple[str, ...]) -> None:
        self._recent = recent

    def _remember(self, key: str) -> None:
        recent = self._recent = used(self._recent, key)
        self._jobs.store(lambda: self._session.preferences.set_recently_asked(recent), owner=self)
