"""Stands between the keyboard and the notes: words for another patient than the last ones wait for a yes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from scribe_desktop.errors import WrongState
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.session.wrong_patient import Doubt, WrongPatient
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.guard_bar import GuardBar
from scribe_desktop.views.open_charts import OpenCharts
from scribe_desktop.views.passage_editor import typed_by

_ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_EDITING = (
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.DeleteEndOfLine,
    QKeySequence.StandardKey.DeleteCompleteLine,
)


@dataclass
class _Held:
    """What waits for an answer: what was begun first, then what was typed since."""

    view: ChartView
    last: str
    """Id of the encounter that words went to before."""
    focus: QWidget | None
    deeds: list[Callable[[], object]] = field(default_factory=list)
    text: str = ""
    offered: bool = False
    """It has been turned down for one note and is offered to the other."""


class PatientGuard(QObject):
    """Asks in the window, once for each change of patient; `session/wrong_patient.py` knows when."""

    asking = Signal(bool)
    """The question is there now, or gone."""
    turned_back = Signal(str)
    """Id of the encounter that words went to before: its chart is wanted again."""
    not_written = Signal(str)
    """Text that was typed and has been put into no note."""
    wrote = Signal()
    """Something was done to the text of the note in front."""

    def __init__(self, rule: WrongPatient, charts: OpenCharts, bar: GuardBar, parent: QObject) -> None:
        super().__init__(parent)
        self._rule, self._charts, self.bar = rule, charts, bar
        self._held: _Held | None = None
        charts.shown.connect(lambda view, _is_new: self._shown(view))
        charts.emptied.connect(self.withdraw)
        charts.refused.connect(lambda _error: self.withdraw())
        bar.answered.connect(self._answered)
        bar.typed.connect(self._type_on)
        bar.composed.connect(self._compose_on)

    @property
    def warning(self) -> WrongState | None:
        """What whoever leaves now would lose; None when that is nothing."""
        text = self._held.text if self._held is not None else ""
        said = f"“{text}” has been typed and is in no note yet."
        return WrongState(said, remedy="Stay to say whose note it belongs to.") if text else None

    def watch(self, view: ChartView) -> None:
        """Let nothing into this chart's note and forms that has not been asked about if need be."""
        view.editor.guard(partial(self.gate, view))
        forms = (view.review.reason, view.review.attestation, view.signed.text)
        view.editor.on_each(lambda editor: editor.installEventFilter(self))
        for form in forms:
            form.installEventFilter(self)

    def asks(self, view: ChartView) -> bool:
        """Whether words for this chart would have to be confirmed now."""
        return self._doubt(view) is not None

    def gate(self, view: ChartView, do: Callable[[], object]) -> None:
        """Do something to this chart's text: now, or once it is confirmed that it is meant for it."""
        doubt = self._doubt(view)
        if doubt is None:
            self._rule.wrote(view.chart.encounter)
            self.wrote.emit()
            do()
        else:
            self._hold(view, doubt, do, "")

    def escape(self) -> bool:
        """Say no to the question, wherever the cursor is. False: there is none."""
        asking = self.bar.isVisible()
        if asking:
            self._answered(False)
        return asking

    def withdraw(self) -> None:
        """The question is not about what is in front any more."""
        held = self._end()
        if held is not None and held.text:
            self.not_written.emit(held.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.InputMethod):
            return False
        view = self._charts.front
        if view is None or not isinstance(watched, QPlainTextEdit) or watched.isReadOnly():
            return False
        if isinstance(event, QKeyEvent):
            leaves = isinstance(watched, FieldEditor) and event.key() in RETURN
            if _changes_text(event) and not leaves:
                return self._stops(view, partial(_send, view, _copy(event)), typed_by(event))
        elif isinstance(event, QInputMethodEvent) and event.commitString():
            text = event.commitString()
            return self._stops(view, partial(_send, view, _composed(text)), text)
        return False

    def _stops(self, view: ChartView, again: Callable[[], object], text: str) -> bool:
        doubt = self._doubt(view)
        if doubt is None:
            self._rule.wrote(view.chart.encounter)
            self.wrote.emit()
            return False
        self._hold(view, doubt, again, text)
        return True

    def _doubt(self, view: ChartView) -> Doubt | None:
        return self._rule.doubt(view.chart.encounter, self._charts.patients())

    def _hold(self, view: ChartView, doubt: Doubt, do: Callable[[], object], text: str) -> None:
        if self._held is None:
            self._held = _Held(view, doubt.last.id, view.window().focusWidget())
            names = doubt.last.patient.name, view.chart.encounter.patient.name
            self.bar.ask(
                _question(doubt, *names), yes=f"Write in {names[1]}’s note", no=f"Back to {names[0]}’s"
            )
            self.asking.emit(True)
            QApplication.alert(view.window())
        elif self.bar.isVisible():
            self.bar.take_keyboard()  # somebody has clicked into the note meanwhile
        self._add(do, text)

    def _add(self, do: Callable[[], object], text: str) -> None:
        if self._held is not None:
            self._held.deeds.append(do)
            self._held.text += text
            self.bar.show_waiting(self._held.text)

    def _type_on(self, event: QKeyEvent) -> None:
        if self._held is not None and _changes_text(event):
            if event.key() == Qt.Key.Key_Backspace:
                self._held.text = self._held.text[:-1]
            self._add(partial(_send, self._held.view, _copy(event)), typed_by(event))

    def _compose_on(self, text: str) -> None:
        if self._held is not None:
            self._add(partial(_send, self._held.view, _composed(text)), text)

    def _answered(self, yes: bool) -> None:
        held = self._end()
        if held is None:
            return
        if yes:
            self._rule.wrote(held.view.chart.encounter)
            self.wrote.emit()
            self._do(held)
        elif held.offered:
            self.not_written.emit(held.text)
        else:
            self._turn_back(held)

    def _do(self, held: _Held) -> None:
        focused = held.view.window().focusWidget()
        if held.text and isinstance(focused, QPlainTextEdit) and focused.isReadOnly():
            self.not_written.emit(held.text)  # the note has been handed over meanwhile
        else:
            for do in held.deeds:
                do()

    def _turn_back(self, held: _Held) -> None:
        """Go to the note before; what was typed, if it is more than a slip of a finger, is offered to it."""
        if len(held.text) > 1:
            held.offered = True
            self._held = held
        self.turned_back.emit(held.last)

    def _shown(self, view: ChartView) -> None:
        held = self._held
        if held is None or (view is held.view and not held.offered):
            return
        if (
            held.offered
            and view.chart.encounter.id == held.last
            and view.writable
            and not self.bar.isVisible()
        ):
            self._offer(held, view)
        else:
            self.withdraw()

    def _offer(self, held: _Held, view: ChartView) -> None:
        held.view, held.focus = view, None
        name = escape(view.chart.encounter.patient.name)
        question = f"Put what you typed into <b>{name}</b>’s note, where the cursor was?"
        self.bar.ask(question, yes="Put it in", no="Drop it")
        self.bar.show_waiting(held.text)
        self.asking.emit(True)

    def _end(self) -> _Held | None:
        """Take the question away and give the cursor back."""
        held, self._held = self._held, None
        if held is not None and self.bar.isVisible():
            if held.view is self._charts.front:
                _give_back_cursor(held)
            self.bar.hide()
            self.asking.emit(False)
        return held


