"""Puts what was dictated into the open note, as text, phrases and values, and takes it back."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QTextCursor

from scribe_desktop.language import routing
from scribe_desktop.notes.channels import is_talk
from scribe_desktop.notes.dictated import said_at, whole
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.voice import fields
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.insertion import Fate, Insertion
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.section_editor import SectionEditor
from scribe_desktop.views.went import Went

_REMEMBERED = 200
_SHOWN = 60
"""Characters of what was taken back that are told."""


class Said(Protocol):
    """One thing that was done because somebody spoke."""

    @property
    def fate(self) -> Fate: ...
    @property
    def told(self) -> str:
        """What it was, as it is told when it is taken back."""
        ...

    def take_back(self) -> None: ...


@dataclass(frozen=True)
class _Text:
    """Words or a phrase in a section's text."""

    editor: SectionEditor
    put: Insertion

    @property
    def fate(self) -> Fate:
        return self.put.fate

    @property
    def told(self) -> str:
        return _quoted(self.put.text)

    def take_back(self) -> None:
        self.editor.take_back(self.put)


@dataclass(frozen=True)
class _Value:
    """A field that was empty before."""

    editor: FieldEditor
    value: str

    @property
    def fate(self) -> Fate:
        now = self.editor.toPlainText()
        if now == self.value:
            return Fate.THERE
        return Fate.CHANGED if now.strip() else Fate.GONE

    @property
    def told(self) -> str:
        return f"{self.editor.spec.label} {self.value}"

    def take_back(self) -> None:
        self.editor.replace(0, self.editor.document().characterCount() - 1, [])


