"""One key with two meanings: pressed briefly, and held down."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_HELD_MS = 350


class TapOrHold(QObject):
    """`pressed` and `released` are for `Actions.connect_hold`."""

    def __init__(
        self,
        tapped: Callable[[], object],
        held: Callable[[], object],
        let_go: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tapped, self._held, self._let_go = tapped, held, let_go
        self._timer = QTimer(self, interval=_HELD_MS, singleShot=True)
        self._timer.timeout.connect(held)

    def pressed(self) -> None:
        self._timer.start()

    def released(self) -> None:
        short = self._timer.isActive()
        self._timer.stop()
        (self._tapped if short else self._let_go)()
