"""Search over all notes: words in, sections out; Enter opens the chart."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListView, QPushButton

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.patient import Patient
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.searching import Found
from scribe_desktop.session.session import Session
from scribe_desktop.store.search import MOST
from scribe_desktop.views.hit_list import FOUND, HitDelegate, HitModel
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page

_PAUSE_MS = 150
"""Without a key before the search runs."""
DWELL_MS = 2_000
"""What has stood in sight for so long counts as read."""
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_HINT = 'Words are sought in every section: all of them. "In quotation marks" together; -word leaves out.'


class SearchView(Page):
    """The arrow keys walk through the list while the cursor stays in the field."""

    query: QLineEdit
    scope: QComboBox
    state: QLabel
    list: QListView
    open_chart: QPushButton
    close_view: QPushButton

    close_asked = Signal()
    open_asked = Signal(str)
    """Id of the encounter whose chart is wanted."""

    def __init__(self, session: Session, jobs: Jobs, patient: Patient | None) -> None:
        """`patient`: whose chart is in front; theirs can be searched alone."""
        super().__init__("search_view")
        self._session, self._jobs = session, jobs
        self._asked = 0
        self._model = HitModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.scope.addItem("All patients", "")
        if patient is not None:
            self.scope.addItem(f"Only {patient.name}", patient.id)
            self.scope.setCurrentIndex(1)
        self.scope.setVisible(patient is not None)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._search)
        self._dwell = QTimer(self, singleShot=True, interval=DWELL_MS)
        self._dwell.timeout.connect(self._read)
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._dwell.start())
        self.steer(first=lambda: self.query, main=self.open_chart, leave=self.close_asked.emit)
        self.query.installEventFilter(self)
        self.query.textChanged.connect(lambda _text: self._soon.start())
        self.scope.currentIndexChanged.connect(self._search)
        self.list.activated.connect(lambda _index: self._open())
        self.open_chart.clicked.connect(self._open)
        self.close_view.clicked.connect(self.close_asked)
        self._show(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.query and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        """Ask the store; an answer to an earlier question is dropped."""
        self._soon.stop()
        self._dwell.stop()
        self._asked += 1
        number, typed, patient_id = self._asked, self.query.text(), self.scope.currentData()
        self._jobs.store(
            lambda: self._session.searching.find(typed, patient_id=patient_id),
            lambda rows: self._show(rows) if number == self._asked else None,
            self._fail,
            owner=self,
        )

    def _show(self, rows: tuple[Found, ...]) -> None:
        self._model.show(rows, self._session.desk.clock())
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.setVisible(bool(rows))
        self.open_chart.setEnabled(bool(rows))
        tell(self.state, self._said(len(rows)), "muted")
        self._dwell.start()

    def _read(self) -> None:
        """Have it recorded whose charts have words in sight."""
        if self.isVisible():
            shown = self._in_sight() if self.list.isVisible() else ()
            self._jobs.store(lambda: self._session.searching.read(shown), failed=self._fail, owner=self)

    def _in_sight(self) -> tuple[Found, ...]:
        place = self.list.viewport().rect()
        indexes = (self._model.index(row, 0) for row in range(self._model.rowCount()))
        return tuple(at.data(FOUND) for at in indexes if self.list.visualRect(at).intersects(place))

    def _said(self, count: int) -> str:
        if not self.query.text().strip():
            return _HINT
        if not count:
            return "Nothing has all these words."
        if count >= MOST:
            return f"The latest {count}; more words find less. Enter opens the chart."
        return f"{count} found, the latest visit first. Enter opens the chart."

    def _fail(self, error: ScribeError) -> None:
        self._show(())
        tell(self.state, error.in_full())

    def _open(self) -> None:
        found = self.list.currentIndex().data(FOUND)
        if found is not None:
            self.open_asked.emit(found.hit.encounter_id)
