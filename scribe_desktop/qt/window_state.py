"""Where the windows and their dividers stood last time; kept in the profile, never anything of a patient."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QWidget


class WindowState:
    """The file `windows.ini` of one profile folder; windows and splitters go by their object names."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / "windows.ini"), QSettings.Format.IniFormat)

    def remember(self, window: QWidget) -> None:
        """Write down the window's place and size and those of its named splitters."""
        self._settings.setValue(self._key(window), window.saveGeometry())
        for splitter in _splitters(window):
            self._settings.setValue(self._key(window, splitter), splitter.saveState())
        self._settings.sync()

    def restore(self, window: QWidget) -> bool:
        """Put a window where it was. False, and nothing moves, when it was never seen here before."""
        self.restore_splitters(window)
        return window.restoreGeometry(self._bytes(self._key(window)))

    def restore_splitters(self, window: QWidget) -> None:
        """Put only the dividers where they were, as for a page that a window shows later."""
        for splitter in _splitters(window):
            splitter.restoreState(self._bytes(self._key(window, splitter)))

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    @staticmethod
    def _key(window: QWidget, splitter: QSplitter | None = None) -> str:
        return f"{window.objectName()}/{splitter.objectName() if splitter is not None else 'geometry'}"


def _splitters(window: QWidget) -> list[QSplitter]:
    return [splitter for splitter in window.findChildren(QSplitter) if splitter.objectName()]
