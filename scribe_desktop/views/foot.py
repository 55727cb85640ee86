"""What stands below the note: as high as it needs to be, and scrolling where the note would have no room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from scribe_desktop.qt import theme

_LEAST = 40
"""The height that is always left to it, in device-independent pixels at 100 % text: a row of buttons."""


_OPENED = (QEvent.Type.Show,)
_TOLD = (QEvent.Type.Show, QEvent.Type.Resize)
_ABOVE = 28
"""What is shown above the part with the keys where there is room: its heading."""


class Foot(QScrollArea):
    """Scrolls by itself to what has the keys, and to what opens."""

    def __init__(
        self, parts: Sequence[QWidget], parent: QWidget | None = None, *, always: QWidget | None = None
    ) -> None:
        """`always`: the part that stays in sight as a whole; without one, it is a row of buttons' height."""
        super().__init__(parent)
        content = QWidget()
        self._always = always
        self._told: QWidget | None = None
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in parts:
            self.add(part)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        content.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def add(self, part: QWidget, place: int = -1) -> None:
        """Put a part above the one that has this place, or below all."""
        self._column.insertWidget(place, part)
        part.installEventFilter(self)

    def attend(self, told: QWidget) -> None:
        """Scroll to this inside of a part, too, when it appears or says more: an error."""
        self._told = told
        told.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(self.widget().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        always = self._always.sizeHint().height() if self._always and self._always.isVisibleTo(self) else 0
        least = min(self._wanted(), max(always, theme.px(_LEAST)))
        return QSize(self.widget().minimumSizeHint().width(), least)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget():
            if event.type() is QEvent.Type.LayoutRequest:
                self.updateGeometry()
                self._offer_bar()
        elif isinstance(watched, QWidget) and event.type() in (_TOLD if watched is self._told else _OPENED):
            QTimer.singleShot(0, watched, lambda: self.ensureWidgetVisible(watched, 0, 0))
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # lines that wrap take another height
        self._offer_bar()
        self._follow(None, QApplication.focusWidget())

    def _offer_bar(self) -> None:
        """Decided by the whole width: a bar that came and went with the lines it wraps would never settle."""
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOn if self._wanted() > self.height() else policy.ScrollBarAlwaysOff
        if bar is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(bar)

    def _wanted(self) -> int:
        """The height for everything in it at the present width."""
        column = self._column
        if column.hasHeightForWidth():
            return column.totalHeightForWidth(self.width())
        return column.totalSizeHint().height()

    def _follow(self, _former: QWidget | None, focused: QWidget | None) -> None:
        """Keep what has the keys in sight."""
        if focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, theme.px(_ABOVE))
