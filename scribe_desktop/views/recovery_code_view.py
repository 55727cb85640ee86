"""Shows the recovery code, once, and goes on when it has been written down."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.people import People
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission

_LOOKALIKES = str.maketrans("OIL", "011")


class RecoveryCodeView(Page):
    """Asks for the last group back, which cannot be done by clicking through."""

    code: QLabel
    last_group: QLineEdit
    error: QLabel
    sheet: QPushButton
    go_on: QPushButton

    done = Signal()

    def __init__(self, code: str, people: People, jobs: Jobs) -> None:
        super().__init__("recovery_code_view")
        self._code, self._people = code, people
        self._saving = Submission(jobs, self, self.sheet, self.error)
        self._groups = code.split("-")
        self.steer(first=lambda: self.last_group, main=self.go_on)
        self.code.setText(_in_lines(self._groups))
        self.go_on.clicked.connect(self._confirm)
        self.sheet.clicked.connect(self.save_sheet)

    def save_sheet(self, path: str = "") -> None:
        """Write the recovery kit to print; asks where to unless told."""
        chosen = (
            path or QFileDialog.getSaveFileName(self, "Recovery kit", "recovery-kit.pdf", "PDF (*.pdf)")[0]
        )
        if not chosen:
            return
        people, target, code = self._people, Path(chosen), self._code
        self._saving.run(
            lambda: people.save_kit(target, code),
            lambda _none: tell(self.error, "Print the sheet, then delete the file.", "ok"),
            meanwhile="Writing…",
            on_store=True,
        )

    def _confirm(self) -> None:
        if _plain(self.last_group.text()).endswith(_plain(self._groups[-1])):
            self.code.clear()
            self.done.emit()
            return
        tell(self.error, f"That is not the last group. It has {len(self._groups[-1])} letters and digits.")
        self.last_group.setFocus()
        self.last_group.selectAll()


def _in_lines(groups: list[str]) -> str:
    """At most four groups a line, so that the code is easy to copy by hand."""
    return "\n".join("   ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))


def _plain(typed: str) -> str:
    """Without spaces, dashes, case and letters taken for digits."""
    return "".join(character for character in typed.upper() if character.isalnum()).translate(_LOOKALIKES)
