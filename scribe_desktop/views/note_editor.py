"""The note as one calm column: a heading and an editor per section, fields where the note type has them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.patient import AgeBand, Sex
from scribe_desktop.phrases.expansion import BLANK, expand
from scribe_desktop.phrases.marks import next_mark, required
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.qt import theme
from scribe_desktop.views import answering
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.field_phrases import FieldPhrases
from scribe_desktop.views.field_writing import FieldWriting
from scribe_desktop.views.in_sight import InSight
from scribe_desktop.views.open_places import OpenPlaces
from scribe_desktop.views.passage_editor import Gate, PassageEditor, at_once
from scribe_desktop.views.portions import Portions
from scribe_desktop.views.section_editor import Expand, FindPhrase, SectionEditor
from scribe_desktop.views.section_forms import SectionForms
from scribe_desktop.views.section_part import SectionPart, Writing, label
from scribe_desktop.views.undo_journal import UndoJournal

_MARGIN = 32


class Column(QFrame):
    """The paper: wide enough for a line of about ninety characters, whatever the text size."""

    WIDTH = 840

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.setMaximumWidth(theme.px(self.WIDTH))


class NoteEditor(QScrollArea):
    """All sections of one note, shown as far as they matter and written to if that is allowed.

    They are built in portions after the window has been painted, and one that is asked for before at once:
    whoever wants to do something to every editor says so by `on_each`.
    """

    edited = Signal(str)
    """Key of a passage whose text changed."""
    entered = Signal(str)
    """Key of the section that now has the cursor."""
    hinted = Signal(str)
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
        sex: Sex = Sex.UNKNOWN,
    ) -> None:
        super().__init__(parent)
        self._note_type = note_type
        self._section_of = {key: section.key for section in note_type.sections for key in _keys_of(section)}
        self._content: dict[str, Passage] = {}
        """What is said under the keys that have no editor yet."""
        self._read_only = False
        self._editors: dict[str, PassageEditor] = {}
        self._parts: dict[str, SectionPart] = {}
        self._groups: dict[str, QLabel] = {}
        self._current = note_type.sections[0].key
        self._on_each: list[Callable[[PassageEditor], object]] = []
        self._last: PassageEditor | None = None
        self._left_at: int | None = None
        self.gate: Gate = at_once
        self.journal = UndoJournal()
        self.writing = FieldWriting(self.journal, self.section_editor, person_id, self)
        self.forms = SectionForms(
            note_type, self.writing, self._parts.__getitem__, self.section_editor, self, sex=sex
        )
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._writing = Writing(person_id, band, find_phrase, make, unit)
        self._build()
        self._portions = Portions(self._parts, self._fill, self)
        self._sight = InSight(self, self._opened, self.forms.holds)
        self.writing.edited.connect(self.edited)
        self.forms.entered.connect(self._form_entered)
        self.forms.opened.connect(self._form_opened)
        self.fields = FieldPhrases(self.forms, self.writing, find_phrase, make, self)
        self.fields.used.connect(self.phrase_used)
        self.fields.seen.connect(self.phrase_seen)
        self.fields.refused.connect(self.refused)
        self.places = OpenPlaces(self, self.fields, self._sight, self)
        self._portions.need(self._current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_fields()
        self._sight.resized(event.oldSize().height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._left_at = self.verticalScrollBar().value()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_fields()  # something in the note needs another width than before: larger text
        return super().eventFilter(watched, event)

    def _fit_fields(self) -> None:
        width = min(self.viewport().width(), theme.px(Column.WIDTH)) - 2 * _MARGIN
        for part in self._parts.values():
            if part.grid is not None:
                part.grid.fit(width)
        self.forms.fit(width)

    def show_content(self, content: NoteContent, *, may_write: bool) -> None:
        """Load a note. One that may not be written to shows only the sections that say something."""
        self.journal.forget()
        for key, editor in self._editors.items():
            editor.show_passage(content.get(key, Passage()))
        self._content = {key: passage for key, passage in content.items() if key in self.pending()}
        self.writing.show_content({k: passage for k, passage in content.items() if k not in self._section_of})
        self.set_read_only(read_only=not may_write)
        for section in self._note_type.sections:
            says = any(not content.get(key, Passage()).is_blank for key in _keys_of(section))
            self._parts[section.key].setVisible(may_write or says)
        for group, heading in self._groups.items():
            keys = (section.key for section in self._note_type.sections if section.group == group)
            heading.setVisible(any(self.shows(key) for key in keys))
        self.forms.show_values(may_write=may_write)

    def set_read_only(self, *, read_only: bool) -> None:
        self._read_only = read_only
        for editor in self._editors.values():
            editor.setReadOnly(read_only)
        self.forms.set_read_only(read_only=read_only)

    def passage(self, key: str) -> Passage:
        if key in self._editors:
            return self._editors[key].passage()
        return self._content.get(key, Passage()) if key in self._section_of else self.writing.passage(key)

    def content(self) -> dict[str, Passage]:
        """All passages by key, those of the forms included."""
        return {key: self.passage(key) for key in self._section_of} | self.writing.content()

    def pending(self) -> dict[str, Passage]:
        """The passages that have no editor yet, by key."""
        return {
            key: self._content.get(key, Passage()) for key in self._section_of if key not in self._editors
        }

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all editors, in the order of the page."""
        return tuple(self._section_of)

    def editor(self, key: str) -> PassageEditor:
        """The editor of this passage, which is built now if it is not there yet."""
        self._portions.need(self._section_of[key])
        return self._editors[key]

    def editors(self) -> tuple[PassageEditor, ...]:
        """All editors in the order of the page; what is not there yet is built now."""
        self._portions.need_all()
        return self.built()

    def built(self) -> tuple[PassageEditor, ...]:
        """The editors that are there now, in the order of the page."""
        return tuple(self._editors[key] for key in self._section_of if key in self._editors)

    def on_each(self, do: Callable[[PassageEditor], object]) -> None:
        """Do something once to every editor: now, or when it is built."""
        self._on_each.append(do)
        for editor in self.built():
            do(editor)

    def section_editor(self, key: str) -> SectionEditor:
        editor = self.editor(key)
        assert isinstance(editor, SectionEditor)
        return editor

    def shows(self, section_key: str) -> bool:
        """Whether a section is on the page: one that says nothing is not, in a note that is only read."""
        return self._parts[section_key].isVisibleTo(self)

    def standing(self, section_key: str) -> tuple[bool, bool]:
        """Whether a section, or a field of it, says something; and whether a place in it is open."""
        filled = blanks = False
        for key in _keys_of(self._note_type.section(section_key)):
            if key in self._editors:
                filled |= self._editors[key].says_something
                blanks |= self._editors[key].has_blank
            else:
                passage = self.passage(key)
                filled |= not passage.is_blank
                blanks |= next_mark(passage.text, 0) is not None
        return filled, blanks

    @property
    def current_section(self) -> str:
        """Key of the section that has, or last had, the cursor."""
        return self._current

    @property
    def current_field(self) -> str:
        """Key of the field that has, or last had, the cursor in the current section; empty: none."""
        here = self._last
        return here.key if isinstance(here, FieldEditor) and here.key.startswith(f"{self._current}.") else ""

    def text_in_hand(self) -> str:
        """What is selected in the current section, else all of it: its fields line by line, then its text.

        A blank that waits to be filled in counts for no selection.
        """
        section = self._note_type.section(self._current)
        for key in _keys_of(section):
            selected = self.editor(key).textCursor().selection().toPlainText()
            if selected.strip() not in ("", BLANK):
                return selected
        said = [(field, self.passage(field.key).text.strip()) for field in section.fields]
        lines = [
            f"{field.label}: {value} {field.unit_behind(value)}".rstrip() for field, value in said if value
        ]
        return "\n".join(filter(None, [*lines, self.editor(section.key).toPlainText().strip()]))

    def focus(self) -> None:
        """Go where the cursor was last, or to the first section shown."""
        shown = [key for key, section_key in self._section_of.items() if self.shows(section_key)]
        here = self._current if self.shows(self._current) or not shown else shown[0]
        self.editor(here).setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self) -> None:
        """Go on where one was when the note was put aside: the same cursor, the same stretch in sight."""
        left_at = self._left_at
        if self._last is not None and self._last.isVisibleTo(self):
            self._last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus()
        if left_at is not None:
            self._sight.go_back(left_at)

    def guard(self, gate: Gate) -> None:
        """Let nobody change the text by hand but through this gate."""
        self.gate = gate
        self.writing.gate = gate
        for editor in self._editors.values():
            editor.gate = gate

    def go_to(self, section_key: str) -> None:
        """Go to a section that is shown: to its open form, its first field, or the end of its text."""
        if not self.shows(section_key) or self.forms.enter(section_key):
            return
        section = self._note_type.section(section_key)
        editor = self.editor(section.fields[0].key if section.fields else section.key)
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._sight.reveal(editor, self._parts[section_key])

    def show_stretch(self, key: str, start: int, end: int) -> None:
        """Go to a passage and select a stretch of it, given in code points."""
        editor = self.editor(key)
        if editor.isVisibleTo(self):
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            editor.select(start, end)
            self._sight.follow(editor)

    def reveal_cursor(self) -> None:
        """Scroll to the cursor of the current section."""
        self._sight.follow(self.editor(self._current))

    def step_section(self, by: int) -> None:
        """Go to the next (1) or previous (-1) visible section, round the ends."""
        keys = [s.key for s in self._note_type.sections if self.shows(s.key)]
        if keys:
            at = keys.index(self._current) if self._current in keys else 0
            self.go_to(keys[(at + by) % len(keys)])

    def step_field(self, *, forward: bool) -> bool:
        """Go to the next or previous field of a section. False: there is none.

        Beyond the last one, and from the text, that is an open place; where none is left, an empty field.
        """
        keys = [key for key in self.keys if self._is_field(key)]
        here = self.current_field
        near = keys.index(here) + (1 if forward else -1) if here else -1
        if 0 <= near < len(keys) and keys[near].startswith(f"{self._current}."):
            self._enter(self.editor(keys[near]))
            return True
        if self.places.step(forward=forward):
            return True
        start = self.keys.index(here or self._current)
        ahead = [*self.keys[start:], *self.keys[:start]]
        ordered = ahead if forward else ahead[::-1]
        empty = (key for key in ordered if key in keys and key != here and self.passage(key).is_blank)
        to = next(filter(self._is_shown, empty), "")
        if to:
            self._enter(self.editor(to))
        return bool(to)

    def _is_field(self, key: str) -> bool:
        return self._section_of[key] != key

    def _is_shown(self, key: str) -> bool:
        return self.shows(self._section_of[key])

    def _enter(self, editor: PassageEditor) -> None:
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resume_dictation(self, section_key: str, field_key: str = "") -> None:
        """Go to where the next words dictated into a section, or a field of it, go."""
        if field_key:
            self._enter(self.editor(field_key))
            return
        editor = self.section_editor(section_key)
        editor.resume_dictation()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def blanks(self) -> int:
        """How many places of the whole note have to be answered yet."""
        texts = [editor.toPlainText() for editor in self._editors.values()]
        return sum(map(required, [*texts, *(passage.text for passage in self.pending().values())]))

    def refresh_facts(self, facts: Facts) -> int:
        """Bring what patient tokens stood for up to date; returns how many stretches changed."""
        return sum(answering.refresh(editor, facts) for editor in self.editors())

    def _expanded(self, editor: SectionEditor, name: str) -> None:
        """Ask what the phrase asks, unless it was spoken into a section while somebody types elsewhere."""
        self.phrase_used.emit(name)
        if editor.hasFocus():
            self.places.ask(editor)

    def _build(self) -> None:
        desk = QWidget()
        self.setWidget(desk)
        column = Column(desk)
        column.setProperty("role", "paper")
        centred = QHBoxLayout(desk)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(column, 1000)
        centred.addStretch(1)
        self.title = label(self._note_type.title, "note-type", column)
        self.warning = QLabel(column)
        self.warning.setWordWrap(True)
        self.warning.setIndent(8)
        self.warning.hide()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(_MARGIN, 16, _MARGIN, 48)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.warning)
        group = ""
        for section in self._note_type.sections:
            if section.group != group:
                group = section.group
                self._groups[group] = label(group.upper(), "group", column)
                layout.addWidget(self._groups[group])
            self._parts[section.key] = SectionPart(section, column)
            layout.addWidget(self._parts[section.key])
        layout.addStretch(1)

    def _fill(self, section_key: str) -> None:
        """Build one section, which shows what the note says."""
        part = self._parts[section_key]
        before = self._last_built_before(section_key)
        text = part.fill(self._writing, self.forms)
        text.expanded.connect(lambda name: self._expanded(text, name))
        text.passed_on.connect(lambda: self.places.pass_on(text))
        text.phrase_seen.connect(self.phrase_seen)
        text.hinted.connect(self.hinted)
        for editor in (*part.fields, text):
            if before is not None:
                QWidget.setTabOrder(before, editor)
            self._adopt(editor)
            before = editor
        for do in self._on_each:
            for editor in (*part.fields, text):
                do(editor)
        self._sight.unfold()
        if part.grid is not None:
            self._fit_fields()

    def _last_built_before(self, section_key: str) -> PassageEditor | None:
        """Tab goes through the page from top to bottom, in whatever order it is built."""
        keys = list(self._parts)
        above = reversed(keys[: keys.index(section_key)])
        return next((self._editors[key] for key in above if key in self._editors), None)

    def _adopt(self, editor: PassageEditor) -> None:
        editor.show_passage(self._content.pop(editor.key, Passage()))
        editor.setReadOnly(self._read_only)
        editor.gate = self.gate
        self._editors[editor.key] = editor
        self.journal.watch(editor)
        editor.edited.connect(self.edited)
        editor.menu_opening.connect(lambda menu: self.journal.take_over(menu, self.gate))
        editor.refused.connect(self.refused)
        editor.cursorPositionChanged.connect(lambda: self._sight.cursor_moved(editor))
        editor.focused.connect(lambda: self._entered(editor))
        editor.leave_forward.connect(lambda: self._leave(editor, 1))
        editor.leave_backward.connect(lambda: self._leave(editor, -1))

    def _leave(self, editor: PassageEditor, by: int) -> None:
        """Arrow keys run through the editors in order."""
        to = self.keys.index(editor.key) + by
        if 0 <= to < len(self.keys):
            there = self.editor(self.keys[to])
            there.moveCursor(QTextCursor.MoveOperation.Start if by > 0 else QTextCursor.MoveOperation.End)
            there.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _entered(self, editor: PassageEditor) -> None:
        self._current, self._last = editor.key.partition(".")[0], editor
        self.entered.emit(self._current)
        self._sight.follow(editor)

    def _form_entered(self, section_key: str, widget: QWidget) -> None:
        self._current = section_key
        self.entered.emit(section_key)
        self._sight.show_field(widget)

    def _form_opened(self, _name: str, is_open: bool) -> None:
        if is_open:
            self._sight.unfold()

    def _opened(self) -> QWidget | None:
        """The section that is worked in, if it has an open form."""
        return self._parts[self._current] if self.forms.panel(self._current) is not None else None


def _keys_of(section: SectionSpec) -> tuple[str, ...]:
    """The keys of a section's editors, in the order of the page."""
    return (*(field.key for field in section.fields), section.key)
