"""How one writes: when shorthand is written out, and the words that one's own spelling knows."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLabel, QPushButton, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.preferences import Shorthand
from scribe_desktop.session.replacements import in_words, read
from scribe_desktop.session.session import Session
from scribe_desktop.views.limited_text import LimitedText
from scribe_desktop.views.notice import tell
from scribe_desktop.views.submission import Submission

_TITLES = {
    Shorthand.OFF: ("Never", "Abbreviations stay as they are typed."),
    Shorthand.ON_KEY: ("When I ask for it", "“Write out shorthand” does it for a paragraph."),
    Shorthand.AS_TYPED: (
        "While I type",
        "A Space or a comma writes an abbreviation out, Backspace right after takes that back.",
    ),
}


@forms.register
class WritingSettings(QFrame):
    """Each person's own; the choice applies at once, the words when they are saved."""

    shorthand: QComboBox
    shorthand_detail: QLabel
    words: LimitedText
    rules: LimitedText
    idle_rules: QLabel
    message: QLabel
    save: QPushButton
    import_words: QPushButton
    export_words: QPushButton

    changed = Signal()
    """Shorthand is written out at another time, or other words are known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "writing_settings")
        for when, (title, _) in _TITLES.items():
            self.shorthand.addItem(title, when)

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what is chosen; call once."""
        self._session, self._jobs = session, jobs
        self._saving = Submission(jobs, self, self.save, self.message)
        self._importing = Submission(jobs, self, self.import_words, self.message)
        self._exporting = Submission(jobs, self, self.export_words, self.message)
        for field in (self.words, self.rules):
            field.refused.connect(self._saving.refuse)
        self.save.clicked.connect(self._save)
        self.import_words.clicked.connect(self._import)
        self.export_words.clicked.connect(self._export)
        self._show_words()
        preferences = session.preferences
        jobs.store(lambda: preferences.shorthand, self._show, self._saving.refuse, owner=self)

    def _show(self, when: Shorthand) -> None:
        self.shorthand.setCurrentIndex(self.shorthand.findData(when))
        self._describe()
        self.shorthand.currentIndexChanged.connect(self._choose)

    def _describe(self) -> None:
        self.shorthand_detail.setText(_TITLES[Shorthand(self.shorthand.currentData())][1])

    def _choose(self) -> None:
        when, preferences = Shorthand(self.shorthand.currentData()), self._session.preferences
        self._describe()
        self._jobs.store(
            lambda: preferences.set_shorthand(when),
            lambda _none: self.changed.emit(),
            self._saving.refuse,
            owner=self,
        )

    def _show_words(self) -> None:
        replacements = self._session.replacements
        self.words.setPlainText("\n".join(self._session.spelling.own_terms))
        self.rules.setPlainText(replacements.listed())
        self._jobs.store(replacements.not_applied, self._show_idle, self._saving.refuse, owner=self)

    def _show_idle(self, rules: Mapping[str, str]) -> None:
        """Say which rules are not applied, and why."""
        listed = "; ".join(map(in_words, sorted(rules.items())))
        said = f"Not applied, because what is heard means something by itself: {listed}." if rules else ""
        tell(self.idle_rules, said, "warning")

    def _save(self) -> None:
        self._saving.run(self._keep(), lambda _none: self._saved(), meanwhile="Saving…", on_store=True)

    def _keep(self) -> Callable[[], None]:
        """What keeps both fields as they read now."""
        listed, spelling = self.words.toPlainText().splitlines(), self._session.spelling
        rules, replacements = self.rules.toPlainText().splitlines(), self._session.replacements

        def keep() -> None:
            kept = read(rules)  # before anything is changed
            spelling.replace(listed)
            replacements.keep(kept)

        return keep

    def _saved(self) -> None:
        self._show_words()
        tell(self.message, "Saved.", "ok")
        self.changed.emit()

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Import words", "", "Text (*.txt);;All files (*)")
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, path: Path) -> None:
        """Add the words and terms of a file to those in the field, and keep them all."""
        keep, spelling = self._keep(), self._session.spelling

        def take_in() -> int:
            keep()
            return spelling.take_in(path)

        self._importing.run(
            take_in,
            lambda count: self._imported(path, count),
            meanwhile="Reading…",
            on_store=True,
        )

    def _imported(self, path: Path, count: int) -> None:
        self._saved()
        tell(self.message, f"{path.name} brought {_counted(count, 'new ')}.", "ok")

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export my words", "my-words.txt", "Text (*.txt)")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Keep the words in the field, and write them into a file."""
        keep, spelling = self._keep(), self._session.spelling

        def export() -> int:
            keep()
            return spelling.export(path)

        self._exporting.run(
            export,
            lambda count: self._exported(path, count),
            meanwhile="Writing…",
            on_store=True,
        )

    def _exported(self, path: Path, count: int) -> None:
        self._saved()
        tell(self.message, f"{path.name} has {_counted(count)}.", "ok")


def _counted(count: int, kind: str = "") -> str:
    return f"1 {kind}word or term" if count == 1 else f"{count} {kind}words and terms"
