"""Going somewhere because it was said: a step of its own, that can be taken back and done again."""

from collections.abc import Callable

from scribe_desktop.views.insertion import Fate
from scribe_desktop.views.undo_journal import UndoJournal


class Went:
    """A step of the undo journal, and what “scratch that” takes back as long as nothing was said since."""

    def __init__(
        self, journal: UndoJournal, back: Callable[[], object], forth: Callable[[], object], told: str
    ) -> None:
        self._journal, self._back, self._forth, self._told = journal, back, forth, told
        self._fate = Fate.THERE

    @property
    def can_undo(self) -> bool:
        return self._fate is Fate.THERE

    @property
    def can_redo(self) -> bool:
        return self._fate is Fate.GONE

    @property
    def fate(self) -> Fate:
        return self._fate

    @property
    def told(self) -> str:
        return self._told

    def undo(self) -> None:
        self._fate = Fate.GONE
        self._back()

    def redo(self) -> None:
        self._fate = Fate.THERE
        self._forth()

    def show(self) -> None:
        """Undoing and redoing have led there."""

    def take_back(self) -> None:
        """Go back, which can be undone like the way here."""
        self.undo()
        self._journal.note(Went(self._journal, self._forth, self._back, self._told))
