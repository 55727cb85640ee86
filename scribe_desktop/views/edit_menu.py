"""Puts our own doing in place of what an editor's context menu would do by itself."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def put_in_place(menu: QMenu, name: str, do: Callable[[], object], *, possible: bool) -> None:
    """Let the entry that Qt calls `name` ("edit-undo", "edit-cut") do this; no such entry, no change."""
    own = next((action for action in menu.actions() if action.objectName() == name), None)
    if own is not None:
        ours = QAction(own.icon(), own.text(), menu)
        ours.setEnabled(possible)
        ours.triggered.connect(lambda _checked=False: do())
        menu.insertAction(own, ours)
        menu.removeAction(own)
