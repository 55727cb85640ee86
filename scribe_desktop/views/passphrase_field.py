"""A new passphrase typed twice, with the reason why it would be refused told while typing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.vault.passphrase import SHORTEST, normalised, why_refused
from scribe_desktop.views.notice import hide, tell

_ADVICE = "A short sentence that only you would think of works well."


@forms.register
class NewPassphrase(QWidget):
    """Two password fields with live hints; usable in forms as a custom widget."""

    passphrase: QLineEdit
    hint: QLabel
    repeat: QLineEdit
    repeat_hint: QLabel
    reveal: QCheckBox

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "passphrase_field")
        self._names: Callable[[], Sequence[str]] = tuple
        self.setFocusProxy(self.passphrase)
        revealed_by(self.reveal, self.passphrase, self.repeat)
        self.passphrase.textChanged.connect(self.review)
        self.repeat.textChanged.connect(self.review)

    def avoid(self, names: Callable[[], Sequence[str]]) -> None:
        """Refuse passphrases made of these names; call `review` when they change."""
        self._names = names

    def text(self) -> str:
        return self.passphrase.text()

    def clear(self) -> None:
        self.passphrase.clear()
        self.repeat.clear()
        self.reveal.setChecked(False)

    def review(self) -> None:
        """Bring both hints up to date."""
        typed, again = self.passphrase.text(), self.repeat.text()
        reason, length = self._refusal(), len(normalised(typed))
        if not typed:
            tell(self.hint, _ADVICE, "muted")
        elif length < SHORTEST:
            tell(self.hint, f"{length} of {SHORTEST} characters", "muted")
        else:
            tell(self.hint, reason or "Good: this passphrase can be used.", "warning" if reason else "ok")
        if not again:
            hide(self.repeat_hint)
        elif again == typed:
            tell(self.repeat_hint, "Both are the same.", "ok")
        else:
            begun = typed.startswith(again)
            tell(self.repeat_hint, "Keep typing…" if begun else "This differs from the first one.", "muted")
        self.changed.emit()

    def insist(self) -> bool:
        """True when the passphrase can be used; else say why not, loudly, and put the cursor there."""
        reason = self._refusal()
        if reason:
            tell(self.hint, reason)
            self.passphrase.setFocus()
        elif self.repeat.text() != self.text():
            missing = not self.repeat.text()
            tell(
                self.repeat_hint, "Type it once more here." if missing else "This differs from the first one."
            )
            self.repeat.setFocus()
            self.repeat.selectAll()
        else:
            return True
        return False

    def _refusal(self) -> str:
        return why_refused(self.text(), context=self._names())


def revealed_by(box: QCheckBox, *fields: QLineEdit) -> None:
    """Let a check box show and hide what is typed in password fields."""
    modes = {True: QLineEdit.EchoMode.Normal, False: QLineEdit.EchoMode.Password}

    def show_or_hide(shown: bool) -> None:
        for field in fields:
            field.setEchoMode(modes[shown])

    box.toggled.connect(show_or_hide)
