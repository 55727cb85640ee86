"""Keeps the outbox moving: delivers what is due, waits for what is not, and says how it stands."""

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session

_LONGEST_NAP_MS = 60_000


class DeliveryControl(QObject):
    progressed = Signal(object)
    """All deliveries that have not arrived, after each round."""

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._running = self._again = self._closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.deliver)

    def deliver(self) -> None:
        """Send what is due now, and come back when something is due again; not for whoever may only read."""
        if not may(self._session.person, Action.DELIVER):
            return
        if self._running or self._closed:
            self._again = True
            return
        self._running, self._again = True, False
        self._timer.stop()
        self._jobs.background(self._round, self._done, self._failed, owner=self)

    def close(self) -> None:
        """Start no further round; one that is under way leaves its document queued."""
        self._closed = True
        self._timer.stop()
        self._session.courier.stop()

    def _round(self) -> tuple[tuple[Delivery, ...], float | None]:
        courier = self._session.courier
        courier.deliver_due()
        return courier.unfinished(), courier.seconds_to_next_try()

    def _done(self, outcome: tuple[tuple[Delivery, ...], float | None]) -> None:
        unfinished, pause = outcome
        self._running = False
        if self._closed:
            return
        self.progressed.emit(unfinished)
        if self._again:
            self.deliver()
        elif pause is not None:
            self._timer.start(min(int(pause * 1000) + 50, _LONGEST_NAP_MS))

    def _failed(self, _error: object) -> None:
        self._running = False
        if not self._closed:
            self._timer.start(_LONGEST_NAP_MS)


def waiting_and_refused(deliveries: tuple[Delivery, ...]) -> tuple[int, int]:
    """How many are still on their way, and how many need a person."""
    refused = sum(delivery.state is DeliveryState.REFUSED for delivery in deliveries)
    return len(deliveries) - refused, refused
