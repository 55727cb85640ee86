"""Writing phrases: the list, the one at hand with a live preview, its earlier versions, import and export."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
)

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.rights import Action, may, who_may
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.exchange import Import
from scribe_desktop.phrases.expansion import expand
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.shelves import Kind, Shelf, titled
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.key_names import native
from scribe_desktop.session.commands import KeyMap
from scribe_desktop.session.phrase_keys import require_free
from scribe_desktop.session.session import Session
from scribe_desktop.views.key_recorder import KeyRecorder
from scribe_desktop.views.limited_text import LimitedText
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.phrase_libraries import PhraseLibraries
from scribe_desktop.views.submission import Submission

_PREVIEWED = 5_000
"""Characters of a phrase that are shown as they would come into a note."""
_READABLE = "Phrases (*.toml *.yml *.yaml *.csv);;All files (*)"

_WRITABLE = "Phrases (*.toml);;For espanso (*.yml);;Table of auto-texts (*.csv)"


class PhrasesView(Page):
    """Whatever is saved here goes to the chosen library, also when it began as a starter phrase."""

    close_view: QPushButton
    library: QComboBox
    search: QLineEdit
    standing: QLabel
    phrases: QListWidget
    fresh: QPushButton
    name: QLineEdit
    phrase_title: QLineEdit
    sections: QLineEdit
    keys: KeyRecorder
    record_keys: QPushButton
    clear_keys: QPushButton
    keys_note: QLabel
    spoken: QLineEdit
    body: LimitedText
    preview: QLabel
    mistake: QLabel
    message: QLabel
    versions: QComboBox
    save: QPushButton
    remove: QPushButton
    bring_in: QPushButton
    give_out: QPushButton
    specialty: QComboBox
    clinic: QLineEdit
    use_clinic: QPushButton

    close_asked = Signal()
    changed = Signal()
    """There are other phrases now."""

    def __init__(self, session: Session, jobs: Jobs, keymap: KeyMap = MappingProxyType({})) -> None:
        """`keymap`: the commands' own keys, which no phrase may have."""
        super().__init__("phrases_view")
        self._keymap, self._keys = keymap, ""
        self._session, self._jobs, self._book = session, jobs, session.phrasebook
        self._libraries = PhraseLibraries(self._book, jobs, self.library, self.specialty)
        self._saving = Submission(jobs, self, self.save, self.message)
        self._earlier: tuple[Phrase, ...] = ()
        self.steer(first=lambda: self.search, leave=self.close_asked.emit)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.body.setTabChangesFocus(True)
        self.phrases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.versions.hide()
        self.remove.setEnabled(False)
        self._show_keys("")
        area = self.findChild(QScrollArea, "scroll")  # a field of that name would hide QWidget.scroll
        assert isinstance(area, QScrollArea)
        self._area = area
        for label in (self.mistake, self.message, self.standing):
            hide(label)
        self._connect()
        self.clinic.setText(self._book.clinic_folder)
        self._list()
        if not may(session.person, Action.CHANGE_CLINIC_LISTS):
            self.clinic.setReadOnly(True)
            self.use_clinic.setEnabled(False)
            self.use_clinic.setToolTip(f"Only for these roles: {who_may(Action.CHANGE_CLINIC_LISTS)}.")
        tell(self.message, "\n".join(problem.in_full() for problem in session.phrases.problems), "warning")

    def _connect(self) -> None:
        self.close_view.clicked.connect(self.close_asked)
        self._libraries.chosen.connect(self._library_chosen)
        self._libraries.specialty_set.connect(self._specialty_set)
        self.search.textChanged.connect(self._list)
        self.phrases.currentItemChanged.connect(self._choose)
        self.fresh.clicked.connect(self._begin)
        self.body.textChanged.connect(self._preview)
        self.body.refused.connect(self._saving.refuse)
        self.record_keys.clicked.connect(self._record_keys)
        self.clear_keys.clicked.connect(lambda: self._show_keys(""))
        self.keys.recorded.connect(self._keys_recorded)
        self.keys.stopped.connect(lambda: self._show_keys(self._keys))
        self.versions.activated.connect(self._show_version)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.bring_in.clicked.connect(lambda: self.import_from())
        self.give_out.clicked.connect(lambda: self.export_to())
        self.use_clinic.clicked.connect(self._use_clinic)

    def import_from(self, path: Path | None = None) -> None:
        """Add a file's phrases to the chosen library; asks which file unless told."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self, "Import phrases", "", _READABLE)
            path = Path(chosen) if chosen else None
        if path is not None:
            source, shelf = path, self._libraries.shelf
            self._jobs.store(
                lambda: self._book.bring_in(source, shelf),
                lambda outcome: self._imported(shelf, *outcome),
                self._refuse,
                owner=self,
            )

    def export_to(self, path: Path | None = None) -> None:
        """Write the chosen library's phrases into a file, one's own if none is chosen; asks which one."""
        if path is None:
            chosen, _ = QFileDialog.getSaveFileName(self, "Export phrases", "phrases.toml", _WRITABLE)
            path = Path(chosen) if chosen else None
        if path is not None:
            target, shelf = path, self._libraries.given
            self._jobs.store(
                lambda: self._book.give_out(target, shelf),
                lambda outcome: self._exported(target, *outcome),
                self._refuse,
                owner=self,
            )

    def _list(self) -> None:
        current = self.name.text()
        self.phrases.blockSignals(True)
        self.phrases.clear()
        for phrase in self._libraries.search(self.search.text()):
            keys = f"   {native(phrase.keys)}" if phrase.keys else ""
            said = f".{phrase.name}   {phrase.title}{keys}   · {self._book.origin(phrase)}"
            item = QListWidgetItem(said, self.phrases)
            item.setToolTip(self._book.standing(phrase))
            item.setData(Qt.ItemDataRole.UserRole, phrase.name)
            if phrase.name == current:
                self.phrases.setCurrentItem(item)
        self.phrases.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        phrase = self._libraries.get(item.data(Qt.ItemDataRole.UserRole)) if item else None
        if phrase is None:
            return
        hide(self.message)
        self._fill(phrase)
        tell(self.standing, self._book.standing(phrase), "muted")
        target = self._libraries.target
        self.remove.setEnabled(target.keeps(phrase))
        self.save.setText(self._libraries.button(phrase))
        self._jobs.store(lambda: self._book.versions(phrase.name, target), self._offer_versions, owner=self)

    def _fill(self, phrase: Phrase) -> None:
        self.name.setText(phrase.name)
        self.phrase_title.setText(phrase.title)
        self.sections.setText(", ".join(phrase.sections))
        self.spoken.setText(", ".join(phrase.spoken))
        self._show_keys(phrase.keys)
        self.body.setPlainText(phrase.body)

    def _begin(self) -> None:
        self.phrases.setCurrentRow(-1)
        self._fill(Phrase("", "", (), "", ""))
        self._nothing_chosen()
        self.name.setFocus()

    def _nothing_chosen(self) -> None:
        self.versions.hide()
        hide(self.standing)
        self.remove.setEnabled(False)
        self.save.setText(self._libraries.button(None))

    def _library_chosen(self) -> None:
        """Show its phrases; the one at hand stays as it is written if the library has it not."""
        hide(self.message)
        self._list()
        item = self.phrases.currentItem()
        if item is None:
            self._nothing_chosen()
        else:
            self._choose(item)

    def _specialty_set(self) -> None:
        self.changed.emit()
        self._renew()
        key = self._book.specialty
        said = f"The phrases of {titled(key)} are at hand in every note." if key else ""
        tell(self.message, said or "Each note has the phrases of its own specialty at hand.", "ok")

    def _offer_versions(self, earlier: tuple[Phrase, ...]) -> None:
        self._earlier = earlier
        self.versions.clear()
        self.versions.addItem("As it is now")
        for number in range(len(earlier)):
            self.versions.addItem("The version before" if not number else f"{number + 1} versions before")
        self.versions.setVisible(bool(earlier))

    def _show_version(self, row: int) -> None:
        now = self._libraries.get(self.name.text())
        phrase = self._earlier[row - 1] if row else now
        if phrase is not None:
            self._fill(phrase)

    def _preview(self) -> None:
        """The text as it would come into a note, without a patient: tokens show as blanks."""
        phrase = self._as_written()
        mistake = first_mistake(phrase.body)
        if mistake is not None:
            line = phrase.body.count("\n", 0, mistake.offset) + 1
            tell(self.mistake, f"Line {line}: {mistake.problem}. {mistake.remedy}", "warning")
            return
        hide(self.mistake)
        try:
            now = self._session.desk.clock().astimezone()
            text = expand(phrase, "", Facts(now=now), self._book.library.get).text
            self.preview.setText(text if len(text) <= _PREVIEWED else f"{text[:_PREVIEWED]}…")
        except ScribeError as error:
            tell(self.mistake, error.in_full(), "warning")

    def _as_written(self) -> Phrase:
        sections = tuple(part for part in self.sections.text().replace(",", " ").split() if part)
        name = self.name.text().strip().lstrip(".")
        return Phrase(
            name,
            self.phrase_title.text().strip(),
            sections,
            self.body.toPlainText().strip("\n"),
            name,
            keys=self._keys,
            spoken=tuple(said for part in self.spoken.text().split(",") if (said := part.strip())),
        )

    def _record_keys(self) -> None:
        self._say_of_keys("Press the keys that are to put this phrase in. Escape leaves.", "muted")
        self.keys.listen()

    def _keys_recorded(self, keys: str) -> None:
        try:
            self._require_free(replace(self._as_written(), keys=keys))
        except ScribeError as error:
            self._show_keys(self._keys)
            self._say_of_keys(error.in_full())
        else:
            self._show_keys(keys)
            self._say_of_keys(f"{native(keys)} puts it in once it is saved.", "ok")
        self.record_keys.setFocus()

    def _say_of_keys(self, text: str, role: str = "error") -> None:
        """Say it, and scroll there once it has its place."""
        tell(self.keys_note, text, role)
        QTimer.singleShot(0, self.keys_note, lambda: self._area.ensureWidgetVisible(self.keys_note))

    def _show_keys(self, keys: str) -> None:
        hide(self.keys_note)
        self._keys = keys
        self.keys.setText(native(keys) if keys else "")
        self.keys.setPlaceholderText("None")
        self.clear_keys.setEnabled(bool(keys))
        self.record_keys.setAccessibleDescription(f"Now: {self.keys.text() or 'none'}")

    def _require_free(self, phrase: Phrase) -> None:
        if phrase.keys:
            require_free(phrase, self._book.library.all(), self._keymap)

    def _save(self) -> None:
        phrase = self._as_written()
        try:
            self._require_free(phrase)
        except ScribeError as error:
            self._say_of_keys(error.in_full())
            return
        target = self._libraries.target
        self._saving.run(
            lambda: self._book.save(phrase, target),
            lambda doubts: self._saved(target, doubts),
            meanwhile="Saving…",
            on_store=True,
        )

    def _saved(self, target: Shelf, doubts: tuple[str, ...]) -> None:
        self.changed.emit()
        self._renew()
        if doubts:
            said = f"Saved, but look again: it holds {', '.join(doubts)}. A phrase is for every patient."
            tell(self.message, said, "warning")
        else:
            where = "your personal library" if target.kind is Kind.PERSONAL else f"the library {target.title}"
            tell(self.message, f"Saved in {where}.", "ok")

    def _remove(self) -> None:
        name, target = self.name.text(), self._libraries.target
        self._jobs.store(
            lambda: self._book.remove(name, target),
            lambda _none: self._removed(name, target),
            self._refuse,
            owner=self,
        )

    def _removed(self, name: str, target: Shelf) -> None:
        self.changed.emit()
        self._begin()
        self._list()
        where = "your library" if target.kind is Kind.PERSONAL else f"the library {target.title}"
        tell(self.message, f".{name} is out of {where}; its text is kept as an earlier version.", "ok")

    def _imported(self, shelf: Shelf | None, found: Import, doubts: tuple[str, ...]) -> None:
        self.changed.emit()
        self._libraries.fill()
        self._list()
        title = shelf.title if shelf else "Personal"
        lines = [f"{len(found.phrases)} phrases imported into {title}.", *found.remarks[:8]]
        lines += [f"Look again: {doubt}." for doubt in doubts[:8]]
        tell(self.message, "\n".join(lines), "warning" if doubts or found.remarks else "ok")

    def _exported(self, path: Path, count: int, remarks: tuple[str, ...]) -> None:
        lines = [f"{count} phrases are in {path.name} now.", *remarks[:8]]
        tell(self.message, "\n".join(lines), "warning" if remarks else "ok")

    def _use_clinic(self) -> None:
        folder = self.clinic.text()
        self._jobs.store(
            lambda: self._book.set_clinic_folder(folder),
            lambda _none: self._clinic_set(),
            self._refuse,
            owner=self,
        )

    def _clinic_set(self) -> None:
        self.changed.emit()
        self._libraries.fill()
        self._list()
        problems = [problem.in_full() for problem in self._book.library.problems]
        tell(
            self.message,
            "\n".join(problems) or "The clinic's phrases are read.",
            "warning" if problems else "ok",
        )

    def _renew(self) -> None:
        self._list()
        item = self.phrases.currentItem()
        if item is not None:
            self._choose(item)

    def _refuse(self, error: ScribeError) -> None:
        tell(self.message, error.in_full())