def _give_back_cursor(held: _Held) -> None:
    if held.focus is not None and held.view.isAncestorOf(held.focus):
        held.focus.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        held.view.editor.resume()


def _question(doubt: Doubt, last: str, now: str) -> str:
    asked = (
        f"You wrote in <b>{escape(last)}</b>’s note until {_ago(doubt.ago)}. Write in <b>{escape(now)}</b>’s?"
    )
    return f"{asked}<br>Look closely: {escape(doubt.alike.words)}." if doubt.alike else asked


def _ago(gone: timedelta) -> str:
    """As in "until 30 s ago"."""
    seconds = int(gone.total_seconds())
    if seconds < 2:
        return "just now"
    if seconds < 60:
        return f"{seconds} s ago"
    minutes = seconds // 60
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"


def _changes_text(event: QKeyEvent) -> bool:
    """Whether an editor would change its text at this key."""
    return bool(typed_by(event)) or event.key() in _ERASING or any(event.matches(key) for key in _EDITING)


def _copy(event: QKeyEvent) -> QKeyEvent:
    """To be sent later: Qt's own event is gone by then."""
    return QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())


def _composed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def _send(view: ChartView, event: QEvent) -> None:
    focused = view.window().focusWidget()
    if focused is not None:
        QCoreApplication.sendEvent(focused, event)
