"""Dot phrases in the lines of a note's forms: expanded, asked about, and gone to from one open place on."""

from collections.abc import Callable, Iterable
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes import stretches
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.phrases.expansion import trigger_before
from scribe_desktop.phrases.marks import Mark, answer, marks, next_mark, previous_mark
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.qt.offsets import from_qt, to_qt
from scribe_desktop.session.expanded import pieces
from scribe_desktop.views.field_writing import FieldWriting
from scribe_desktop.views.form_body import FormBody
from scribe_desktop.views.pick_list import PickList
from scribe_desktop.views.section_editor import Expand, FindPhrase
from scribe_desktop.views.section_forms import SectionForms

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class FieldPhrases(QObject):
    """What a phrase says stands in the field as text; its open places are answered there, as in the note."""

    used = Signal(str)
    """Name of a phrase whose text was just put in."""
    seen = Signal(object)
    """The `Phrase` whose trigger stands before the cursor, or None."""
    refused = Signal(object)
    """The `ScribeError` that kept a phrase out."""

    def __init__(
        self, forms: SectionForms, writing: FieldWriting, find: FindPhrase, make: Expand, over: QWidget
    ) -> None:
        """`over`: what the lists of choices lie over."""
        super().__init__(over)
        self._forms, self._writing, self._find, self._make, self._over = forms, writing, find, make, over
        self._line: QLineEdit | None = None
        self._seen: Phrase | None = None
        self._asked = ""
        self._place: Mark | None = None
        self._come_back: Callable[[], None] = lambda: None
        forms.built.connect(self._attend)

    @cached_property
    def pick_list(self) -> PickList:
        """Made when it is first needed."""
        made = PickList(self._over)
        made.answered.connect(self._answered)
        made.dismissed.connect(self._back)
        return made

    @property
    def line(self) -> QLineEdit | None:
        """The line of a form that has the cursor."""
        line = self._line
        return line if line is not None and line is QApplication.focusWidget() else None

    def put(self, phrase: Phrase) -> bool:
        """Put a phrase into the line with the cursor. False: no form has it."""
        line = self.line
        if line is not None:
            self._put(line, phrase, "", "")
        return line is not None

    def way_back(self) -> Callable[[], None] | None:
        """Leads to the cursor's place in its line again, whatever has the keys in between; None outside."""
        line, body = self.line, self._body_here()
        if line is None or body is None:
            return None
        at, return_to = line.cursorPosition(), body.way_back()

        def go() -> None:
            return_to()
            if (here := self.line) is not None:
                text = here.text()  # without the spaces at its end, if the field was left
                here.setCursorPosition(min(at, to_qt(text, len(text))))

        return go

    def step(self, *, forward: bool) -> bool:
        """Select the next or previous open place of the line with the cursor. False: there is none."""
        if self._place is not None and self.pick_list.mark is not None:
            self.pick_list.close_quietly()
            self._back()
        line = self.line
        if line is None:
            return False
        text, at = line.text(), line.cursorPosition()
        if line.hasSelectedText():
            at = line.selectionEnd() if forward else line.selectionStart()
        found = (next_mark if forward else previous_mark)(text, from_qt(text, at))
        if found is not None:
            self._select(line, found)
            self._ask(line, found)
        return found is not None

    def place_in_text(self) -> str:
        """Key under which the section's text says what the line with the cursor does; empty: none has it."""
        body = self._body_here()
        return body.current_key if body is not None else ""

    def lead(self, passage: Passage, at: int, *, forward: bool) -> bool:
        """Go to the field that an open place of a section's text comes from. False: it comes from none.

        Args:
            passage: the section's text.
            at: where in it the place is, in code points.
        """
        keys = (
            key for key, one in stretches.find(passage).items() if one.untouched and one.start <= at < one.end
        )
        key = next(keys, "")
        if not key or next_mark(self._writing.value(key.partition("#")[0]), 0) is None:
            return False
        panel = self._forms.open(key.partition(".")[0])
        if panel is None or not panel.body.open_place(key) or (line := self.line) is None:
            return False
        found = list(marks(line.text()))
        if found:
            self._select(line, found[0 if forward else -1])
            self._ask(line, found[0 if forward else -1])
        return bool(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit):
            if event.type() is QEvent.Type.FocusIn:
                self._line = watched
            elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(watched, event)
            elif event.type() in (QEvent.Type.KeyRelease, QEvent.Type.FocusOut):
                self._look_for_trigger(watched, leaving=event.type() is QEvent.Type.FocusOut)
        return super().eventFilter(watched, event)

    def _attend(self, body: object) -> None:
        """A form has been built: watch its lines, and those that open in it later."""
        if isinstance(body, FormBody):
            for line in body.findChildren(QLineEdit):
                self._watch(line)
            body.focused.connect(self._watch)

    def _watch(self, widget: object) -> None:
        if isinstance(widget, QLineEdit):
            widget.installEventFilter(self)
            if widget.hasFocus():
                self._line = widget

    def _key(self, line: QLineEdit, event: QKeyEvent) -> bool:
        """Whether this key did something about a phrase."""
        key = event.key()
        if event.modifiers() & ~_KEYPAD or line.isReadOnly():
            return False
        mark = self._selected(line)
        if key in RETURN and mark is not None and mark.is_asked:
            self._ask(line, mark)
            return True
        if key not in (Qt.Key.Key_Space, Qt.Key.Key_Tab) or line.hasSelectedText():
            return False
        trigger = self._trigger(line)
        phrase = self._find(trigger) if trigger else None
        if phrase is not None:
            self._put(line, phrase, trigger, event.text())
        return phrase is not None

    def _put(self, line: QLineEdit, phrase: Phrase, trigger: str, typed: str) -> None:
        self._writing.gate(lambda: self._expand(line, phrase, trigger, typed))

    def _expand(self, line: QLineEdit, phrase: Phrase, trigger: str, typed: str) -> None:
        """Put the text in place of the trigger, or of what is selected, and ask what it asks first."""
        try:
            expansion = self._make(phrase, trigger)
            _require_one_line(phrase, expansion.text, line.accessibleName())
        except ScribeError as error:
            self.refused.emit(error)
            return
        text = expansion.text
        at_end = expansion.cursor == len(text)
        source = Source(Origin.PHRASE, self._writing.person_id, phrase.name)
        tail = " " if typed == " " and at_end else ""
        if trigger:
            line.setSelection(line.cursorPosition() - len(trigger) - 1, len(trigger) + 1)
        start = line.selectionStart() if line.hasSelectedText() else line.cursorPosition()
        before = line.text()[: from_qt(line.text(), start)]
        gap = "" if trigger or not before or before[-1].isspace() else " "
        start += len(gap)
        self._insert(line, [(gap, source), *pieces(expansion, source), (tail, source)])
        if not at_end:
            line.setCursorPosition(start + to_qt(text, expansion.cursor))
        mark = next_mark(text, expansion.cursor)
        if mark is not None and mark.start == expansion.cursor:
            first, end = to_qt(text, mark.start), to_qt(text, mark.end)
            line.setSelection(start + first, end - first)
        self.used.emit(phrase.name)
        self._tell(None)
        if (asked := self._selected(line)) is not None:
            self._ask(line, asked)

    def _insert(self, line: QLineEdit, said: Iterable[tuple[str, Source]]) -> None:
        """Put text in place of what is selected; the field keeps where each piece of it comes from."""
        given = list(said)
        for text, source in [piece for piece in given if piece[0]] or given[:1]:
            with self._writing.coming_from(source):
                line.insert(text)

    def _ask(self, line: QLineEdit, mark: Mark) -> None:
        """Show the list of a choice."""
        body = self._body_here()
        if mark.is_asked and body is not None and not line.isReadOnly():
            self._asked, self._place, self._come_back = line.text(), mark, body.way_back()
            below = QRect(line.mapTo(self._over, line.rect().topLeft()), line.size())
            self.pick_list.ask(mark, below)

    def _back(self) -> None:
        """Return to the line whose list is closed, with its place selected."""
        self._come_back()
        line = self.line
        if line is not None and self._place is not None and line.text() == self._asked:
            self._select(line, self._place)

    def _answered(self, chosen: list[str], typed: bool) -> None:
        mark = self.pick_list.mark
        self.pick_list.close_quietly()
        self._come_back()
        line = self.line
        if line is not None and mark is not None and line.text() == self._asked:
            self._writing.gate(lambda: self._answer(line, mark, chosen, typed))

    def _answer(self, line: QLineEdit, mark: Mark, chosen: list[str], typed: bool) -> None:
        text, source = line.text(), self._writing.typed() if typed else self._phrase_source()
        edits = answer(text, mark, chosen)
        for edit in edits:
            start, end = to_qt(text, edit.start), to_qt(text, edit.end)
            line.setSelection(start, end - start)
            self._insert(line, [(edit.text, source)])
        following = next_mark(line.text(), mark.start)
        if following is None:
            line.end(False)
        else:
            self._select(line, following)
            self._ask(line, following)

    def _phrase_source(self) -> Source:
        """That of the phrase in the field with the cursor."""
        body = self._body_here()
        said = self._writing.passage(body.current.key).pieces() if body is not None else ()
        known = (source for _, source in said if source.origin is Origin.PHRASE)
        return Source(Origin.PHRASE, self._writing.person_id, next((one.detail for one in known), ""))

    def _body_here(self) -> FormBody | None:
        line = self.line
        return self._forms.body_of(line) if line is not None else None

    def _select(self, line: QLineEdit, mark: Mark) -> None:
        text = line.text()
        start, end = to_qt(text, mark.start), to_qt(text, mark.end)
        line.setSelection(start, end - start)

    def _selected(self, line: QLineEdit) -> Mark | None:
        """The open place that is selected from end to end."""
        if not line.hasSelectedText():
            return None
        text = line.text()
        mark = next_mark(text, from_qt(text, line.selectionStart()))
        return mark if mark is not None and text[mark.start : mark.end] == line.selectedText() else None

    def _trigger(self, line: QLineEdit) -> str:
        text = line.text()
        return trigger_before(text[: from_qt(text, line.cursorPosition())]) or ""

    def _look_for_trigger(self, line: QLineEdit, *, leaving: bool) -> None:
        trigger = "" if leaving or line.hasSelectedText() else self._trigger(line)
        self._tell(self._find(trigger) if trigger else None)

    def _tell(self, phrase: Phrase | None) -> None:
        if phrase is not self._seen:
            self._seen = phrase
            self.seen.emit(phrase)


def _require_one_line(phrase: Phrase, text: str, field: str) -> None:
    """Raises `BadInput` for a phrase that no field takes."""
    if count := text.count("\n"):
        raise BadInput(
            f".{phrase.name} has {count + 1} lines, and “{field}” takes one.",
            remedy="Use it in the text below: F12 leads there.",
        )
