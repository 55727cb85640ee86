"""The note check at an open chart: count, list, jumps, fixes, and the question before submitting."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from scribe_desktop.checks.finding import Finding, Severity
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from scribe_desktop.views import copied_text, flagged_text
from scribe_desktop.views.check_run import CheckRun
from scribe_desktop.views.findings_panel import FindingsPanel, told
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.review_panel import ReviewPanel

_READ_FIRST = "Read what is selected; Ctrl+. again confirms it."
_BY_HAND = "Only you can say what is right: change the text, or leave it."


def _confirm_flags(editor: PassageEditor, person_id: str, at: datetime) -> bool:
    """Confirm the dictated words that are selected."""
    cursor = editor.textCursor()
    flags = flagged_text.waiting(editor, cursor.selectionStart(), cursor.selectionEnd())
    return flagged_text.confirm(editor, flags, person_id, at)


_CONFIRMS: dict[str, Callable[[PassageEditor, str, datetime], bool]] = {
    "copied": copied_text.confirm,
    "dictation": _confirm_flags,
}
"""What settles a finding, by its rule, where that is a person's word that the text holds."""


class Checking(QObject):
    """Whatever acts on a finding waits until the findings are about the text as it stands."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        chart: Chart,
        editor: NoteEditor,
        review: ReviewPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._editor, self._review = session, editor, review
        self._chart = chart
        self._answered: set[tuple[str, str, str]] = set()
        self.panel = FindingsPanel(chart.note_type)
        self.run = CheckRun(jobs, editor.passage, self._check, self)
        self.run.found.connect(self._show)
        self.panel.wanted.connect(self._go_to)
        self.panel.fix_wanted.connect(self.fix)
        self.panel.closed.connect(editor.focus)
        review.findings_wanted.connect(self.toggle)
        review.attestation_wanted.connect(self.panel.hide)  # the form needs the room

    def begin(self, chart: Chart) -> None:
        """Check the note of this chart, unless it is signed; a reviewer sees at once what was found."""
        self._chart = chart
        self._answered.clear()
        self.panel.hide()
        self._review.show_findings("")
        if chart.state is not NoteState.SIGNED:
            self.run.begin(chart.content)
            if chart.state is NoteState.SUBMITTED:
                self.run.when_fresh(lambda: self.panel.setVisible(bool(self.run.findings)))

    def renew(self) -> None:
        """Other rules are on now."""
        if self._chart.state is not NoteState.SIGNED:
            self.run.renew()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding."""
        self.run.when_fresh(partial(self._step, by))

    def fix(self) -> None:
        """Do what comes next about the finding that is selected: put it right, confirm it, or go there."""
        self._editor.gate(lambda: self.run.when_fresh(self._fix))

    def toggle(self) -> None:
        if self.panel.isVisible() and self.panel.isAncestorOf(
            self.panel.window().focusWidget() or self.panel
        ):
            self.panel.close_down()
        else:
            self.panel.take_focus()

    def before_submit(self, do: Callable[[], object], otherwise: Callable[[], object]) -> None:
        """`do` it if nothing stops it, else `otherwise`; what only asks for a look is asked about once."""
        self.run.when_fresh(partial(self._weigh, do, otherwise), otherwise)

    def _check(self, content: NoteContent) -> tuple[Finding, ...]:
        return self._session.checks.run(self._chart.note_type, self._chart.encounter, content)

    def _show(self) -> None:
        self.panel.show_findings(self.run.findings)
        self._review.show_findings(f"Note check: {told(self.run.findings)}")
        self._review.withdraw()

    def _step(self, by: int) -> None:
        finding = self.panel.step(by)
        self.panel.show()
        if finding is not None:
            self._go_to(finding)

    def _go_to(self, finding: Finding) -> None:
        self.run.when_fresh(partial(self._show_place, finding))

    def _show_place(self, finding: Finding) -> None:
        if finding not in self.run.findings:
            return  # the text has changed since, and it is gone
        self._editor.show_stretch(finding.key, finding.start, finding.end)

    def _fix(self) -> None:
        finding = self.panel.current
        if finding is None:
            return
        editor = self._editor.editor(finding.key)
        if editor.isReadOnly():
            self._show_place(finding)
        elif finding.rule in _CONFIRMS:
            self._confirm(finding, editor)
        elif finding.rule == "blank":
            self._editor.show_stretch(finding.key, finding.start, finding.start)
            self._editor.places.step(forward=True)
        elif finding.fix is None:
            self._show_place(finding)
            end = "" if finding.message.endswith("?") else "."
            advice = _BY_HAND if finding.severity is Severity.LOOK else ""
            self._review.ask(f"{finding.message}{end} {advice}".rstrip())
        else:
            self._write(editor, finding, finding.fix)

    def _confirm(self, finding: Finding, editor: PassageEditor) -> None:
        """Only what is selected is confirmed: whoever has not been there yet is taken there first."""
        shown = editor.textCursor()
        text = editor.toPlainText()
        start, end = to_qt(text, finding.start), to_qt(text, finding.end)
        there = editor.hasFocus() or self.panel.fix.hasFocus()
        if not there or (shown.selectionStart(), shown.selectionEnd()) != (start, end):
            self._show_place(finding)
            self._review.ask(_READ_FIRST)
            return
        self._review.withdraw()
        _CONFIRMS[finding.rule](editor, self._session.person.id, self._session.desk.clock())

    def _write(self, editor: PassageEditor, finding: Finding, fix: str) -> None:
        text, cursor = editor.toPlainText(), QTextCursor(editor.document())
        cursor.setPosition(to_qt(text, finding.start))
        cursor.setPosition(to_qt(text, finding.end), QTextCursor.MoveMode.KeepAnchor)
        person = self._session.person.id
        editor.insert(cursor, fix, Source(Origin.TYPED, person, f"note check: {finding.rule}"))
        editor.end_undo_step()
        self._editor.show_stretch(finding.key, finding.start, finding.start + len(fix))

    def _weigh(self, do: Callable[[], object], otherwise: Callable[[], object]) -> None:
        findings = self.run.findings
        stops = [finding for finding in findings if finding.severity is Severity.STOPS]
        asked = {(finding.rule, finding.key, finding.quote) for finding in findings}
        if stops:
            otherwise()
            self._unfold(stops[0])
            self._review.ask(f"Not ready to submit: {told(stops)}. F4 goes from one to the next.")
        elif asked - self._answered:
            self._answered = asked
            otherwise()
            self._unfold(findings[0])
            self._review.ask(f"Before you submit: {told(findings)}. Submit again to leave it as it is.")
        else:
            do()

    def _unfold(self, finding: Finding) -> None:
        self.panel.show()
        self.panel.choose(finding)
        self._show_place(finding)
