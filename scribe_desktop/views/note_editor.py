"""The note as one calm column: a heading and an editor per section, fields where the note type has them."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from scribe_desktop.notes import stretches
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.phrases.expansion import BLANK, expand, next_blank, previous_blank
from scribe_desktop.phrases.marks import Mark, required
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.qt import theme
from scribe_desktop.qt.offsets import from_qt
from scribe_desktop.views import answering
from scribe_desktop.views.body_mass import BodyMass
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.field_grid import FieldGrid
from scribe_desktop.views.field_phrases import FieldPhrases
from scribe_desktop.views.field_writing import FieldWriting
from scribe_desktop.views.passage_editor import Gate, PassageEditor, at_once
from scribe_desktop.views.pick_list import PickList
from scribe_desktop.views.section_editor import Expand, FindPhrase, SectionEditor
from scribe_desktop.views.section_forms import SectionForms
from scribe_desktop.views.undo_journal import UndoJournal

_MARGIN = 32
_UNFOLDING_MS = 200
"""Until a form that was opened has its place: as much of it as there is room for is brought in sight."""


class Column(QFrame):
    """The paper: wide enough for a line of about ninety characters, whatever the text size."""

    WIDTH = 840

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.setMaximumWidth(theme.px(self.WIDTH))


class NoteEditor(QScrollArea):
    """All sections of one note, shown as far as they matter and written to if that is allowed."""

    edited = Signal(str)
    """Key of a passage whose text changed."""
    entered = Signal(str)
    """Key of the section that now has the cursor."""
    phrase_seen = Signal(object)
    phrase_used = Signal(str)
    refused = Signal(object)
    """The `ScribeError` that kept a phrase or a pasted text from being put in."""

    def __init__(
        self,
        note_type: NoteType,
        person_id: str,
        find_phrase: FindPhrase,
        band: AgeBand,
        parent: QWidget | None = None,
        *,
        make: Expand = expand,
        unit: Callable[[str], str] = str,
    ) -> None:
        super().__init__(parent)
        self._note_type = note_type
        self._band = band
        self._editors: dict[str, PassageEditor] = {}
        self._parts: dict[str, QWidget] = {}
        self._grids: list[FieldGrid] = []
        self._groups: dict[str, QLabel] = {}
        self._current = note_type.sections[0].key
        self.title = _label(note_type.title, "note-type")
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setIndent(8)
        self.warning.hide()
        self._make, self._unit = make, unit
        self._asking: PassageEditor | None = None
        self._last: PassageEditor | None = None
        self._left_at: int | None = None
        self.gate: Gate = at_once
        self.journal = UndoJournal()
        self.writing = FieldWriting(self.journal, self.section_editor, person_id, self)
        self.forms = SectionForms(note_type, self.writing, self._parts.__getitem__, self.section_editor, self)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._build(person_id, find_phrase))
        self._unfolding = QTimer(self, interval=_UNFOLDING_MS, singleShot=True)
        self.writing.edited.connect(self.edited)
        self.forms.entered.connect(self._form_entered)
        self.forms.opened.connect(self._form_opened)
        self.verticalScrollBar().rangeChanged.connect(self._keep_form_in_sight)
        self.pick_list = PickList(self)
        self.fields = FieldPhrases(self.forms, self.writing, find_phrase, make, self)
        self.fields.used.connect(self.phrase_used)
        self.fields.seen.connect(self.phrase_seen)
        self.fields.refused.connect(self.refused)
        self.pick_list.answered.connect(self._answered)
        self.pick_list.dismissed.connect(self._back_to_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_fields()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._left_at = self.verticalScrollBar().value()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_fields()  # something in the note needs another width than before: larger text
        return super().eventFilter(watched, event)

    def _fit_fields(self) -> None:
        width = min(self.viewport().width(), theme.px(Column.WIDTH)) - 2 * _MARGIN
        for grid in self._grids:
            grid.fit(width)
        self.forms.fit(width)

    def show_content(self, content: NoteContent, *, may_write: bool) -> None:
        """Load a note. One that may not be written to shows only the sections that say something."""
        self.journal.forget()
        for key, editor in self._editors.items():
            editor.show_passage(content.get(key, Passage()))
        self.writing.show_content({k: passage for k, passage in content.items() if k not in self._editors})
        self.set_read_only(read_only=not may_write)
        for section in self._note_type.sections:
            keys = [section.key, *(field.key for field in section.fields)]
            says = any(not content.get(key, Passage()).is_blank for key in keys)
            self._parts[section.key].setVisible(may_write or says)
        for group, label in self._groups.items():
            parts = (self._parts[s.key] for s in self._note_type.sections if s.group == group)
            label.setVisible(any(part.isVisibleTo(self) for part in parts))
        self.forms.show_values(may_write=may_write)

    def set_read_only(self, *, read_only: bool) -> None:
        for editor in self._editors.values():
            editor.setReadOnly(read_only)
        self.forms.set_read_only(read_only=read_only)

    def passage(self, key: str) -> Passage:
        return self._editors[key].passage() if key in self._editors else self.writing.passage(key)

    def content(self) -> dict[str, Passage]:
        """All passages by key, those of the forms included."""
        return {key: editor.passage() for key, editor in self._editors.items()} | self.writing.content()

    def editor(self, key: str) -> PassageEditor:
        return self._editors[key]

    def editors(self) -> tuple[PassageEditor, ...]:
        return tuple(self._editors.values())

    def section_editor(self, key: str) -> SectionEditor:
        editor = self._editors[key]
        assert isinstance(editor, SectionEditor)
        return editor

    @property
    def current_section(self) -> str:
        """Key of the section that has, or last had, the cursor."""
        return self._current

    def text_in_hand(self) -> str:
        """What is selected in the current section, else all of it: its fields line by line, then its text.

        A blank that waits to be filled in counts for no selection.
        """
        section = self._note_type.section(self._current)
        for key in (*(field.key for field in section.fields), section.key):
            selected = self._editors[key].textCursor().selection().toPlainText()
            if selected.strip() not in ("", BLANK):
                return selected
        said = [(field, self.passage(field.key).text.strip()) for field in section.fields]
        lines = [
            f"{field.label}: {value} {field.unit_behind(value)}".rstrip() for field, value in said if value
        ]
        return "\n".join(filter(None, [*lines, self._editors[section.key].toPlainText().strip()]))

    def focus(self) -> None:
        """Go where the cursor was last, or to the first section shown."""
        editor = self._editors[self._current]
        if not editor.isVisibleTo(self):
            editor = next((e for e in self._editors.values() if e.isVisibleTo(self)), editor)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self) -> None:
        """Go on where one was when the note was put aside: the same cursor, the same stretch in sight."""
        left_at = self._left_at
        if self._last is not None and self._last.isVisibleTo(self):
            self._last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus()
        if left_at is not None:
            self.verticalScrollBar().setValue(left_at)

    def guard(self, gate: Gate) -> None:
        """Let nobody change the text by hand but through this gate."""
        self.gate = gate
        self.writing.gate = gate
        for editor in self._editors.values():
            editor.gate = gate

    def go_to(self, section_key: str) -> None:
        """Go to a section that is shown: to its open form, its first field, or the end of its text."""
        if not self._parts[section_key].isVisibleTo(self) or self.forms.enter(section_key):
            return
        section = self._note_type.section(section_key)
        editor = self._editors[section.fields[0].key if section.fields else section.key]
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._reveal(editor, self._parts[section_key])

    def show_stretch(self, key: str, start: int, end: int) -> None:
        """Go to a passage and select a stretch of it, given in code points."""
        editor = self._editors[key]
        if editor.isVisibleTo(self):
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            editor.select(start, end)
            self._follow(editor)

    def reveal_cursor(self) -> None:
        """Scroll to the cursor of the current section."""
        self._follow(self._editors[self._current])

    def step_section(self, by: int) -> None:
        """Go to the next (1) or previous (-1) visible section, round the ends."""
        keys = [s.key for s in self._note_type.sections if self._parts[s.key].isVisibleTo(self)]
        if keys:
            at = keys.index(self._current) if self._current in keys else 0
            self.go_to(keys[(at + by) % len(keys)])

    def resume_dictation(self, section_key: str) -> None:
        """Go to where the next words dictated into a section go."""
        editor = self.section_editor(section_key)
        editor.resume_dictation()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_blank(self, *, forward: bool) -> bool:
        """Select the next or previous open place of the whole note, round the ends. False: there is none.

        A choice shows its list.
        """
        self.pick_list.close_quietly()
        if self.fields.step(forward=forward):
            return True
        if key := self.fields.place_in_text():
            self._put_cursor_beside(key, behind=forward)
        keys = list(self._editors)
        asking = self._asking.key if self._asking is not None else self._current
        here = next((k for k, editor in self._editors.items() if editor.hasFocus()), asking)
        ordered = keys[keys.index(here) :] + keys[: keys.index(here)]
        ordered = ordered if forward else [ordered[0], *reversed(ordered[1:])]
        for key in [*ordered, here]:
            found = self._find_blank(self._editors[key], from_cursor=key == here, forward=forward)
            if found is not None:
                self._go_to_blank(self._editors[key], *found, forward=forward)
                return True
            here = ""  # back at the start, the whole text counts
        return False

    def _go_to_blank(self, editor: PassageEditor, start: int, end: int, *, forward: bool) -> None:
        """In the text, or in the field whose sentence it is a part of."""
        if self.fields.lead(editor.passage(), start, forward=forward):
            return
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        editor.select(start, end)
        self._follow(editor)
        self._ask(editor)

    def _put_cursor_beside(self, key: str, *, behind: bool) -> None:
        """Have the section's text go on from a field's sentence."""
        editor = self._editors[key.partition(".")[0]]
        here = stretches.find(editor.passage()).get(key)
        if here is not None:
            at = here.end if behind else here.start
            editor.select(at, at)

    def blanks(self) -> int:
        """How many places of the whole note have to be answered yet."""
        return sum(required(editor.toPlainText()) for editor in self._editors.values())

    def refresh_facts(self, facts: Facts) -> int:
        """Bring what patient tokens stood for up to date; returns how many stretches changed."""
        return sum(answering.refresh(editor, facts) for editor in self._editors.values())

    def _ask(self, editor: PassageEditor) -> None:
        """Show the list of the choice that is selected, if one is."""
        mark = answering.selected_mark(editor)
        if mark is None or not mark.is_asked or editor.isReadOnly():
            return
        self._asking = editor
        place = editor.cursorRect()
        place.moveTopLeft(editor.viewport().mapTo(self, place.topLeft()))
        self.pick_list.ask(mark, place)

    def _pass_on(self, editor: SectionEditor) -> None:
        """Ask what is asked at the selected place, or go to the next one."""
        mark = answering.selected_mark(editor)
        if mark is not None and mark.is_asked:
            self._ask(editor)
        else:
            self.step_blank(forward=True)

    def _answered(self, chosen: list[str], typed: bool) -> None:
        editor, mark = self._asking, self.pick_list.mark
        self.pick_list.close_quietly()
        if editor is not None and mark is not None and answering.selected_mark(editor) == mark:
            self._back_to_text()
            self.gate(lambda: self._answer(editor, mark, chosen, typed))

    def _answer(self, editor: PassageEditor, mark: Mark, chosen: list[str], typed: bool) -> None:
        spoken_to = isinstance(editor, SectionEditor) and editor.dictates_over_selection
        more = answering.give_answer(editor, mark, chosen, typed=typed)
        if isinstance(editor, SectionEditor) and spoken_to:
            editor.begin_dictation()
        if more:
            self._ask(editor)

    def _back_to_text(self) -> None:
        if self._asking is not None:
            self._asking.setFocus(Qt.FocusReason.OtherFocusReason)
            self._asking = None

    def _expanded(self, editor: SectionEditor, name: str) -> None:
        """Ask what the phrase asks, unless it was spoken into a section while somebody types elsewhere."""
        self.phrase_used.emit(name)
        if editor.hasFocus():
            self._ask(editor)

    def _find_blank(
        self, editor: PassageEditor, *, from_cursor: bool, forward: bool
    ) -> tuple[int, int] | None:
        text = editor.toPlainText()
        cursor = editor.textCursor()
        if forward:
            return next_blank(text, from_qt(text, cursor.selectionEnd()) if from_cursor else 0)
        return previous_blank(text, from_qt(text, cursor.selectionStart()) if from_cursor else len(text))

    def _build(self, person_id: str, find_phrase: FindPhrase) -> QWidget:
        column = Column()
        column.setProperty("role", "paper")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(_MARGIN, 16, _MARGIN, 48)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.warning)
        group = ""
        for section in self._note_type.sections:
            if section.group != group:
                group = section.group
                self._groups[group] = _label(group.upper(), "group")
                layout.addWidget(self._groups[group])
            part = self._build_section(section, person_id, find_phrase)
            self._parts[section.key] = part
            layout.addWidget(part)
        layout.addStretch(1)
        self._chain()
        desk = QWidget()
        centred = QHBoxLayout(desk)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(column, 1000)
        centred.addStretch(1)
        return desk

    def _build_section(self, section: SectionSpec, person_id: str, find_phrase: FindPhrase) -> QWidget:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        heading = _label(section.title, "section")
        layout.addWidget(self.forms.heading(section, heading))
        if section.fields:
            layout.addWidget(self._build_fields(section, person_id))
            layout.addWidget(BodyMass(self._editors, self._band))
        editor = SectionEditor(section.key, person_id, find_phrase, part, make=self._make, like=section.like)
        editor.expanded.connect(lambda name: self._expanded(editor, name))
        editor.show_hint(section.hint)
        editor.setAccessibleName(section.title)
        editor.passed_on.connect(lambda: self._pass_on(editor))
        editor.phrase_seen.connect(self.phrase_seen)
        heading.setBuddy(editor)
        layout.addWidget(editor)
        self._adopt(editor)
        return part

    def _build_fields(self, section: SectionSpec, person_id: str) -> FieldGrid:
        grid = FieldGrid()
        for spec in section.fields:
            field = FieldEditor(spec, person_id, self._band, unit=self._unit(spec.unit))
            grid.add(_label(f"{spec.label} <small>{field.unit}</small>", "field"), field)
            self._adopt(field)
        self._grids.append(grid)
        return grid

    def _adopt(self, editor: PassageEditor) -> None:
        self._editors[editor.key] = editor
        self.journal.watch(editor)
        editor.edited.connect(self.edited)
        editor.menu_opening.connect(lambda menu: self.journal.take_over(menu, self.gate))
        editor.refused.connect(self.refused)
        editor.cursorPositionChanged.connect(lambda: self._cursor_moved(editor))
        editor.focused.connect(lambda: self._entered(editor))

    def _chain(self) -> None:
        """Arrow keys run through the editors in order."""
        for before, after in _pairs(list(self._editors.values())):
            before.leave_forward.connect(_focus(after, QTextCursor.MoveOperation.Start))
            after.leave_backward.connect(_focus(before, QTextCursor.MoveOperation.End))

    def _entered(self, editor: PassageEditor) -> None:
        self._current, self._last = editor.key.partition(".")[0], editor
        self.entered.emit(self._current)
        self._follow(editor)

    def _form_entered(self, section_key: str, widget: QWidget) -> None:
        self._current = section_key
        self.entered.emit(section_key)
        self.ensureWidgetVisible(widget, 0, 48)

    def _form_opened(self, _name: str, is_open: bool) -> None:
        if is_open:
            self._unfolding.start()

    def _keep_form_in_sight(self) -> None:
        """A form that was opened takes its room only when all layouts around it have been done."""
        if self._unfolding.isActive():
            part = self._parts[self._current]
            top = part.mapTo(self.widget(), QPoint(0, 0)).y()
            self.ensureVisible(0, top + part.height(), 0, 16)
            self.ensureVisible(0, top, 0, 16)
        widget = self.focusWidget()
        if widget is not None and widget.hasFocus() and self.forms.holds(widget):
            self.ensureWidgetVisible(widget, 0, 48)

    def _cursor_moved(self, editor: PassageEditor) -> None:
        if editor.hasFocus():
            self._follow(editor)

    def _follow(self, editor: PassageEditor) -> None:
        """Scroll as little as it takes to keep the cursor in sight."""
        there = editor.viewport().mapTo(self.widget(), editor.cursorRect().center())
        self.ensureVisible(there.x(), there.y(), 0, 48)

    def _reveal(self, editor: PassageEditor, part: QWidget) -> None:
        top = part.mapTo(self.widget(), QPoint(0, 0)).y()
        self.ensureVisible(0, top, 0, 16)
        self._follow(editor)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label


def _pairs(editors: list[PassageEditor]) -> Iterator[tuple[PassageEditor, PassageEditor]]:
    yield from pairwise(editors)


def _focus(editor: PassageEditor, place: QTextCursor.MoveOperation) -> Callable[[], None]:
    def enter() -> None:
        editor.moveCursor(place)
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return enter
