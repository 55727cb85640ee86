"""The list of what the note check found, under the note: one line each, steered by keys."""

from collections.abc import Sequence
from itertools import accumulate, takewhile

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from scribe_desktop.checks.finding import Finding, Severity
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.qt import forms, theme

_HEIGHT, _FRAME = 132, 14
_SHARE = 6
"""Of the window's height its list takes this part at most, or large text would leave no room for the note."""
_LARGE = 160
"""Text size, in per cent, from which the list needs the room of the hint."""
_SIGN = {Severity.STOPS: "■", Severity.LOOK: "▲"}
_NEXT = {
    "blank": "Answer it",
    "required": "Write it",
    "copied": "Confirm it",
    "dictation": "Confirm it",
    "vitals": "Go to the value",
}
"""What is to be done next about a finding that no text can be put in place of, by its rule."""
_GO = "Go there"
_KEYS = "F4 next · Shift+F4 previous · Enter goes there · Ctrl+.: {} · Esc closes"


class FindingsPanel(QFrame):
    """Folded until asked for; what is selected stays selected while the note is being written."""

    heading: QLabel
    list: QListWidget
    hint: QLabel
    fix: QPushButton
    close_panel: QPushButton

    wanted = Signal(object)
    """The `Finding` to go to."""
    fix_wanted = Signal()
    closed = Signal()

    def __init__(self, note_type: NoteType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "findings_panel")
        self._note_type = note_type
        self._findings: tuple[Finding, ...] = ()
        self._moved_on = False
        """The finding that was selected is gone, and the selected one is that behind it."""
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.list.currentRowChanged.connect(self._offer_fix)
        self.fix.clicked.connect(self.fix_wanted)
        self.close_panel.clicked.connect(self.close_down)
        self.hide()

    @property
    def current(self) -> Finding | None:
        row = self.list.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List these; the same one stays selected, or, if that is gone, the one behind it."""
        row, gone = _row_after(self._findings, findings, self.list.currentRow())
        self._moved_on = gone or (self._moved_on and row == self.list.currentRow())
        self._findings = tuple(findings)
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for finding in findings:
            self._add(finding)
        self.list.setCurrentRow(row)
        self.list.blockSignals(blocked)
        self.heading.setText(f"Note check: {told(findings)}")
        self.list.setVisible(bool(findings))
        self._fit()
        self._offer_fix()

    def step(self, by: int) -> Finding | None:
        """Select the next (1) or previous (-1) finding, round the ends; None: there is none."""
        if not self._findings:
            return None
        if self._moved_on and by > 0:
            by = 0
        self._moved_on = False
        row = self.list.currentRow()
        at = (row + by) % len(self._findings) if row >= 0 else (0 if by > 0 else len(self._findings) - 1)
        self.list.setCurrentRow(at)
        return self.current

    def choose(self, finding: Finding) -> None:
        self._moved_on = False
        self.list.setCurrentRow(self._findings.index(finding))

    def take_focus(self) -> None:
        self.show()
        if self._findings:
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.close_panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_down(self) -> None:
        self.hide()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        """As high as its lines, up to a height that leaves the note in sight."""
        self.hint.setVisible(bool(self._findings) and theme.px(100) < _LARGE)
        most = min(theme.px(_HEIGHT), self.window().height() // _SHARE)
        heights = accumulate(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        lines = list(takewhile(lambda height: height < most, heights))  # of thousands few are in sight
        whole = len(lines) == self.list.count()
        self.list.setFixedHeight(min(most, (lines or [0])[-1] + theme.px(_FRAME)) if whole else most)
        self.list.scrollToItem(self.list.currentItem())

    def _add(self, finding: Finding) -> None:
        title = self._note_type.section(finding.key.partition(".")[0]).title
        item = QListWidgetItem(f"{_SIGN[finding.severity]}  {title}: {finding.message}", self.list)
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{title}: {finding.message}. It {finding.severity.value}."
        )

    def _choose(self, _item: QListWidgetItem) -> None:
        self._moved_on = False
        if self.current is not None:
            self.wanted.emit(self.current)

    def _offer_fix(self, _row: int = -1) -> None:
        finding = self.current
        act = _act(finding) if finding is not None else _GO
        self.fix.setVisible(finding is not None)
        self.fix.setText(act)
        self.fix.setAccessibleName(f"{act}: the finding that is selected")
        self.hint.setText(_KEYS.format(act[0].lower() + act[1:]))


def _row_after(before: Sequence[Finding], after: Sequence[Finding], row: int) -> tuple[int, bool]:
    """Where the finding in this row is now, or the one behind it; and whether it is gone itself.

    Text changes in one place at a time: what is listed before and behind it stays in its order.
    """
    if row < 0:
        return row, False
    former, now = [_what(one) for one in before], [_what(one) for one in after]
    behind = _common(former[::-1], now[::-1])
    if row >= len(former) - behind:
        return row + len(now) - len(former), False
    if row < _common(former, now):
        return row, False
    at = len(now) - behind
    return (at, True) if at < len(now) else (at - 1, False)


def _what(finding: Finding) -> tuple[str, ...]:
    """The same for a finding whose place has moved."""
    return finding.rule, finding.key, finding.quote, finding.message


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many of the first are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _act(finding: Finding) -> str:
    """What the button and its key do about a finding, in a few words."""
    if finding.fix is None:
        return _NEXT.get(finding.rule, _GO)
    return f"Write “{finding.fix}”" if finding.fix else "Delete it"


def told(findings: Sequence[Finding]) -> str:
    """How many there are, in few words: "2 to do, 1 to look at"."""
    stops = sum(finding.severity is Severity.STOPS for finding in findings)
    look = len(findings) - stops
    counts = [f"{stops} to do"] * bool(stops) + [f"{look} to look at"] * bool(look)
    return ", ".join(counts) or "nothing found"
