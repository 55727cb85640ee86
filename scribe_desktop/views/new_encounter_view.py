"""The form that begins an encounter."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.people import Person
from scribe_desktop.session.charting import NewEncounter
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page

_DATE_FORMATS = ("%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%m%d%Y")


def parse_birth_date(typed: str) -> date:
    """Read MM/DD/YYYY, MM-DD-YYYY, MMDDYYYY or YYYY-MM-DD. Raises `BadInput` for anything else."""
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007  a birthday has no time zone
        except ValueError:
            continue
    raise BadInput(
        f"“{typed}” is no date of birth." if typed.strip() else "The date of birth is missing.",
        remedy="Type month, day and year: 04/23/1968.",
    )


class NewEncounterView(Page):
    mrn: QLineEdit
    name: QLineEdit
    birth_date: QLineEdit
    sex: QComboBox
    visit_type: QComboBox
    note_type: QComboBox
    provider: QComboBox
    location: QLineEdit
    error: QLabel
    cancel: QPushButton
    begin: QPushButton

    wanted = Signal(object)
    """A `NewEncounter` as filled in."""
    cancelled = Signal()

    def __init__(self, note_types: NoteTypes) -> None:
        super().__init__("new_encounter_view")
        self._note_types = note_types
        self._usual: dict[str, str] = {}
        self.steer(first=lambda: self.mrn, main=self.begin, leave=self.cancelled.emit)
        self.sex.addItem("Choose…", None)
        for sex in Sex:
            self.sex.addItem(sex.value.capitalize(), sex)
        self.visit_type.addItems(note_types.visit_types())
        self.visit_type.currentTextChanged.connect(self._offer_note_types)
        self._offer_note_types()
        self.error.hide()
        self.begin.clicked.connect(self._submit)
        self.cancel.clicked.connect(self.cancelled)

    def start(
        self, providers: Sequence[Person], usual_note_types: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Empty the form for the next patient; visit type and provider stay as they were.

        Args:
            providers: who can be the provider.
            usual_note_types: keys of the note types to propose, by visit type.
        """
        self._usual = dict(usual_note_types)
        self._offer_note_types()
        chosen = self.provider.currentText()
        self.provider.clear()
        for person in providers:
            self.provider.addItem(person.signature_name, person.id)
        self.provider.setCurrentIndex(max(0, self.provider.findText(chosen)))
        for field in (self.mrn, self.name, self.birth_date, self.location):
            field.clear()
        self.sex.setCurrentIndex(0)
        self.error.hide()
        self.begin.setEnabled(True)
        self.mrn.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: ScribeError) -> None:
        tell(self.error, error.in_full())
        self.begin.setEnabled(True)
        if self.hasFocus():
            self.begin.setFocus()

    def _offer_note_types(self) -> None:
        """Those that suit the visit first; the one taken for such a visit last is chosen."""
        visit = self.visit_type.currentText()
        self.note_type.clear()
        for one in self._note_types.offered(visit):
            self.note_type.addItem(one.title, one.key)
            self.note_type.setItemData(
                self.note_type.count() - 1, one.description, Qt.ItemDataRole.ToolTipRole
            )
        self.note_type.setCurrentIndex(max(0, self.note_type.findData(self._usual.get(visit))))

    def _submit(self) -> None:
        try:
            new = self._filled_in()
        except BadInput as error:
            self.show_error(error)
            return
        if self.begin.hasFocus():
            self.setFocus()  # on the next button, a second press would leave the form
        self.begin.setEnabled(False)  # until there is an answer: a second Return begins no second one
        hide(self.error)
        self.wanted.emit(new)

    def _filled_in(self) -> NewEncounter:
        for field, what in ((self.mrn, "MRN"), (self.name, "patient's name")):
            if not field.text().strip():
                field.setFocus()
                raise BadInput(f"The {what} is missing.", remedy="Type it as on the ID band.")
        birth_date = self._born()
        if self.sex.currentData() is None:
            self.sex.setFocus()
            raise BadInput("The sex is missing.", remedy="Choose one; “Unknown” is allowed.")
        if self.provider.currentData() is None:
            raise BadInput(
                "There is no provider on this workstation.", remedy="Add one under Settings, People."
            )
        return NewEncounter(
            patient_name=self.name.text(),
            birth_date=birth_date,
            sex=Sex(self.sex.currentData()),
            mrn=self.mrn.text(),
            visit_type=self.visit_type.currentText(),
            provider_id=self.provider.currentData(),
            location=self.location.text(),
            note_type=self.note_type.currentData(),
        )

    def _born(self) -> date:
        try:
            return parse_birth_date(self.birth_date.text())
        except BadInput:
            self.birth_date.setFocus()
            raise
