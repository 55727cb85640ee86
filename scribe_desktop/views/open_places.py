"""The open places of a note, in the order of the page: gone to from one to the next, and asked about."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QScrollArea

from scribe_desktop.notes import stretches
from scribe_desktop.phrases.expansion import next_blank, previous_blank
from scribe_desktop.phrases.marks import Mark
from scribe_desktop.qt.offsets import from_qt
from scribe_desktop.views import answering
from scribe_desktop.views.field_phrases import FieldPhrases
from scribe_desktop.views.in_sight import InSight
from scribe_desktop.views.passage_editor import Gate, PassageEditor
from scribe_desktop.views.pick_list import PickList
from scribe_desktop.views.section_editor import SectionEditor


class Page(Protocol):
    """What is asked of the note."""

    @property
    def gate(self) -> Gate: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def current_section(self) -> str: ...
    def editor(self, key: str) -> PassageEditor: ...
    def built(self) -> tuple[PassageEditor, ...]: ...


class OpenPlaces(QObject):
    """Those of the text are answered here; those of a form's lines by `fields`."""

    def __init__(self, page: Page, fields: FieldPhrases, sight: InSight, over: QScrollArea) -> None:
        """`over`: what the list of choices lies over."""
        super().__init__(over)
        self._page, self._fields, self._sight, self._over = page, fields, sight, over
        self._asking: PassageEditor | None = None
        self.pick_list = PickList(over)
        self.pick_list.answered.connect(self._answered)
        self.pick_list.dismissed.connect(self._back_to_text)

    def step(self, *, forward: bool) -> bool:
        """Select the next or previous open place of the whole note, round the ends. False: there is none.

        A choice shows its list.
        """
        self.pick_list.close_quietly(self._asking)
        if self._fields.step(forward=forward):
            return True
        if key := self._fields.place_in_text():
            self._put_cursor_beside(key, behind=forward)
        here = self._here()
        keys = list(self._page.keys)
        ordered = keys[keys.index(here) :] + keys[: keys.index(here)]
        ordered = ordered if forward else [ordered[0], *reversed(ordered[1:])]
        for key in [*ordered, here]:
            editor = self._page.editor(key)
            found = _find(editor, from_cursor=key == here, forward=forward)
            if found is not None:
                self._go_to(editor, *found, forward=forward)
                return True
            here = ""  # back at the start, the whole text counts
        return False

    def ask(self, editor: PassageEditor) -> None:
        """Show the list of the choice that is selected, if one is."""
        mark = answering.selected_mark(editor)
        if mark is None or not mark.is_asked or editor.isReadOnly():
            return
        self._asking = editor
        place = editor.cursorRect()
        place.moveTopLeft(editor.viewport().mapTo(self._over, place.topLeft()))
        self.pick_list.ask(mark, place)

    def pass_on(self, editor: SectionEditor) -> None:
        """Ask what is asked at the selected place, or go to the next one."""
        mark = answering.selected_mark(editor)
        if mark is not None and mark.is_asked:
            self.ask(editor)
        else:
            self.step(forward=True)

    def _here(self) -> str:
        asking = self._asking.key if self._asking is not None else self._page.current_section
        return next((editor.key for editor in self._page.built() if editor.hasFocus()), asking)

    def _go_to(self, editor: PassageEditor, start: int, end: int, *, forward: bool) -> None:
        """In the text, or in the field whose sentence it is a part of."""
        if self._fields.lead(editor.passage(), start, forward=forward):
            return
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        editor.select(start, end)
        self._sight.follow(editor)
        self.ask(editor)

    def _put_cursor_beside(self, key: str, *, behind: bool) -> None:
        """Have the section's text go on from a field's sentence."""
        editor = self._page.editor(key.partition(".")[0])
        here = stretches.find(editor.passage()).get(key)
        if here is not None:
            at = here.end if behind else here.start
            editor.select(at, at)

    def _answered(self, chosen: list[str], typed: bool) -> None:
        editor, mark = self._asking, self.pick_list.mark
        self.pick_list.close_quietly(editor)
        if editor is not None and mark is not None and answering.selected_mark(editor) == mark:
            self._back_to_text()
            self._page.gate(lambda: self._answer(editor, mark, chosen, typed))

    def _answer(self, editor: PassageEditor, mark: Mark, chosen: list[str], typed: bool) -> None:
        spoken_to = isinstance(editor, SectionEditor) and editor.dictates_over_selection
        more = answering.give_answer(editor, mark, chosen, typed=typed)
        if isinstance(editor, SectionEditor) and spoken_to:
            editor.begin_dictation()
        if more:
            self.ask(editor)

    def _back_to_text(self) -> None:
        if self._asking is not None:
            self._asking.setFocus(Qt.FocusReason.OtherFocusReason)
            self._asking = None


def _find(editor: PassageEditor, *, from_cursor: bool, forward: bool) -> tuple[int, int] | None:
    text = editor.toPlainText()
    cursor = editor.textCursor()
    if forward:
        return next_blank(text, from_qt(text, cursor.selectionEnd()) if from_cursor else 0)
    return previous_blank(text, from_qt(text, cursor.selectionStart()) if from_cursor else len(text))
