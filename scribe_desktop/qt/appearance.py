"""Theme and text size: applied at once, and remembered per profile before anybody is logged in."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from scribe_desktop.qt import theme

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Appearance:
    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / "windows.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """ "system", "light" or "dark"."""
        kept = str(self._settings.value("appearance/theme"))
        return kept if kept in theme.NAMES else "system"

    @property
    def scale(self) -> float:
        """Text size, 1.0 for 100 %."""
        try:
            kept = float(str(self._settings.value("appearance/scale")))
        except ValueError:
            return SCALES[0]
        return kept if SCALES[0] <= kept <= SCALES[-1] else SCALES[0]

    def use(self, name: str | None = None, scale: float | None = None) -> None:
        """Change theme or scale or both, and remember it."""
        if name is not None:
            self._settings.setValue("appearance/theme", name)
        if scale is not None:
            self._settings.setValue("appearance/scale", min(max(scale, SCALES[0]), SCALES[-1]))
        self.apply()

    def apply(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self.theme, self.scale)

    def step(self, by: int) -> None:
        """One size larger (1) or smaller (-1)."""
        nearest = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self.scale))
        self.use(scale=SCALES[min(max(nearest + by, 0), len(SCALES) - 1)])

    def switch(self) -> None:
        """Change over to the other theme."""
        self.use("light" if theme.name() == "dark" else "dark")
