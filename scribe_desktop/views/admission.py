"""From the wish for a new encounter to its open chart."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from scribe_desktop.notes.people import Person
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.charting import Charting, NewEncounter
from scribe_desktop.views.new_encounter_view import NewEncounterView


class Admission(QObject):
    begun = Signal(str)
    """Id of the new encounter."""

    def __init__(
        self,
        charting: Charting,
        jobs: Jobs,
        form: NewEncounterView,
        show_form: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._charting, self._jobs, self._form, self._show_form = charting, jobs, form, show_form
        form.wanted.connect(self._begin)

    def start(self) -> None:
        """Ask who the patient is."""
        charting = self._charting
        self._jobs.store(
            lambda: (charting.providers(), charting.usual_note_types()),
            lambda known: self._ask(*known),
            owner=self,
        )

    def _ask(self, providers: Sequence[Person], usual_note_types: Mapping[str, str]) -> None:
        self._show_form()
        self._form.start(providers, usual_note_types)

    def _begin(self, new: NewEncounter) -> None:
        self._jobs.store(
            lambda: self._charting.begin(new), self.begun.emit, self._form.show_error, owner=self
        )
