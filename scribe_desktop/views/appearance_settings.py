"""Theme and text size, applied while they are chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.qt.appearance import SCALES

_THEMES = {"system": "Like this computer", "light": "Light", "dark": "Dark"}


@forms.register
class AppearanceSettings(QFrame):
    theme: QComboBox
    text_size: QComboBox

    changed = Signal(str, float)
    """Theme name and text scale, 1.0 to 2.0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "appearance_settings")
        for name, title in _THEMES.items():
            self.theme.addItem(title, name)
        for scale in SCALES:
            self.text_size.addItem(f"{scale:.0%}".replace("%", " %"), scale)
        self.theme.currentIndexChanged.connect(self._tell)
        self.text_size.currentIndexChanged.connect(self._tell)

    def show_choice(self, theme: str, scale: float) -> None:
        """Show what is in force, without telling anybody."""
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - scale))
        for box, at in (
            (self.theme, self.theme.findData(theme)),
            (self.text_size, nearest),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(at)
            box.blockSignals(False)

    def _tell(self) -> None:
        self.changed.emit(self.theme.currentData(), self.text_size.currentData())
