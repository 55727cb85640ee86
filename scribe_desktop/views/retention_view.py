"""Retention: how long visits are kept, which are past that, and purging one, or all of these, for good."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTreeWidgetItem,
)

from scribe_desktop.errors import ScribeError, VaultError
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.patient import Patient, VeiledPatient
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.retention import MOST_YEARS, Purged
from scribe_desktop.session.session import Session
from scribe_desktop.views.full_list import FullList
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.purge_all import PurgeAll
from scribe_desktop.views.submission import Submission

_VEILED = Qt.ItemDataRole.UserRole + 1
_HEADINGS = ("Patient", "MRN", "Visit", "State")


class RetentionView(Page):
    close_view: QPushButton
    not_allowed: QLabel
    policy_card: QFrame
    years: QSpinBox
    keep_years: QPushButton
    policy_message: QLabel
    visits_card: QFrame
    find_mrn: QLineEdit
    look_up: QPushButton
    state: QLabel
    visits: FullList
    reveal: QPushButton
    purge_card: QFrame
    along: QLabel
    reason: QLineEdit
    mrn: QLineEdit
    passphrase: QLineEdit
    purge: QPushButton
    purge_message: QLabel
    purge_all: PurgeAll

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs, is_open: Callable[[str], bool]) -> None:
        """`is_open`: whether this encounter's chart is open in the window."""
        super().__init__("retention_view")
        self._session, self._jobs, self._is_open = session, jobs, is_open
        self._keeping = Submission(jobs, self, self.keep_years, self.policy_message)
        self._finding = Submission(jobs, self, self.look_up, self.state)
        self._revealing = Submission(jobs, self, self.reveal, self.state)
        self._purging = Submission(jobs, self, self.purge, self.purge_message)
        self.steer(first=lambda: self.years, leave=self._leave)
        for label in (self.policy_message, self.purge_message, self.not_allowed, self.along):
            hide(label)
        self.years.setRange(0, MOST_YEARS)
        self.visits.setHeaderLabels(_HEADINGS)
        self.visits.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.visits.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.visits.header().setStretchLastSection(False)
        allowed = may(session.person, Action.PURGE)
        for card in (self.policy_card, self.visits_card, self.purge_card):
            card.setVisible(allowed)
        if not allowed:
            tell(self.not_allowed, "Physicians, supervisors and administrators decide about this.", "muted")
            return
        self.purge_all.begin(session.retention, jobs)
        self._connect()
        jobs.store(session.retention.years, self.years.setValue, owner=self)
        self._list_due()

    def _connect(self) -> None:
        self.close_view.clicked.connect(self._leave)
        self.keep_years.clicked.connect(self._keep)
        self.look_up.clicked.connect(self._find)
        self.find_mrn.returnPressed.connect(self.look_up.click)
        self.purge.clicked.connect(self._purge)
        self.reveal.clicked.connect(self._reveal)
        self.visits.currentItemChanged.connect(lambda *_items: self._offer_reveal())
        self.passphrase.returnPressed.connect(self.purge.click)
        self.visits.currentItemChanged.connect(lambda chosen, _former: self._tell_what_goes_along(chosen))
        self.purge_all.purged.connect(self._list_due)

    def _leave(self) -> None:
        if not (self._purging.busy or self.purge_all.busy):
            self.close_asked.emit()

    def _keep(self) -> None:
        years = self.years.value()
        self._keeping.run(
            lambda: self._session.retention.set_years(years), self._kept, meanwhile="Saving…", on_store=True
        )

    def _kept(self, _none: None) -> None:
        tell(self.policy_message, "Kept. Nothing is purged by itself.", "ok")
        self._list_due()

    def _list_due(self) -> None:
        self._jobs.store(
            self._session.retention.due,
            self._show_due,
            self._fail,
            owner=self,
        )

    def _show_due(self, rows: Sequence[EncounterSummary]) -> None:
        self._show(rows, f"Past the policy: {len(rows)}", "No visit is past the policy.")
        closed = [row.encounter.id for row in rows if not self._is_open(row.encounter.id)]
        self.purge_all.offer(closed, len(rows) - len(closed))

    def _find(self) -> None:
        mrn = self.find_mrn.text()
        self._finding.run(
            lambda: self._session.retention.find(mrn),
            lambda rows: self._show_found(rows, mrn),
            meanwhile="Looking…",
            on_store=True,
        )

    def _show_found(self, rows: Sequence[EncounterSummary], mrn: str) -> None:
        self._show(rows, f"Visits of MRN {mrn}:", f"Nobody here has the MRN {mrn}.")
        self.purge_all.offer((), 0)

    def _show(self, rows: Sequence[EncounterSummary], some: str, none: str) -> None:
        self.visits.clear()
        for row in rows:
            patient, at = row.encounter.patient, row.encounter.started_at.astimezone()
            item = QTreeWidgetItem(
                self.visits, [patient.name, patient.mrn, f"{at:%m/%d/%Y %H:%M}", row.state.value]
            )
            item.setToolTip(0, patient.name)
            item.setData(0, Qt.ItemDataRole.UserRole, row.encounter.id)
            item.setData(0, _VEILED, isinstance(patient, VeiledPatient))
        self.visits.setVisible(bool(rows))
        self.reveal.setVisible(any(isinstance(row.encounter.patient, VeiledPatient) for row in rows))
        self.purge_card.setVisible(bool(rows))
        self.visits.setCurrentIndex(self.visits.model().index(0, 0))
        tell(self.state, some if rows else none, "muted")

    def _offer_reveal(self) -> None:
        chosen = self.visits.currentItem()
        self.reveal.setEnabled(chosen is not None and bool(chosen.data(0, _VEILED)))

    def _reveal(self) -> None:
        """Show whose restricted chart is chosen; that it was shown is on record."""
        chosen = self.visits.currentItem()
        if chosen is not None:
            encounter_id = chosen.data(0, Qt.ItemDataRole.UserRole)
            self._revealing.run(
                lambda: self._session.retention.reveal(encounter_id),
                lambda patient: self._revealed(encounter_id, patient),
                meanwhile="Writing it down…",
                on_store=True,
            )

    def _revealed(self, encounter_id: str, patient: Patient) -> None:
        for at in range(self.visits.topLevelItemCount()):
            item = self.visits.topLevelItem(at)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == encounter_id:
                item.setText(0, patient.name)
                item.setToolTip(0, patient.name)
                item.setText(1, patient.mrn)
                item.setData(0, _VEILED, False)
        self._offer_reveal()
        tell(self.state, "That you saw whose chart it is, is in the audit trail.", "muted")
        self.visits.setFocus()

    def _fail(self, error: ScribeError) -> None:
        tell(self.state, error.in_full())

    def _tell_what_goes_along(self, chosen: QTreeWidgetItem | None) -> None:
        hide(self.along)
        if chosen is None:
            return
        encounter_id = chosen.data(0, Qt.ItemDataRole.UserRole)

        def show(said: str) -> None:
            current = self.visits.currentItem()
            if current is not None and current.data(0, Qt.ItemDataRole.UserRole) == encounter_id:
                tell(self.along, said, "warning")

        self._jobs.store(
            lambda: self._session.retention.goes_along([encounter_id]), show, self._fail, owner=self
        )

    def _purge(self) -> None:
        chosen = self.visits.currentItem()
        if chosen is None:
            return
        encounter_id, name = chosen.data(0, Qt.ItemDataRole.UserRole), chosen.text(0)
        if self._is_open(encounter_id):
            tell(self.purge_message, f"{name}’s chart is open. Close it first (Ctrl+W), then purge.")
            return
        reason, mrn, passphrase = self.reason.text(), self.mrn.text(), self.passphrase.text()
        self._purging.run(
            lambda: self._session.retention.purge(
                encounter_id, reason=reason, mrn=mrn, passphrase=passphrase
            ),
            self._purged,
            meanwhile="Purging…",
            failed=self._refused,
        )

    def _refused(self, error: ScribeError) -> None:
        field = self.passphrase if isinstance(error, VaultError) else self.reason
        field.setFocus()
        field.selectAll()

    def _purged(self, purged: Purged) -> None:
        for field in (self.mrn, self.reason, self.passphrase):
            field.clear()
        self._list_due()
        self.purge_card.show()
        tell(self.purge_message, purged.in_words(), "ok" if purged.is_whole else "warning")
