"""The audit trail on a screen: who did what to whose chart, whether the trail is whole, and taking it out."""

from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Event

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTreeView,
)

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.audit import KINDS, AuditEntry, AuditFilter
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.audit_review import Names
from scribe_desktop.session.session import Session
from scribe_desktop.store.audit_check import Verdict
from scribe_desktop.views.audit_model import COLUMNS, AuditModel
from scribe_desktop.views.new_encounter_view import parse_birth_date
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.proving import Proving
from scribe_desktop.views.submission import Submission

_LEAST_HEIGHT, _WIDEST, _SPARE = 240, 210, 8
"""Of the list, of each of its columns and beside each, in device-independent pixels at 100 % text."""
_EVERYBODY, _EVERYTHING = "Everybody", "Everything"


class AuditView(Page):
    scroll_area: QScrollArea
    chain: QLabel
    verify: QPushButton
    progress: QProgressBar
    since: QLineEdit
    until: QLineEdit
    patient: QLineEdit
    person: QComboBox
    kind: QComboBox
    show_entries: QPushButton
    count: QLabel
    entries: QTreeView
    current: QLabel
    passphrase: QLineEdit
    export_entries: QPushButton
    save_anchor: QPushButton
    message: QLabel
    close_view: QPushButton

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("audit_view")
        self._audit, self._jobs = session.audit, jobs
        self._names = Names({}, {}, {})
        self._wanted = AuditFilter()
        self._stop: Event | None = None
        self._export = Submission(jobs, self, self.export_entries, self.message)
        self._proving = Proving(session.proof, self.passphrase, self.message, self)
        self.model = AuditModel(self._read_on, self)
        self.entries.setModel(self.model)
        self.entries.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.steer(
            first=lambda: self.entries,
            main=self.show_entries,
            leave=self.close_asked.emit,
            buttons={self.passphrase: self.export_entries},
        )
        may_export = may(session.person, Action.EXPORT_AUDIT)
        for widget in (self.passphrase, self.export_entries):
            widget.setEnabled(may_export)
        self._list_kinds()
        self._connect()
        jobs.store(self._audit.names, self._know, self._refuse, owner=self)
        self._verify()

    def _connect(self) -> None:
        self.close_view.clicked.connect(self.close_asked)
        self.show_entries.clicked.connect(self._look)
        self.person.activated.connect(self._look)
        self.kind.activated.connect(self._look)
        self.verify.clicked.connect(self._verify_or_stop)
        self.export_entries.clicked.connect(lambda: self.export_to())
        self.save_anchor.clicked.connect(lambda: self.anchor_to())
        self.entries.selectionModel().currentRowChanged.connect(self._tell_current)
        self.destroyed.connect(self._call_off)

    def export_to(self, path: Path | None = None) -> None:
        """Write what is shown, all of it, as CSV; asks where unless told."""
        if not self._proving.is_ready:
            return
        path = path or self._asked_for("Export the audit trail", "audit-trail.csv", "CSV (*.csv)")
        if path is not None:
            target, passphrase, wanted = path, self._proving.take(), self._wanted
            self._export.run(
                lambda: self._audit.export(target, wanted, passphrase),
                lambda count: self._exported(target, count),
                meanwhile="Exporting…",
                failed=lambda _: self._not_exported(),
            )

    def anchor_to(self, path: Path | None = None) -> None:
        """Write an anchor for safe keeping; asks where unless told."""
        path = path or self._asked_for("Save an anchor", "audit-anchor.json", "Anchors (*.json)")
        if path is not None:
            target = path
            self._jobs.store(
                lambda: self._audit.export_anchor(target),
                lambda anchor: self._say(
                    f"{target.name} knows entry {anchor.seq:,}. Keep it where this computer's files are not.",
                    "ok",
                ),
                self._refuse,
                owner=self,
            )

    def _asked_for(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kinds)
        return Path(chosen) if chosen else None

    def _not_exported(self) -> None:
        self._proving.renew()
        self.passphrase.setFocus()

    def _exported(self, path: Path, count: int) -> None:
        self._proving.renew()
        said = f"{count:,} entries are in {path.name}. The file is not encrypted and names patients by MRN."
        self._say(said, "ok")

    def _list_kinds(self) -> None:
        self.kind.addItem(_EVERYTHING, "")
        for kind, about in sorted(KINDS.items(), key=lambda one: one[1].title):
            self.kind.addItem(about.title, kind.value)

    def _know(self, names: Names) -> None:
        self._names = names
        self.person.addItem(_EVERYBODY, "")
        for person_id, name in sorted(names.people.items(), key=lambda one: one[1].casefold()):
            self.person.addItem(name, person_id)
        completer = QCompleter(sorted(names.patients.values()), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._look)
        self.patient.setCompleter(completer)
        self._look()

    def _look(self, *_choice: object) -> None:
        """Read what fits the filter, and show it."""
        try:
            wanted = self._filter()
        except BadInput as error:
            self._refuse(error)
            return
        self._wanted = wanted
        tell(self.message, "")
        self._jobs.store(
            lambda: self._audit.look(wanted),
            lambda found: self._show(wanted, *found),
            self._refuse,
            owner=self,
        )

    def _show(self, wanted: AuditFilter, total: int, entries: tuple[AuditEntry, ...]) -> None:
        if wanted is not self._wanted:
            return
        self.model.begin(self._names, total, entries)
        self.count.setText(f"{total:,} entries" if total != 1 else "1 entry")
        self.entries.setCurrentIndex(self.model.index(0, 0))
        self._fit()

    def _tell_current(self, index: QModelIndex) -> None:
        self.current.setText(self.model.in_full(index.row()) if index.isValid() else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        """Columns as wide as what is in sight needs, within reason; some rows in any case."""
        self.entries.setMinimumHeight(theme.px(_LEAST_HEIGHT))
        for column in range(len(COLUMNS)):
            self.entries.resizeColumnToContents(column)
            # digits differ in width, and only the rows in sight were looked at
            fitting = self.entries.columnWidth(column) + theme.px(_SPARE)
            self.entries.setColumnWidth(column, min(fitting, theme.px(_WIDEST)))

    def _read_on(self, before: int) -> None:
        wanted = self._wanted
        self._jobs.store(
            lambda: self._audit.more(wanted, before),
            lambda entries: self.model.add(entries) if wanted is self._wanted else None,
            self._refuse,
            owner=self,
        )

    def _filter(self) -> AuditFilter:
        """What is asked for. Raises `BadInput`."""
        until = _day(self.until)
        return AuditFilter(
            _day(self.since),
            until and until + timedelta(days=1),
            self.person.currentData() or "",
            self._patient(),
            self.kind.currentData() or "",
        )

    def _patient(self) -> str:
        typed = self.patient.text().strip().casefold()
        if not typed:
            return ""
        called = {patient: name.casefold() for patient, name in self._names.patients.items()}
        fitting = [patient for patient, name in called.items() if typed == name] or [
            patient
            for patient, name in called.items()
            if typed in name or self._names.mrns[patient].casefold() == typed
        ]
        if len(fitting) != 1:
            how_many = f"{len(fitting)} patients fit" if fitting else "No patient here fits"
            raise BadInput(f"{how_many} “{self.patient.text().strip()}”.", remedy="Choose from the list.")
        return fitting[0]

    def _verify_or_stop(self) -> None:
        if self._stop is None:
            self._verify()
        else:
            self._stop.set()

    def _verify(self) -> None:
        self._stop = stop = Event()
        self.verify.setText("S&top")
        self.progress.setRange(0, 0)
        self.progress.show()
        tell(self.chain, "Looking whether every entry is as it was written…", "muted")
        told = self._jobs.on_gui(self._progressed, owner=self)
        self._jobs.background(
            lambda: self._audit.verify(progress=told, called_off=stop.is_set),
            self._verified,
            self._not_verified,
            owner=self,
        )

    def _progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _verified(self, verdict: Verdict) -> None:
        self._rest()
        if not verdict.complete:
            tell(self.chain, f"Stopped after {verdict.entries:,} entries, all in order.", "warning")
        elif verdict.holds:
            said = f"The trail holds: {verdict.entries:,} entries are as they were written, none is missing."
            tell(self.chain, said, "ok")
        else:
            tell(self.chain, "\n".join(("The trail does not hold.", *verdict.problems)))

    def _not_verified(self, error: ScribeError) -> None:
        self._rest()
        tell(self.chain, error.in_full())

    def _rest(self) -> None:
        self._stop = None
        self.progress.hide()
        self.verify.setText("&Verify")

    def _call_off(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _refuse(self, error: ScribeError) -> None:
        self._say(error.in_full())

    def _say(self, text: str, role: str = "error") -> None:
        tell(self.message, text, role)
        QTimer.singleShot(0, self, lambda: self.scroll_area.ensureWidgetVisible(self.message))


def _day(field: QLineEdit) -> datetime | None:
    """The start of the typed day here; None for an empty field. Raises `BadInput`."""
    typed = field.text().strip()
    if not typed:
        return None
    try:
        return datetime.combine(parse_birth_date(typed), time()).astimezone()
    except BadInput as error:
        raise BadInput(f"“{typed}” is no date.", remedy="Type month, day and year: 04/23/2026.") from error
