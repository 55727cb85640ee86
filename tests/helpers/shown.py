"""What the program's widgets say, whatever window they are in."""

from PySide6.QtWidgets import QApplication, QWidget

SAYING = ("text", "toPlainText", "accessibleName", "accessibleDescription", "toolTip", "windowTitle")


def says(*words: str) -> list[QWidget]:
    """Every widget of the program, in whatever window, that says one of these words."""
    return [
        widget
        for widget in QApplication.allWidgets()
        for name in SAYING
        if callable(told := getattr(widget, name, None)) and any(word in str(told()) for word in words)
    ]
