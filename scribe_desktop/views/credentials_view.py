"""Scribes' certificates and their hours of continuing education: one's own, or everybody's."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidgetItem,
)

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.credential import HOURS_A_YEAR, Course, Credential, read_day, read_hours
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.credentials import Holder
from scribe_desktop.session.session import Session
from scribe_desktop.views.full_list import FullList
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.proving import Proving
from scribe_desktop.views.submission import Submission

_PDF, _CSV = "A sheet to sign (*.pdf)", "A table (*.csv)"
_KINDS = f"{_PDF};;{_CSV}"


class CredentialsView(Page):
    person: QComboBox
    state: QLabel
    certificate_card: QFrame
    certificate: QLineEdit
    number: QLineEdit
    expires: QLineEdit
    attestation: QLineEdit
    error: QLabel
    keep: QPushButton
    course_card: QFrame
    hours: QLabel
    courses: FullList
    day: QLineEdit
    length: QLineEdit
    subject: QLineEdit
    course_error: QLabel
    remove: QPushButton
    add: QPushButton
    export_card: QFrame
    passphrase: QLineEdit
    export_error: QLabel
    export: QPushButton
    close_view: QPushButton

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("credentials_view")
        self._session, self._jobs = session, jobs
        self._known: dict[str, Credential] = {}
        self._exporting = Submission(jobs, self, self.export, self.export_error)
        self._proving = Proving(session.proof, self.passphrase, self.export_error, self)
        self.steer(
            first=lambda: self.person,
            main=self.keep,
            leave=self.close_asked.emit,
            buttons={self.course_card: self.add, self.export_card: self.export},
        )
        self.export_card.setVisible(may(session.person, Action.EXPORT_CREDENTIALS))
        self.courses.setHeaderLabels(["Day", "Hours", "Title"])
        self.courses.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.person.currentIndexChanged.connect(self._show)
        self.keep.clicked.connect(self._keep)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.export.clicked.connect(lambda: self.export_to())
        self.close_view.clicked.connect(self.close_asked)
        jobs.store(session.credentials.holders, self._list, self._refuse, owner=self)

    def export_to(self, path: Path | None = None) -> None:
        """Write what is listed into a file; asks which one unless told."""
        if not self._proving.is_ready:
            return
        if path is None:
            title, name = "Export certificates", "certificates.pdf"
            chosen, kind = QFileDialog.getSaveFileName(self, title, name, _KINDS)
            path = _named(Path(chosen), kind) if chosen else None
        if path is not None:
            target, passphrase, export = path, self._proving.take(), self._session.credential_export
            self._exporting.run(
                lambda: export.write(target, passphrase),
                lambda count: self._exported(target, count),
                meanwhile="Exporting…",
                failed=lambda _: self._not_exported(),
            )

    def _exported(self, path: Path, count: int) -> None:
        self._proving.renew()
        whose = "1 person" if count == 1 else f"{count} people"
        said = f"{path.name} has the certificates of {whose}. It is not encrypted."
        tell(self.export_error, said, "ok")

    def _not_exported(self) -> None:
        self._proving.renew()
        self.passphrase.setFocus()

    def _list(self, holders: tuple[Holder, ...]) -> None:
        self._known = {holder.person.id: holder.credential for holder in holders}
        for holder in holders:
            self.person.addItem(f"{holder.person.name} · {holder.person.role.label}", holder.person.id)
        self.person.setCurrentIndex(self.person.findData(self._session.person.id))

    def _show(self) -> None:
        credential = self._known.get(self._chosen, Credential())
        self.certificate.setText(credential.certificate)
        self.number.setText(credential.number)
        self.expires.setText(f"{credential.expires:%m/%d/%Y}" if credential.expires else "")
        self.attestation.setText(credential.attestation)
        hide(self.error)
        hide(self.course_error)
        self._tell_state(credential)
        self._show_courses(credential)

    def _tell_state(self, credential: Credential) -> None:
        today = self._session.desk.clock().astimezone().date()
        if not credential.certificate:
            tell(self.state, "No certificate is on record.", "muted")
        elif credential.is_current(today):
            tell(self.state, f"Current. Checked by {credential.checked_by}.", "ok")
        elif credential.expires is not None and today > credential.expires:
            tell(self.state, f"It ended on {credential.expires:%m/%d/%Y}.", "warning")
        else:
            missing = "its last day is missing" if credential.expires is None else "nobody has checked it yet"
            tell(self.state, f"Not counted as current: {missing}.", "warning")

    def _show_courses(self, credential: Credential) -> None:
        year = self._session.desk.clock().astimezone().year
        self.hours.setText(f"{credential.hours_in(year):g} of {HOURS_A_YEAR:g} hours in {year}.")
        self.courses.clear()
        for course in credential.courses:
            row = QTreeWidgetItem(self.courses, [f"{course.day:%m/%d/%Y}", f"{course.hours:g}", course.title])
            row.setData(0, Qt.ItemDataRole.UserRole, course)

    @property
    def _chosen(self) -> str:
        return str(self.person.currentData())

    def _keep(self) -> None:
        try:
            expires = read_day(self.expires.text()) if self.expires.text().strip() else None
        except BadInput as error:
            self._refuse(error)
            self.expires.setFocus()
            return
        typed = Credential(
            self.certificate.text(),
            self.number.text(),
            expires,
            self.attestation.text(),
            courses=self._known[self._chosen].courses,
        )
        credentials, person_id = self._session.credentials, self._chosen
        self._change(lambda: credentials.keep(person_id, typed), self.error, "Kept.")

    def _add(self) -> None:
        try:
            course = Course(read_day(self.day.text()), read_hours(self.length.text()), self.subject.text())
        except BadInput as error:
            tell(self.course_error, error.in_full())
            self.day.setFocus()
            return
        credentials, person_id = self._session.credentials, self._chosen
        self._change(lambda: credentials.add_course(person_id, course), self.course_error, "Added.")

    def _remove(self) -> None:
        row = self.courses.currentItem()
        if row is None:
            tell(self.course_error, "Choose a course in the list first.", "muted")
            return
        course: Course = row.data(0, Qt.ItemDataRole.UserRole)
        credentials, person_id = self._session.credentials, self._chosen
        self._change(lambda: credentials.remove_course(person_id, course), self.course_error, "Removed.")

    def _change(self, change: Callable[[], Credential], message: QLabel, said: str) -> None:
        person_id = self._chosen

        def done(kept: Credential) -> None:
            self._known[person_id] = kept
            if person_id == self._chosen:
                self._tell_state(kept)
                self._show_courses(kept)
                tell(message, said, "ok")

        def failed(error: ScribeError) -> None:
            tell(message, error.in_full())

        self._jobs.store(change, done, failed, owner=self)

    def _refuse(self, error: ScribeError) -> None:
        tell(self.error, error.in_full())


def _named(path: Path, kind: str) -> Path:
    """The file that was chosen, with the ending of the kind that was chosen with it."""
    if path.suffix.casefold() in (".pdf", ".csv"):
        return path
    return path.with_name(f"{path.name}{'.csv' if kind == _CSV else '.pdf'}")
