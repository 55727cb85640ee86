"""Imports the clinic's own lists of CPT and HCPCS codes."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.codes.code import CodeSystem
from scribe_desktop.codes.listing import IMPORTABLE
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.rights import Action
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.only_for import only_for
from scribe_desktop.views.submission import Submission

_FILES = "Lists (*.csv *.txt *.tsv);;All files (*)"


@forms.register
class CodeLists(QFrame):
    system: QComboBox
    file: QLineEdit
    browse: QPushButton
    bring: QPushButton
    forget: QPushButton
    message: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "code_lists")

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what was imported so far; call once."""
        self._coding, self._jobs = session.coding, jobs
        self._importing = Submission(jobs, self, self.bring, self.message)
        self._removing = Submission(jobs, self, self.forget, self.message)
        for system in IMPORTABLE:
            self.system.addItem(system.value, system)
        self.system.currentIndexChanged.connect(lambda: hide(self.message))
        self.browse.clicked.connect(self._browse)
        self.bring.clicked.connect(self._import)
        self.forget.clicked.connect(self._forget)
        changing = (self.file, self.browse, self.bring, self.forget)
        only_for(session.person, Action.CHANGE_CLINIC_LISTS, self.message, *changing)
        self._read()

    def _read(self) -> None:
        self._jobs.store(self._coding.sizes, self._show, self._importing.refuse, owner=self)

    def _show(self, sizes: Mapping[CodeSystem, int]) -> None:
        for row, (system, size) in enumerate(sizes.items()):
            self.system.setItemText(row, f"{system.value}: {_said(size)}")

    def _system(self) -> CodeSystem:
        return CodeSystem(self.system.currentData())

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "List of codes", self.file.text(), _FILES)
        if chosen:
            self.file.setText(chosen)

    def _import(self) -> None:
        name, system = self.file.text().strip(), self._system()
        if not name:
            self._importing.refuse(BadInput("No file is chosen.", remedy="Choose the list to import."))
            return
        self._importing.run(
            lambda: self._coding.import_list(system, Path(name).expanduser()),
            lambda size: self._done(f"{system.value}: {_said(size)}. Find them with “Find a code…”."),
            meanwhile="Importing…",
            on_store=True,
        )

    def _forget(self) -> None:
        system = self._system()
        self._removing.run(
            lambda: self._coding.forget_list(system),
            lambda _none: self._done(f"{system.value}: the list is removed."),
            meanwhile="Removing…",
            on_store=True,
        )

    def _done(self, text: str) -> None:
        tell(self.message, text, "ok")
        self._read()


def _said(size: int) -> str:
    return f"{size:,} codes" if size else "none imported"
