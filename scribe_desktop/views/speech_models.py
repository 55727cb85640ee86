"""Installs, removes and chooses speech models, with progress and without a dialog."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from scribe_desktop.errors import BadInput, ScribeError, UnconfirmedModel
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.speech_models import ModelEntry, SpeechModels
from scribe_desktop.speech.model_catalogue import OfferedModel
from scribe_desktop.speech.model_progress import Cancelled, Step, Watcher
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.submission import Submission

_FILES = "Speech models (*.zip);;All files (*)"
_SCALE = 1000
_LEAVING = "Leaving this page stops it; a download goes on later from where it was."


@forms.register
class SpeechModelsCard(QFrame):
    """One installation at a time; it stops when this card goes."""

    model: QComboBox
    detail: QLabel
    install: QPushButton
    use: QPushButton
    remove: QPushButton
    file: QLineEdit
    browse: QPushButton
    bring: QPushButton
    step: QLabel
    progress: QProgressBar
    cancel: QPushButton
    message: QLabel
    confirm: QPushButton

    changed = Signal()
    """Other models are there, or dictation uses another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "speech_models")
        self._stop = threading.Event()
        self._busy = False
        self._waiting: tuple[OfferedModel | Path, str] | None = None
        """What is to be installed once its checksum is confirmed, and that."""
        self._to_show = ""
        """Name of the model to show once the list is read again."""
        self.destroyed.connect(self._stop.set)

    def attach(self, models: SpeechModels, jobs: Jobs) -> None:
        """Show which models there are; call once."""
        self._models, self._jobs = models, jobs
        self._removing = Submission(jobs, self, self.remove, self.message)
        self._choosing = Submission(jobs, self, self.use, self.message)
        self.model.currentIndexChanged.connect(self._describe)
        self.install.clicked.connect(self._install_offered)
        self.bring.clicked.connect(self._install_file)
        self.browse.clicked.connect(self._browse)
        self.confirm.clicked.connect(self._install_confirmed)
        self.cancel.clicked.connect(self._cancel)
        self.use.clicked.connect(self._use)
        self.remove.clicked.connect(self._remove)
        self.renew()

    def renew(self) -> None:
        """Show what is there and in use now."""
        self._jobs.store(self._models.entries, self._show, self._refuse, owner=self)

    def _show(self, entries: tuple[ModelEntry, ...]) -> None:
        current = self.model.currentData()
        chosen = self._to_show or (current.name if current else "")
        self._to_show = ""
        names = [entry.name for entry in entries]
        self.model.blockSignals(True)
        self.model.clear()
        for entry in entries:
            self.model.addItem(f"{entry.title}: {_state(entry)}", entry)
        self.model.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.model.blockSignals(False)
        self._describe()

    def _describe(self) -> None:
        entry: ModelEntry | None = self.model.currentData()
        if not self._busy:
            self._drop_question()
        self.detail.setText(_said(entry) if entry else "")
        self._allow()

    def _allow(self) -> None:
        entry: ModelEntry | None = self.model.currentData()
        there = entry is not None and entry.installed is not None
        self.install.setEnabled(entry is not None and not there and not self._busy)
        self.use.setEnabled(there and not self._busy)
        self.remove.setEnabled(there and not self._busy)
        self.bring.setEnabled(not self._busy)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Speech model", self.file.text(), _FILES)
        if chosen:
            self.file.setText(chosen)

    def _install_offered(self) -> None:
        entry: ModelEntry = self.model.currentData()
        if entry.offered is not None:
            self._begin(entry.offered)

    def _install_file(self) -> None:
        name = self.file.text().strip()
        if not name:
            self._refuse(BadInput("No file is chosen.", remedy="Choose the zip file or folder of a model."))
            return
        self._begin(Path(name).expanduser())

    def _install_confirmed(self) -> None:
        if self._waiting is not None:
            self._begin(*self._waiting)

    def _begin(self, wanted: OfferedModel | Path, sha256: str = "") -> None:
        if self._busy:
            return
        self._stop.clear()
        watcher = Watcher(self._jobs.on_gui(self._tell, owner=self), self._stop.is_set)
        self._turn(busy=True)
        self._drop_question()
        self._tell(Step.CHECKING, 0, 0)
        self._jobs.background(
            _cancellable(lambda: self._models.install(wanted, watcher, sha256=sha256)),
            self._installed,
            lambda error: self._failed(error, wanted),
            owner=self,
        )

    def _installed(self, name: str | None) -> None:
        self._turn(busy=False)
        if name is None:
            tell(self.message, "Stopped. Nothing was installed; a download goes on from there.", "muted")
            return
        self._to_show = name
        tell(self.message, f"{name} is installed. “Use for dictation” has dictation use it.", "ok")
        self._changed()

    def _failed(self, error: ScribeError, wanted: OfferedModel | Path) -> None:
        self._turn(busy=False)
        if isinstance(error, UnconfirmedModel):
            self._waiting = wanted, error.sha256
            tell(self.message, error.in_full(), "warning")
            self.confirm.show()
            if self.model.hasFocus():
                self.confirm.setFocus()
            return
        self._refuse(error)

    def _cancel(self) -> None:
        self._stop.set()
        self.step.setText("Stopping…")

    def _tell(self, step: Step, done: int, total: int) -> None:
        if not self._busy or self._stop.is_set():
            return
        self.progress.setRange(0, _SCALE if total else 0)
        self.progress.setValue(_SCALE * done // total if total else 0)
        share = f" ({done >> 20} of {total >> 20} MB)" if total else ""
        self.step.setText(f"{step.value}{share}… {_LEAVING}")

    def _turn(self, *, busy: bool) -> None:
        """Show or hide what belongs to an installation; the focus stays in this card if it is there."""
        focused = self.window().focusWidget()
        self._busy = busy
        for widget in (self.step, self.progress, self.cancel):
            widget.setVisible(busy)
        if busy:
            hide(self.message)
        if focused is not None and self.isAncestorOf(focused) and (busy or focused is self.cancel):
            (self.cancel if busy else self.model).setFocus()
        self._allow()

    def _use(self) -> None:
        name = self.model.currentData().name
        self._choosing.run(
            lambda: self._models.use(name),
            lambda _none: self._done(f"Saved. The next dictation uses {name}."),
            meanwhile="Saving…",
            on_store=True,
        )

    def _remove(self) -> None:
        name = self.model.currentData().name
        self._removing.run(
            lambda: self._models.remove(name),
            lambda _none: self._removed(name),
            meanwhile="Removing…",
        )

    def _removed(self, name: str) -> None:
        self._jobs.store(
            self._models.fall_back,
            lambda _none: self._done(f"{name} is removed."),
            self._refuse,
            owner=self,
        )

    def _done(self, text: str) -> None:
        tell(self.message, text, "ok")
        self._changed()

    def _changed(self) -> None:
        self.renew()
        self.changed.emit()

    def _drop_question(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self.confirm.hide()
            hide(self.message)

    def _refuse(self, error: ScribeError) -> None:
        tell(self.message, error.in_full())


def _cancellable(work: Callable[[], str]) -> Callable[[], str | None]:
    """The same, with None for what was stopped by the user's wish."""

    def stopped_or_done() -> str | None:
        try:
            return work()
        except Cancelled:
            return None

    return stopped_or_done


def _state(entry: ModelEntry) -> str:
    if entry.in_use:
        return "in use"
    if entry.installed is not None:
        return "installed"
    return f"{entry.offered.size} MB" if entry.offered else ""


def _said(entry: ModelEntry) -> str:
    """A sentence or two about a model, as far as anything is known."""
    offered = entry.offered
    if offered is None:
        return "Installed from a file."
    error = f"The maker's word error is {offered.word_error:g} % on read books." if offered.word_error else ""
    known = "" if offered.sha256 else "Its right checksum is not known here: you are asked to compare it."
    facts = f"{offered.name}, {offered.size} MB, licence {offered.licence}."
    return " ".join(filter(None, (offered.good_for, facts, error, known)))
