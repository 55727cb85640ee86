"""Inline messages: a label that appears with its text and its role, and tells screen readers about it."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel

from scribe_desktop.qt import theme


def tell(label: QLabel, text: str, role: str = "error") -> None:
    """Show `text` in `label` as "error", "warning", "ok" or "muted"; an empty text hides it."""
    theme.mark(label, role=role)
    label.setText(text)
    label.setVisible(bool(text))
    if text and role == "error":
        QAccessible.updateAccessibility(QAccessibleEvent(label, QAccessible.Event.Alert))


def hide(label: QLabel) -> None:
    label.clear()
    label.hide()
