"""The forms of one note: built when they are first opened, each above the text of its section."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scribe_desktop.errors import BadInput
from scribe_desktop.notes import form
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.views.field_writing import FieldWriting
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
    """The `BadInput` that keeps a form from being shown."""

    def __init__(
        self,
        note_type: NoteType,
        writing: FieldWriting,
        part: Callable[[str], QWidget],
        editor: Callable[[str], SectionEditor],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._names = {section.key: section.form for section in note_type.sections if section.form}
        self._writing, self._part, self._editor = writing, part, editor
        self._panels: dict[str, FormPanel] = {}
        self._open: set[str] = set()
        self._width = 0
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
        if section_key not in self._names or self._editor(section_key).isReadOnly():
            return
        if panel is None:
            panel = self.open(section_key)
            if panel is not None:
                self.opened.emit(self._names[section_key], True)
                panel.body.focus_field("")
        elif _has_focus(panel):
            self.close(section_key)
        else:
            panel.body.focus_field(panel.body.current.key)

    def open(self, section_key: str) -> FormPanel | None:
        """Show a section's form without going there; None if its file cannot be read."""
        if section_key not in self._panels:
            try:
                described = form.named(self._names[section_key], section_key)
            except BadInput as error:
                self.refused.emit(error)
                return None
            panel = FormPanel(described, self._writing, self._editor(section_key))
            layout = self._part(section_key).layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(1, panel)
            panel.body.focused.connect(lambda widget: self.entered.emit(section_key, widget))
            panel.body.fit(self._width)
            self._panels[section_key] = panel
            self.built.emit(panel.body)
        self._panels[section_key].show()
        self._open.add(section_key)
        return self._panels[section_key]

    def close(self, section_key: str) -> None:
        """Hide a section's form and go to its text."""
        self._panels[section_key].hide()
        self._open.discard(section_key)
        self._editor(section_key).setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(self._names[section_key], False)

    def mark_rest(self, section_key: str) -> None:
        """Mark what was not asked in a section's open form."""
        panel = self.panel(section_key)
        if panel is not None and panel.isEnabled():
            panel.mark_rest()

    def write_anew(self, section_key: str) -> None:
        """Write what the open form says in place of what somebody has made of it in the text."""
        panel = self.panel(section_key)
        if panel is not None and panel.isEnabled():
            panel.write_anew()

    def open_remembered(self, names: tuple[str, ...]) -> None:
        """Show the forms that this person had open last."""
        for section_key, name in self._names.items():
            if name in names and not self._editor(section_key).isReadOnly():
                self.open(section_key)

    def set_read_only(self, *, read_only: bool) -> None:
        for panel in self._panels.values():
            panel.setEnabled(not read_only)

    def show_values(self, *, may_write: bool) -> None:
        """Show what the note says now; one that may not be written to needs no forms."""
        for section_key, panel in self._panels.items():
            panel.show_values()
            panel.setVisible(may_write and section_key in self._open)

    def fit(self, width: int) -> None:
        """Arrange the forms for this width, in device-independent pixels."""
        self._width = width
        for panel in self._panels.values():
            panel.body.fit(width)

    def _show_field(self, key: str) -> None:
        section_key = key.partition(".")[0]
        panel = self.panel(section_key)
        if panel is not None:
            panel.body.focus_field(key)
        else:
            self._editor(section_key).setFocus()


def _has_focus(panel: QWidget) -> bool:
    focus = panel.window().focusWidget()
    return focus is not None and panel.isAncestorOf(focus)
