"""The values of a note's forms and their sentences in the text: both change in one step of undo."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from scribe_desktop.notes import stretches
from scribe_desktop.notes.form import Form, FormField
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.stretches import Place, Said, Stretch
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.views.passage_editor import Gate, PassageEditor, at_once
from scribe_desktop.views.undo_journal import UndoJournal


class Standing(Enum):
    """How a field and the section's text stand to each other."""

    BLANK = auto()
    """The field says nothing, and nothing of it is in the text."""
    TOLD = auto()
    """The text has its sentence as it was put there."""
    EDITED = auto()
    """Somebody has edited the sentence; it is left alone."""
    MISSING = auto()
    """The field says something, and somebody took its sentence out of the text."""

    @property
    def is_apart(self) -> bool:
        """The text says something else than the field."""
        return self in (Standing.EDITED, Standing.MISSING)


_REMEMBERED = 100
"""Values of which it is remembered what they say."""
_WORST_FIRST = (Standing.EDITED, Standing.MISSING, Standing.TOLD)


@dataclass(frozen=True)
class Told:
    """How one sentence of a field stands in the text: its only one, or that of one of its rows."""

    field: FormField
    key: str
    label: str
    standing: Standing


class FieldWriting(QObject):
    """Holds what the forms of one note say; shown or not, they cost no widget."""

    edited = Signal(str)
    """Key of a field whose value changed, by whatever means."""
    held_back = Signal(str)
    """Key of a field that keeps its value for now, whatever was entered: show what it holds."""
    shown = Signal(str)
    """Key of a field in which something was taken back or done again: go there."""

    def __init__(
        self,
        journal: UndoJournal,
        section: Callable[[str], PassageEditor],
        person_id: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal, self._section, self.person_id = journal, section, person_id
        self._given: Source | None = None
        self._values: dict[str, Passage] = {}
        self._said: dict[tuple[str, str], tuple[Said, ...]] = {}
        self.read_only = False
        """Nobody may enter anything now: the note is being handed over, or is not one's to write."""
        self.gate: Gate = at_once
        """What somebody enters goes through it, as it does in the text."""

    def show_content(self, values: NoteContent) -> None:
        """Replace everything, without a way to undo it."""
        self._values = {key: passage for key, passage in values.items() if not passage.is_blank}

    def content(self) -> dict[str, Passage]:
        return dict(self._values)

    def passage(self, key: str) -> Passage:
        return self._values.get(key, Passage())

    def value(self, key: str) -> str:
        return self.passage(key).text

    def put(self, form: Form, field: FormField, value: str, *, act: str = "", join: object = None) -> None:
        """Give a field this value and bring its sentence in line, unless somebody has edited that.

        Args:
            act: what the person did, where that was more than marking one item: kept as provenance.
            join: acts that name the same are one step of undo.
        """
        self.put_passage(form, field, self.passage(field.key).revised(value, self.typed(act)), join=join)

    def typed(self, act: str = "") -> Source:
        """The source of what this person enters now."""
        return self._given or Source(Origin.TYPED, self.person_id, act)

    @contextmanager
    def coming_from(self, source: Source) -> Iterator[None]:
        """What is entered meanwhile was not typed but has this source."""
        self._given = source
        try:
            yield
        finally:
            self._given = None

    def put_passage(self, form: Form, field: FormField, value: Passage, *, join: object = None) -> None:
        """Like `put`, for a value that comes from several sources."""
        if self.read_only or value.text == self.value(field.key):
            return
        self.gate(lambda: self._put(form, field, value, join))
        if value.text != self.value(field.key):
            self.held_back.emit(field.key)

    def _put(self, form: Form, field: FormField, value: Passage, join: object) -> None:
        with self._journal.one_act(join):
            before = self.passage(field.key)
            step = _ValueStep(self, field.key, before, value)
            step.redo()
            self._journal.note(step)
            self._tell(form, field, before.text)

    def write_anew(self, form: Form, field: FormField, key: str = "") -> None:
        """Write a sentence in place of what somebody has made of it, or where it is missing.

        Args:
            key: which of the field's, if it says several.
        """
        if not self.read_only:
            self.gate(lambda: self._write_anew(form, field, key or field.key))

    def _write_anew(self, form: Form, field: FormField, key: str) -> None:
        with self._journal.one_act():
            self._tell(form, field, self.value(field.key), anew=key)

    def standing(self, field: FormField) -> Standing:
        """How the field and its section's text stand to each other now: as its worst sentence does."""
        standings = {told.standing for told in self.told((field,))}
        return next((one for one in _WORST_FIRST if one in standings), Standing.BLANK)

    def told(self, fields: tuple[FormField, ...]) -> tuple[Told, ...]:
        """How each sentence of these fields of one section stands in its text."""
        found = stretches.find(self._section(_section_of(fields[0])).passage())
        return tuple(told for field in fields for told in self._told(field, found))

    def _told(self, field: FormField, found: Mapping[str, Stretch]) -> Iterator[Told]:
        said = {one.key: one for one in self._says(field, self.value(field.key))}
        if field.key in found and field.key not in said:
            yield Told(field, field.key, field.label, _as_found(found[field.key]))
            return
        for key, one in said.items():
            missing = Standing.MISSING if one.sentence else Standing.BLANK
            yield Told(field, key, one.label, _as_found(found[key]) if key in found else missing)
        for key in found:
            if key not in said and key.startswith(f"{field.key}#"):
                yield Told(field, key, f"{field.label}: a row that is deleted", Standing.EDITED)

    def _tell(self, form: Form, field: FormField, before: str, *, anew: str = "") -> None:
        """Bring the text in line with a field that said something else before."""
        editor = self._section(_section_of(field))
        said, until_now = self._says(field, self.value(field.key)), self._says(field, before)
        place = Place([key for one in form.asked for key in self._keys(one)], form.separator)
        again = (anew,) if anew else ()
        passage = editor.passage()
        for change in stretches.changes(
            passage, field.key, said, until_now, self.person_id, place, anew=again
        ):
            text = editor.toPlainText()
            editor.replace(to_qt(text, change.start), to_qt(text, change.end), change.pieces)

    def _keys(self, field: FormField) -> Iterator[str]:
        """Under which keys what a field says may stand in the text, in order."""
        said = self._says(field, self.value(field.key))
        yield from dict.fromkeys([field.key, *(one.key for one in said)])

    def _says(self, field: FormField, value: str) -> tuple[Said, ...]:
        """What a field says; asked for several times at each key, of which a long table would take notice."""
        known = self._said.get((field.key, value))
        if known is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            known = self._said[field.key, value] = field.said(value)
        return known

    def set_value(self, key: str, passage: Passage) -> None:
        """Hold another value without a word about it in the text: for taking back and doing again."""
        self._values[key] = passage
        self.edited.emit(key)


@dataclass(frozen=True)
class _ValueStep:
    """One field had another value before."""

    writing: FieldWriting
    key: str
    before: Passage
    after: Passage

    @property
    def can_undo(self) -> bool:
        return self.writing.passage(self.key) == self.after

    @property
    def can_redo(self) -> bool:
        return self.writing.passage(self.key) == self.before

    def undo(self) -> None:
        self.writing.set_value(self.key, self.before)

    def redo(self) -> None:
        self.writing.set_value(self.key, self.after)

    def show(self) -> None:
        self.writing.shown.emit(self.key)


def _as_found(stretch: Stretch) -> Standing:
    return Standing.TOLD if stretch.untouched else Standing.EDITED


def _section_of(field: FormField) -> str:
    return field.key.partition(".")[0]
