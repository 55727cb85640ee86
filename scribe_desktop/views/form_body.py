"""What every kind of form has in common: it shows values, and says what somebody entered."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scribe_desktop.notes.form import Form, FormField
from scribe_desktop.views.field_writing import FieldWriting, Standing


class FormBody(QWidget):
    """The inside of a form; one class for each kind of form."""

    focused = Signal(object)
    """The widget inside that now has the focus."""

    def __init__(self, form: Form, writing: FieldWriting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.writing = form, writing
        self.leave_forward: Callable[[], None] = lambda: None
        """Go on to the section's text."""

    def show_value(self, field: FormField) -> None:
        """Show what a field holds now."""
        raise NotImplementedError

    def show_standing(self, field: FormField, standing: Standing) -> None:
        """Show whether the text still has what the field says."""
        raise NotImplementedError

    def focus_field(self, key: str) -> None:
        """Put the cursor on a field."""
        raise NotImplementedError

    def open_place(self, key: str) -> bool:
        """Put the cursor into the line that has an open place of what stands in the text under this key.

        Returns:
            Whether there is one.
        """
        raise NotImplementedError

    def way_back(self) -> Callable[[], None]:
        """Leads to the line with the cursor again, whatever has the cursor in between."""
        raise NotImplementedError

    def set_read_only(self, *, read_only: bool) -> None:
        """Let nobody type; marks are refused where values are written."""
        raise NotImplementedError

    @property
    def current(self) -> FormField:
        """The field where the cursor is, or last was."""
        raise NotImplementedError

    @property
    def current_key(self) -> str:
        """Under which key the text has what is said where the cursor is."""
        return self.current.key

    def mark_rest(self) -> str:
        """Mark what was not marked one by one, by an explicit act; returns what there is to say about it."""
        return ""

    def fit(self, width: int) -> None:
        """Arrange the fields for this width, in device-independent pixels."""
