"""A text field that refuses, in words, to be pasted more than it can show at once."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.errors import BadInput
from scribe_desktop.qt import forms

LONGEST = 100_000
"""Characters of a section that may come from pasting: some thirty pages, which still take no time to show."""


def too_long(text: str, holds: int = LONGEST, what: str = "a section") -> BadInput:
    """Says why a text is not pasted, and what it is that holds so many characters."""
    return BadInput(
        f"{len(text):,} characters are too many to paste: {what} holds {holds:,}.",
        remedy="Paste the part that belongs here.",
    )


@forms.register
class LimitedText(QPlainTextEdit):
    """Typing goes on beyond the limit: nobody types so much that it takes long to show."""

    refused = Signal(object)
    """The `BadInput` that kept a text from being pasted."""

    holds = LONGEST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) + self.document().characterCount() > self.holds:
            self.refused.emit(too_long(text, self.holds, "this field"))
        else:
            super().insertFromMimeData(source)
