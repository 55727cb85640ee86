"""The form above a section's text: its fields, and a word about sentences that somebody has edited."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scribe_desktop.notes.form import Form
from scribe_desktop.views import notice
from scribe_desktop.views.element_form import ElementForm
from scribe_desktop.views.field_writing import FieldWriting, Standing, Told
from scribe_desktop.views.form_body import FormBody
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.rows_form import RowsForm
from scribe_desktop.views.system_form import SystemForm

_LOOK_AFTER_MS = 150
_KINDS: Mapping[str, Callable[[Form, FieldWriting], FormBody]] = {
    "elements": ElementForm,
    "systems": SystemForm,
    "rows": RowsForm,
}
_APART = {
    Standing.EDITED: "was edited in the text; the form leaves it alone",
    Standing.MISSING: "was taken out of the text",
}


class FormPanel(QFrame):
    """Shows one form as it stands; a hidden one costs nothing while its section is written in."""

    def __init__(
        self, form: Form, writing: FieldWriting, editor: PassageEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form, self._writing, self._editor = form, writing, editor
        self._fields = {field.key: field for field in form.asked}
        self._apart: list[Told] = []
        self.setProperty("role", "well")
        self.body = _KINDS[form.kind](form, writing)
        self.body.leave_forward = editor.setFocus
        self.hint = QLabel(form.hint)
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.anew = QPushButton("Write it anew")
        self.anew.setProperty("quiet", True)
        self.anew.clicked.connect(self.write_anew)
        self._arrange()
        self._look = QTimer(self, interval=_LOOK_AFTER_MS, singleShot=True)
        self._look.timeout.connect(self._compare)
        editor.edited.connect(lambda _key: self._look.start())
        writing.edited.connect(self._value_changed)
        writing.held_back.connect(self._value_changed)
        self.show_values()

    def show_values(self) -> None:
        """Show what the fields hold now."""
        for field in self._fields.values():
            self.body.show_value(field)
        self._compare()

    def write_anew(self) -> None:
        """Write the sentences again that somebody has edited or taken out: the current one, else all."""
        self._compare()
        current = [told for told in self._apart if told.key == self.body.current_key]
        for told in current or self._apart:
            self._writing.write_anew(self.form, told.field, told.key)
        self._compare()

    def mark_rest(self) -> None:
        """Mark what was not asked, by this explicit act."""
        said = self.body.mark_rest()
        self._compare()
        if said:
            notice.tell(self.message, said, "warning")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compare()

    def _arrange(self) -> None:
        told = QHBoxLayout()
        told.addWidget(self.message, 1)
        told.addWidget(self.anew)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.hint)
        layout.addWidget(self.body)
        layout.addLayout(told)

    def _value_changed(self, key: str) -> None:
        field = self._fields.get(key)
        if field is not None:
            self.body.show_value(field)
            self._look.start()

    def _compare(self) -> None:
        """Say which sentences of the text are no longer the form's own."""
        if self.isHidden():
            return
        told = self._writing.told(self.form.asked)
        self._apart = [one for one in told if one.standing.is_apart]
        apart = {one.field.key: one.standing for one in self._apart}
        for field in self.form.asked:
            self.body.show_standing(field, apart.get(field.key, Standing.TOLD))
        said = [f"{one.label} {_APART[one.standing]}." for one in self._apart]
        notice.tell(self.message, "\n".join(said), "warning")
        self.anew.setVisible(bool(said))