class DictatedWords:
    def __init__(self, note: NoteEditor, note_type: NoteType, tell: Callable[[str], object]) -> None:
        """`tell` says what was done."""
        self._note, self._note_type, self._tell = note, note_type, tell
        self._acts: deque[tuple[Said, ...]] = deque(maxlen=_REMEMBERED)
        """What was done for each utterance, the latest last."""

    def insert(self, key: str, words: Passage) -> Insertion | None:
        """Put recognised words where dictation into this section began, or at its end."""
        editor = self._note.section_editor(key)
        put = editor.insert_dictated(editor.dictation_anchor(), words)
        if put is not None:
            self.remember(_Text(editor, put))
        return put

    def put(self, key: str, words: Passage, field: str = "", *, text: bool = True) -> None:
        """Put recognised words into a section: readings into its fields where the cursor is among those.

        Args:
            field: key of the field with the cursor, whose value may be said without its name; a conversation
                fills in none.
            text: what is no reading becomes text; otherwise it is told, and not written.
        """
        if field and not is_talk(words):
            self._read(self._note_type.section(key), words, field, text=text)
        elif text:
            self.insert(key, words)
        else:
            self._tell(f"{_quoted(words.text)} was not understood, and not written.")

    def append(self, key: str, words: Passage) -> None:
        """Put recognised words of an earlier dictation behind everything that this section says."""
        editor = self._note.section_editor(key)
        end = QTextCursor(editor.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        editor.insert_dictated(end, words)

    def put_phrase(self, key: str, phrase: Phrase, instead_of: Insertion | None = None) -> bool:
        """Put a phrase where words of this section go, or in place of some; False: refused, which is told."""
        editor = self._note.section_editor(key)
        with self._note.journal.one_act():
            put = editor.put_spoken(phrase, instead_of)
        if put is not None:
            self.remember(_Text(editor, put))
        return put is not None

    def _read(self, section: SectionSpec, words: Passage, field: str, *, text: bool) -> None:
        """Put the readings among some words into a section's fields and the rest into its text, as one act.

        A field that holds something keeps it, and what was said of it goes into the text.
        """
        understood = routing.readings(words.text, fields(section), self._takes)
        if not understood.found:
            self._read_one(section, field, words, text=text)
            return
        empty = [one for one in understood.found if self._field(one.field).passage().is_blank]
        held = [one for one in understood.found if one not in empty]
        rest = _merged([*understood.rest, *((one.start, one.end) for one in held)])
        left = Passage.join(
            piece
            for place, (start, end) in enumerate(rest)
            for piece in _cut(words, start, end, "; " if place else "")
        )
        written = _closed(left) if text and left.text else Passage()
        told = [", ".join(self._fill([(one.field, one.value) for one in empty], words, section, written))]
        told += [
            f"{self._label(one.field)} stays {self._shown(one.field)}: it was filled in before"
            for one in held
        ]
        if left.text:
            told.append(f"{'In the text' if text else 'Not written as text'}: {_quoted(left.text)}.")
        self._tell(" ".join(f"{one.rstrip('.')}." for one in told if one))

    def _read_one(self, section: SectionSpec, field: str, words: Passage, *, text: bool) -> None:
        """The same for words said with the cursor in a field, without a name."""
        editor, label = self._field(field), self._label(field)
        value = routing.value(words.text, editor.takes)
        if value and editor.passage().is_blank:
            self._tell(f"{', '.join(self._fill([(field, value)], words, section, Passage()))}.")
            return
        why = (
            f"{label} stays {self._shown(field)}"
            if value
            else f"{_quoted(words.text)} is no value for {label}"
        )
        if not text:
            self._tell(f"{why}. Nothing was written.")
            return
        if routing.tells_numbers(words.text) and not routing.mentions(words.text, fields(section)):
            words = said_at(_closed(words), label)
        self.insert(section.key, words)
        self._tell(f"{why}: what you said is in the text of {section.title}.")

    def _fill(
        self, values: Sequence[tuple[str, str]], words: Passage, section: SectionSpec, left: Passage
    ) -> list[str]:
        """Put values into their fields and what is left into the text; returns what the fields say now."""
        said: list[Said] = []
        with self._note.journal.one_act():
            for key, value in values:
                editor = self._field(key)
                editor.put_value(value, whole(words))
                said.append(_Value(editor, editor.toPlainText()))
            text = self._note.section_editor(section.key)
            put = text.insert_dictated(text.dictation_anchor(), left) if left.text else None
            said += [_Text(text, put)] if put is not None else []
        self.remember(*said)
        return [f"{self._label(key)} {self._shown(key)}" for key, _ in values]

    def _takes(self, key: str, text: str) -> str:
        return self._field(key).takes(text)

    def _shown(self, key: str) -> str:
        return self._field(key).passage().text

    def _label(self, key: str) -> str:
        return self._field(key).spec.label

    def _field(self, key: str) -> FieldEditor:
        editor = self._note.editor(key)
        assert isinstance(editor, FieldEditor)
        return editor

    def remember(self, *done: Said) -> None:
        """All of this was done for one utterance, and is taken back together; going there is, by itself."""
        if not done:
            return
        if self._acts and isinstance(self._acts[-1][0], Went):
            self._acts.pop()
        self._acts.append(done)

    def scratch(self) -> None:
        """Take back what was done last for somebody who spoke, as one step of undo, and say what it was.

        What was undone is passed over. What somebody has changed since stays, and nothing before it is
        taken back in its stead.
        """
        for act in reversed(self._acts):
            standing = [one for one in act if one.fate is Fate.THERE]
            if standing:
                told = ", ".join(one.told for one in standing)
                with self._note.journal.one_act():
                    for one in reversed(standing):
                        one.take_back()
                self._tell(f"Took back {told}.")
                return
            if any(one.fate is Fate.CHANGED for one in act):
                self._tell(
                    "What was dictated last was changed since: it stays. Undo takes back step by step."
                )
                return
        self._tell("There is nothing dictated to take back.")


def _quoted(text: str) -> str:
    said = " ".join(text.split())
    return f"“{said if len(said) <= _SHOWN else f'{said[:_SHOWN]}…'}”"


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _cut(words: Passage, start: int, end: int, before: str) -> list[tuple[str, Source]]:
    """A stretch of words without the marks behind it, with what parts it from the one before."""
    length = len(words.text[start:end].rstrip(" .,;:"))
    pieces = list(words.upto(start + length).behind(start).pieces())
    return [(before, pieces[0][1]), *pieces] if pieces else []


def _closed(words: Passage) -> Passage:
    """As a sentence that nothing said next reads on from."""
    said = words.upto(len(words.text.rstrip(" .,;:")))
    return Passage.join([*said.pieces(), (".", whole(words))])
