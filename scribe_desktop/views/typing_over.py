"""Looks, when somebody pauses, at what was typed over dictated words: twice the same is offered as a rule."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.typed_over import utterances
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.typed_corrections import TypedCorrections
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor

_PAUSE_MS = 2_000
"""Somebody who has typed nothing for so long has finished the word."""


class TypingOver(QObject):
    """Costs a key press nothing but setting a timer anew, and that only where something was dictated."""

    def __init__(
        self,
        corrections: TypedCorrections,
        jobs: Jobs,
        editor: NoteEditor,
        offer: Callable[[str, str], None],
        parent: QObject,
    ) -> None:
        """`offer` gets what was recognised, and what has been typed for it more than once."""
        super().__init__(parent)
        self._corrections, self._jobs, self._offer = corrections, jobs, offer
        self._changed: set[PassageEditor] = set()
        self._seen: dict[str, Passage] = {}
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        editor.on_each(lambda one: one.textChanged.connect(partial(self._edited, one)))

    def _edited(self, one: PassageEditor) -> None:
        if one.has_dictated and not one.isReadOnly():
            self._changed.add(one)
            self._timer.start()

    def _look(self) -> None:
        changed, self._changed = self._changed, set()
        for one in changed:
            passage = one.passage()
            if utterances(passage) and self._seen.get(one.key) != passage:
                self._seen[one.key] = passage
                self._jobs.store(partial(self._corrections.note, passage), self._told, owner=self)

    def _told(self, worth: tuple[str, str] | None) -> None:
        if worth is not None:
            self._offer(*worth)
