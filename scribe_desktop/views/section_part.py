"""One section on the page of a note: its heading, its fields and its text, built when it is filled."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scribe_desktop.notes.note_type import SectionSpec
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.body_mass import BodyMass
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.field_grid import FieldGrid
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.section_editor import Expand, FindPhrase, SectionEditor
from scribe_desktop.views.section_forms import SectionForms


@dataclass(frozen=True)
class Writing:
    """Who writes a note, about whom, and with what."""

    person_id: str
    band: AgeBand
    find_phrase: FindPhrase
    make: Expand
    unit: Callable[[str], str]
    """The unit that the workstation uses in place of a field's own."""


class SectionPart(QWidget):
    """Has its place on the page from the beginning, and nothing in it until `fill`.

    Every widget is made inside the one that it belongs to: Qt styles a whole tree anew that is moved.
    """

    def __init__(self, section: SectionSpec, page: QWidget) -> None:
        super().__init__(page)
        self.section = section
        self.fields: tuple[FieldEditor, ...] = ()
        self.grid: FieldGrid | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(2)

    def fill(self, writing: Writing, forms: SectionForms) -> SectionEditor:
        """Build the section; returns the editor of its text."""
        section = self.section
        heading = label(section.title, "section", self)
        head = forms.heading(section, heading, self)
        self._column.addWidget(head)
        if section.fields:
            self.grid = self._build_fields(writing)
            self._column.addWidget(self.grid)
            measured: dict[str, PassageEditor] = {field.key: field for field in self.fields}
            self._column.addWidget(BodyMass(measured, writing.band, self))
            self.grid.show()
        text = SectionEditor(
            section.key, writing.person_id, writing.find_phrase, self, make=writing.make, like=section.like
        )
        text.show_hint(_hint(section))
        text.setAccessibleName(f"{section.title}, required" if section.required else section.title)
        heading.setBuddy(text)
        self._column.addWidget(text)
        head.show()  # Qt would show what is added to a page on the screen a turn later
        text.show()
        return text

    def _build_fields(self, writing: Writing) -> FieldGrid:
        grid, fields = FieldGrid(self), list[FieldEditor]()
        for spec in self.section.fields:
            unit = writing.unit(spec.unit)
            field = FieldEditor(spec, writing.person_id, writing.band, grid, unit=unit)
            grid.add(label(f"{spec.label} <small>{field.unit}</small>", "field", grid), field)
            fields.append(field)
        self.fields = tuple(fields)
        return grid


def _hint(section: SectionSpec) -> str:
    """What stands there while it is empty; a required section with fields may say it in one of those."""
    needs = ("Required, here or in the fields" if section.fields else "Required") if section.required else ""
    return " · ".join(filter(None, [needs, section.hint]))


def label(text: str, role: str, parent: QWidget) -> QLabel:
    """A label of the page, in the style of this role."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    return made
