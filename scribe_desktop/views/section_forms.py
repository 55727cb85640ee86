"""The forms of one note: built when they are first opened, each above the text of its section."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scribe_desktop.errors import BadInput, WrongState
from scribe_desktop.notes import form
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.notes.patient import Sex
from scribe_desktop.views.field_writing import FieldWriting
from scribe_desktop.views.form_body import FormBody
from scribe_desktop.views.form_panel import FormPanel
from scribe_desktop.views.section_editor import SectionEditor


class SectionForms(QObject):
    opened = Signal(str, bool)
    """Name of a form that was opened or closed by the user."""
    entered = Signal(str, object)
    """Key of the section whose form now has the focus, and the widget in it that has it."""
    built = Signal(object)
    """A `FormBody`, when it is there first."""
    refused = Signal(object)
    """The `ScribeError` that keeps a form from doing what was asked."""

    def __init__(
        self,
        note_type: NoteType,
        writing: FieldWriting,
        part: Callable[[str], QWidget],
        editor: Callable[[str], SectionEditor],
        parent: QObject | None = None,
        *,
        sex: Sex = Sex.UNKNOWN,
    ) -> None:
        """`sex`: the patient's; what only the other one has is not offered."""
        super().__init__(parent)
        self._titles = {section.key: section.title for section in note_type.sections}
        self._names = {section.key: section.form for section in note_type.sections if section.form}
        self._writing, self._part, self._editor, self._sex = writing, part, editor, sex
        self._panels: dict[str, FormPanel] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._open: set[str] = set()
        self._remembered: set[str] = set()
        self._width = 0
        self._may_write = True
        writing.shown.connect(self._show_field)

    def has(self, section_key: str) -> bool:
        """Whether a section has a form that can be opened."""
        return section_key in self._names

    def panel(self, section_key: str) -> FormPanel | None:
        """The form of a section while it is open."""
        panel = self._panels.get(section_key)
        return panel if panel is not None and not panel.isHidden() else None

    def toggle(self, section_key: str) -> None:
        """Open a section's form and go there; from inside it, close it; from the text, go to the open one."""
        panel = self.panel(section_key)
        if section_key not in self._names:
            self._refuse(section_key)
        elif panel is not None and _has_focus(panel):
            self.close(section_key)
        elif panel is not None:
            panel.body.focus_field(panel.body.current.key)
        elif not self._writing.read_only and (opened := self.open(section_key)) is not None:
            self.opened.emit(self._names[section_key], True)
            opened.body.focus_field(opened.body.current.key)

    def heading(self, section: SectionSpec, label: QLabel, part: QWidget) -> QWidget:
        """A section's heading; with a button beside it where the section has a form."""
        if not section.form:
            return label
        heading = QWidget(part)
        button = QPushButton("Form", heading)
        button.setProperty("quiet", True)
        button.setProperty("small", True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has a key, and Tab is for the text
        button.setAccessibleName(f"Form of {section.title}")
        button.clicked.connect(lambda: self._pushed(section.key))
        self._buttons[section.key] = button
        button.setVisible(self._may_write)
        label.setWordWrap(True)  # so that both fit into a narrow note
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(label, 1)
        row.addWidget(button)
        return heading

    def open(self, section_key: str) -> FormPanel | None:
        """Show a section's form without going there; None if its file cannot be read."""
        if section_key not in self._panels:
            try:
                described = self._described(section_key)
            except BadInput as error:
                self.refused.emit(error)
                return None
            panel = FormPanel(described, self._writing, self._editor(section_key))
            layout = self._part(section_key).layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(1, panel)
            _tab_before(panel, self._editor(section_key))
            panel.body.focused.connect(lambda widget: self.entered.emit(section_key, widget))
            panel.body.fit(self._width)
            self._panels[section_key] = panel
            self.built.emit(panel.body)
        self._panels[section_key].show()
        self._open.add(section_key)
        self._mark_button(section_key)
        return self._panels[section_key]

    def _described(self, section_key: str) -> form.Form:
        """What this patient's form asks, and whatever else it holds already."""
        whole = form.named(self._names[section_key], section_key)
        filled = {field.key for field in whole.fields if self._writing.value(field.key)}
        return whole.fitting(self._sex, keep=filled)

    def close(self, section_key: str) -> None:
        """Hide a section's form and go to its text."""
        self._remembered.discard(self._names[section_key])
        self._panels[section_key].hide()
        self._open.discard(section_key)
        self._mark_button(section_key)
        self._editor(section_key).setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(self._names[section_key], False)

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget is part of a form."""
        return any(panel.isAncestorOf(widget) for panel in self._panels.values())

    def body_of(self, widget: QWidget) -> FormBody | None:
        """The form that a widget is part of."""
        return next((panel.body for panel in self._panels.values() if panel.isAncestorOf(widget)), None)

    def mark_rest(self, section_key: str) -> None:
        """Mark what was not asked in a section's open form."""
        panel = self.panel(section_key)
        if panel is not None:
            panel.mark_rest()
        else:
            self._refuse(section_key)

    def write_anew(self, section_key: str) -> None:
        """Write what the open form says in place of what somebody has made of it in the text."""
        panel = self.panel(section_key)
        if panel is not None:
            panel.write_anew()
        else:
            self._refuse(section_key)

    def remember(self, names: Iterable[str]) -> None:
        """These forms this person had open last: each opens when its section is gone to."""
        self._remembered = set(names)

    def enter(self, section_key: str) -> bool:
        """Go to a section's form, if it is open or was open last. False: there is none to go to."""
        name = self._names.get(section_key)
        if name is None or self._writing.read_only:
            return False
        panel = self.panel(section_key)
        if panel is None and name in self._remembered:
            panel = self.open(section_key)
        if panel is not None:
            panel.body.focus_field(panel.body.current.key)
        return panel is not None

    def set_read_only(self, *, read_only: bool) -> None:
        self._writing.read_only = read_only
        for panel in self._panels.values():
            panel.body.set_read_only(read_only=read_only)

    def show_values(self, *, may_write: bool) -> None:
        """Show what the note says now; one that may not be written to needs no forms."""
        self._may_write = may_write
        for section_key, panel in self._panels.items():
            panel.show_values()
            panel.setVisible(may_write and section_key in self._open)
        for button in self._buttons.values():
            button.setVisible(may_write)

    def fit(self, width: int) -> None:
        """Arrange the forms for this width, in device-independent pixels."""
        self._width = width
        for panel in self._panels.values():
            panel.body.fit(width)

    def _pushed(self, section_key: str) -> None:
        panel = self.panel(section_key)
        if panel is not None:
            self.close(section_key)
        else:
            self.toggle(section_key)
        self._mark_button(section_key)

    def _mark_button(self, section_key: str) -> None:
        self._buttons[section_key].setChecked(section_key in self._open)

    def _refuse(self, section_key: str) -> None:
        """Say why there is nothing to do in this section."""
        if section_key in self._names:
            remedy = "Open it first."
            self.refused.emit(WrongState("The form of this section is closed.", remedy=remedy))
        else:
            having = ", ".join(self._titles[key] for key in self._names)
            remedy = f"These have one: {having}." if self._names else "No section of this note has one."
            self.refused.emit(WrongState(f"“{self._titles[section_key]}” has no form.", remedy=remedy))

    def _show_field(self, key: str) -> None:
        section_key = key.partition(".")[0]
        panel = self.panel(section_key)
        if panel is not None:
            panel.body.focus_field(key)
        else:
            self._editor(section_key).setFocus()


def _tab_before(panel: QWidget, editor: QWidget) -> None:
    """Tab goes through the panel just before it comes to the editor."""
    before: QWidget | None = editor.previousInFocusChain()
    while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    for widget in panel.findChildren(QWidget):
        if before is not None and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            QWidget.setTabOrder(before, widget)
            before = widget


def _has_focus(panel: QWidget) -> bool:
    focus = panel.window().focusWidget()
    return focus is not None and panel.isAncestorOf(focus)
