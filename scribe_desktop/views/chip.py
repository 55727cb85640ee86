"""One thing in a form that can be marked: its name, its mark as sign, ground and spoken state."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from scribe_desktop.notes.findings import Mark
from scribe_desktop.qt import theme

_ROOM = 22
"""Padding and border on both sides, in device-independent pixels at 100 % text."""


class Chip(QPushButton):
    """As wide as its longest text, so that nothing moves when it is marked; the form handles its keys."""

    def __init__(
        self,
        field_key: str,
        name: str,
        spoken: str,
        texts: dict[str, str],
        states: dict[str, str],
        parent: QWidget,
    ) -> None:
        """
        Args:
            name: of the item; empty: the chip stands for the whole field.
            spoken: what a screen reader calls it.
            texts: what it shows, by mark; "" where it has none.
            states: what a screen reader says about it, by mark.
        """
        super().__init__(parent)
        self.field_key, self.name, self.spoken = field_key, name, spoken
        self._texts, self._states = texts, states
        self._detail = ""
        self.setProperty("chip", True)
        self.setProperty("mark", "")
        self.show_mark(None, "")

    def show_mark(self, mark: Mark | None, detail: str) -> bool:
        """Show this mark and these words about it; returns whether it needs another width now."""
        key = mark.value if mark is not None else ""
        other_width = detail != self._detail
        self._detail = detail
        said = f" ({detail})" if detail else ""
        text = f"{self._texts[key]}{said}".replace("&", "&&")
        if self.text() != text or self.property("mark") != key:
            self.setText(text)
            theme.mark(self, mark=key)
            self.setAccessibleName(", ".join(filter(None, [self.spoken, self._states[key], detail])))
        return other_width

    def sizeHint(self) -> QSize:
        said = f" ({self._detail})" if self._detail else ""
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in self._texts.values())
        extra = metrics.horizontalAdvance(said)
        return QSize(widest + extra + theme.px(_ROOM), super().sizeHint().height())
