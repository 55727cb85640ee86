"""The outbox: signed documents that have not arrived, why, and when they are tried again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QTreeWidget, QTreeWidgetItem

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.courier import Waiting
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page

_HEADINGS = ("Patient", "Destination", "Next try", "What happened")


class OutboxView(Page):
    list: QTreeWidget
    state: QLabel
    send_all: QPushButton
    close_view: QPushButton

    close_asked = Signal()
    open_asked = Signal(str)
    """Id of the encounter whose note is wanted."""
    send_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("outbox_view")
        self._session, self._jobs = session, jobs
        self.steer(first=lambda: self.list, main=None, leave=self.close_asked.emit)
        self.list.setHeaderLabels(_HEADINGS)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._opens = may(session.person, Action.OPEN_ENCOUNTER)
        if self._opens:
            self.list.itemActivated.connect(
                lambda item: self.open_asked.emit(item.data(0, Qt.ItemDataRole.UserRole))
            )
        self.send_all.clicked.connect(self._send_all)
        self.close_view.clicked.connect(self.close_asked)
        self.refresh()

    def refresh(self, *_news: object) -> None:
        """Read the outbox anew."""
        self._jobs.store(self._session.courier.waiting, self._show, self._fail, owner=self)

    def _fail(self, error: ScribeError) -> None:
        self._show(())
        tell(self.state, error.in_full())

    def _show(self, rows: Sequence[Waiting]) -> None:
        self.list.clear()
        for row in rows:
            item = QTreeWidgetItem(
                self.list,
                [
                    row.patient_name,
                    self._session.preferences.destination_title(row.delivery.destination),
                    _next_try(row),
                    row.delivery.last_error,
                ],
            )
            item.setData(0, Qt.ItemDataRole.UserRole, row.encounter_id)
            item.setToolTip(3, row.delivery.last_error)
        self.list.setVisible(bool(rows))
        self.send_all.setVisible(bool(rows))
        self.state.setText(self._said() if rows else "Everything that was signed has arrived.")
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _said(self) -> str:
        opens = "Enter opens the note. " if self._opens else ""
        return f"{opens}What is on its way is tried again by itself; what was refused waits."

    def _send_all(self) -> None:
        courier = self._session.courier
        self._jobs.store(courier.send_all_again, lambda _none: self.send_asked.emit(), owner=self)


def _next_try(row: Waiting) -> str:
    if row.delivery.state is DeliveryState.REFUSED:
        return "refused"
    at = row.delivery.next_try_at
    return f"{at.astimezone():%H:%M:%S}" if at and row.delivery.attempts else "now"
