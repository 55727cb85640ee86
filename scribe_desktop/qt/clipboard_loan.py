"""The clipboard, borrowed for one paste and given back as it was."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

_SETTLE_MS = 80
"""Until other programs have heard that the clipboard changed."""
_LOAN_MS = 700
"""Until even a slow program has fetched what it pastes."""
_NOT_FOR_HISTORIES = "x-kde-passwordManagerHint"


class ClipboardLoan(QObject):
    """On the GUI thread. What somebody else copies meanwhile is left alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._former: QMimeData | None = None
        self._back = QTimer(self, interval=_LOAN_MS, singleShot=True)
        self._back.timeout.connect(self.give_back)

    def lend(self, text: str, paste: Callable[[], object]) -> None:
        """Put `text` there, call `paste`, and put back what was there before."""
        clipboard = QGuiApplication.clipboard()
        if self._former is None:
            self._former = _copy(clipboard.mimeData())
        lent = QMimeData()
        lent.setText(text)
        lent.setData(_NOT_FOR_HISTORIES, b"secret")
        clipboard.setMimeData(lent)
        QTimer.singleShot(_SETTLE_MS, self, paste)
        self._back.start()

    def give_back(self) -> None:
        """End the loan now, if there is one."""
        self._back.stop()
        former, self._former = self._former, None
        clipboard = QGuiApplication.clipboard()
        if former is None or not clipboard.mimeData().hasFormat(_NOT_FOR_HISTORIES):
            return
        if former.formats():
            clipboard.setMimeData(former)
        else:
            clipboard.clear()


def _copy(there: QMimeData) -> QMimeData:
    """All that can be kept of it: the owner answers for its clipboard only while it owns it."""
    copy = QMimeData()
    for kind in there.formats():
        copy.setData(kind, there.data(kind))
    if there.hasText():
        copy.setText(there.text())
    if there.hasImage():
        copy.setImageData(there.imageData())
    return copy
