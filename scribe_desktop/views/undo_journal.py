"""Undo and redo over all passages of a note, in the order in which things were done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QMenu, QPlainTextEdit

from scribe_desktop.views.edit_menu import put_in_place
from scribe_desktop.views.passage_editor import Gate, at_once


class Step(Protocol):
    """Part of what somebody did, that can be taken back and done again."""

    @property
    def can_undo(self) -> bool: ...

    @property
    def can_redo(self) -> bool: ...

    def undo(self) -> None: ...

    def redo(self) -> None: ...

    def show(self) -> None:
        """Go to where it was."""


@dataclass(frozen=True)
class _EditorStep:
    """The latest step in an editor's own history."""

    editor: QPlainTextEdit

    @property
    def can_undo(self) -> bool:
        return self.editor.document().isUndoAvailable()

    @property
    def can_redo(self) -> bool:
        return self.editor.document().isRedoAvailable()

    def undo(self) -> None:
        self.editor.undo()
        _end_step(self.editor)

    def redo(self) -> None:
        self.editor.redo()
        _end_step(self.editor)

    def show(self) -> None:
        self.editor.setFocus()
        self.editor.ensureCursorVisible()


@dataclass
class _Act:
    """What one action of the user did, in one place or several; its first step is where one goes back to."""

    steps: list[Step]
    join: object = None


class UndoJournal:
    """Each passage keeps its own history; the journal remembers whose turn it was."""

    def __init__(self) -> None:
        self._done: list[_Act] = []
        self._undone: list[_Act] = []
        self._acting: _Act | None = None
        self._replaying = False

    def watch(self, editor: QPlainTextEdit) -> None:
        editor.document().undoCommandAdded.connect(lambda: self.note(_EditorStep(editor)))

    @contextmanager
    def one_act(self, join: object = None) -> Iterator[None]:
        """Everything noted meanwhile is taken back together, with the act that this is a part of.

        Args:
            join: something that this act shares with the latest one continues that one, if both name it.
        """
        if self._acting is not None:
            yield
            return
        latest = self._done[-1] if self._done else None
        continued = latest is not None and join is not None and latest.join == join
        self._acting = latest if continued else _Act([], join)
        try:
            yield
        finally:
            self._acting = None

    def note(self, step: Step) -> None:
        """Something was done; part of the present act if there is one."""
        if self._replaying:
            return
        act = self._acting or _Act([])
        if self._done and self._done[-1] is not act:
            self._end_latest(step)
        if not self._done or self._done[-1] is not act:
            self._done.append(act)
        act.steps.append(step)
        self._undone.clear()

    def forget(self) -> None:
        """Another text is shown: nothing that was done before can be taken back."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> None:
        """Take back the latest act, wherever it was, and go there."""
        while self._done:
            act = self._done.pop()
            if any(step.can_undo for step in act.steps):
                self._replay(act, forward=False)
                self._undone.append(act)
                return

    def redo(self) -> None:
        while self._undone:
            act = self._undone.pop()
            if any(step.can_redo for step in act.steps):
                self._replay(act, forward=True)
                self._done.append(act)
                return

    def take_over(self, menu: QMenu, gate: Gate = at_once) -> None:
        """Put the whole note's undo and redo in place of an editor's own in its context menu."""
        undo_is_possible = any(step.can_undo for act in self._done for step in act.steps)
        redo_is_possible = any(step.can_redo for act in self._undone for step in act.steps)
        put_in_place(menu, "edit-undo", partial(gate, self.undo), possible=undo_is_possible)
        put_in_place(menu, "edit-redo", partial(gate, self.redo), possible=redo_is_possible)

    def _end_latest(self, step: Step) -> None:
        """What is typed in the editor of the latest act joins nothing that was typed before this step."""
        for former in self._done[-1].steps:
            if isinstance(former, _EditorStep) and former != step:
                _end_step(former.editor)

    def _replay(self, act: _Act, *, forward: bool) -> None:
        self._replaying = True
        try:
            for step in act.steps if forward else reversed(act.steps):
                if step.can_redo if forward else step.can_undo:
                    (step.redo if forward else step.undo)()
        finally:
            self._replaying = False
        act.join = None
        act.steps[0].show()


def _end_step(editor: QPlainTextEdit) -> None:
    """Let nothing that follows in this editor join its latest step."""
    # Qt joins neighbouring insertions into one step only while the document counts as modified.
    editor.document().setModified(False)
