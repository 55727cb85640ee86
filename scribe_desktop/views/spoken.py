"""Does what an utterance asks for in the note that is dictated into, and tells it in the dictation bar."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scribe_desktop.notes.dictated import whole
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import CommandId, command, titled
from scribe_desktop.session.session import Session
from scribe_desktop.session.voice import Spoken, SpokenCommand, SpokenPhrase, SpokenRoute, Voice, readings
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.dictation_control import Target

if TYPE_CHECKING:
    from scribe_desktop.views.workspace import Workspace


class SpokenControl(QObject):
    """What cannot be done stays text, so that no word is lost."""

    commanded = Signal(object)
    """The `CommandId` of what was asked for."""

    def __init__(self, session: Session, workspace: "Workspace") -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace

    def obey(self, target: Target, words: Passage) -> bool:
        """Whether the utterance asked for something that is done, or asked about, now."""
        chart = self._workspace.charts.of_note(target.note_id)
        note_type = chart.chart.note_type if chart is not None else None
        meaning = self._voice(note_type).meaning(words.text, note_type)
        if meaning is None:
            return False
        if chart is None and isinstance(meaning, SpokenPhrase) and meaning.certain:
            self._put_unseen(target, meaning.phrases[0], words)
            return True
        if chart is None or not chart.writable:
            self._workspace.dictation.tell(f"“{words.text}” went in as words: its note is not open.")
            return False
        return self._do(chart, meaning, target, words)

    def obey_only(self, target: Target, readings: Sequence[Passage]) -> None:
        """Do what was said while a key was held for a command; it never becomes text.

        Args:
            readings: what was heard, and what else it may have been; the first one that has a meaning counts.
        """
        chart = self._workspace.charts.of_note(target.note_id)
        note_type = chart.chart.note_type if chart is not None else None
        for words in readings:
            meaning = self._voice(note_type).meaning(words.text, note_type)
            if meaning is not None and chart is not None and chart.writable:
                if self._do(chart, meaning, target, words):
                    return
                break
        self._workspace.dictation.tell(
            f"“{readings[0].text}” is no command here; nothing was done. Shift+F1 lists what you can say."
        )

    def _voice(self, note_type: NoteType | None) -> Voice:
        return self._session.voice(note_type.specialty if note_type else "")

    def _put_unseen(self, target: Target, phrase: Phrase, words: Passage) -> None:
        """Into the note that dictation began in, though it is not open; it is looked at when it is opened."""
        self._workspace.words.put_phrase(target, phrase, words)
        said = f"Put .{phrase.name} into {target.words}, which is not open: look at it there."
        self._workspace.dictation.tell(said)

    def _do(self, chart: ChartView, meaning: Spoken, target: Target, words: Passage) -> bool:
        if isinstance(meaning, SpokenCommand):
            done = self._command(chart, meaning.command, target)
            if done and meaning.behind >= 0:
                self._workspace.words.place_text(target, words.behind(meaning.behind))
            elif done:
                self._workspace.words.settle(words)
            return done
        if isinstance(meaning, SpokenRoute):
            return self._go(chart, meaning, target, words)
        if meaning.certain:
            return self._put(chart, target, meaning.phrases[0], words)
        if not chart.isVisible():
            return False
        self._ask(chart, meaning, target, words)
        return True

    def _command(self, chart: ChartView, which: CommandId, target: Target) -> bool:
        """Done from where the words would have gone; those to come go where it leads."""
        if not chart.isVisible() or not command(which).where & self._workspace.place:
            self._workspace.dictation.tell(f"{titled(which)} went in as words: its note is not in front.")
            return False
        chart.editor.resume_dictation(target.section)
        self.commanded.emit(which)
        aimed = self._workspace.target()
        if aimed is not None and aimed != target:
            self._workspace.words.aim(target, aimed)
            self._workspace.dictation.show_anchor(aimed.title)
        self._workspace.dictation.tell(f"Heard {titled(which)}.")
        return True

    def _go(self, chart: ChartView, where: SpokenRoute, target: Target, words: Passage) -> bool:
        """Words go to another section from now on; those that were said along with it go there at once."""
        section = chart.chart.note_type.section(where.section)
        aimed = replace(target, section=section.key, title=section.title)
        if chart.isVisible():
            chart.editor.go_to(section.key)
        chart.editor.section_editor(section.key).begin_dictation()
        if aimed != target:
            self._workspace.words.aim(target, aimed)
            self._workspace.dictation.show_anchor(aimed.words)
        said = f"Now in {section.title}."
        rest = words.behind(where.behind)
        values = readings(section, rest.text) if rest.text else {}
        if values is None:
            self._workspace.words.place_text(aimed, rest)
        else:
            if rest.text:
                said = chart.dictated.fill(section, values, whole(rest))
            chart.autosave.flush()
            self._workspace.words.settle(words)
        self._workspace.dictation.tell(said)
        return True

    def _put(self, chart: ChartView, target: Target, phrase: Phrase, words: Passage) -> bool:
        put = chart.phrases.insert_spoken(target.section, phrase)
        if put:
            chart.autosave.flush()
            self._workspace.words.settle(words)
            said = f"Put .{phrase.name} into {target.title}: {phrase.title}. Undo takes it back."
            self._workspace.dictation.tell(said)
        return put

    def _ask(self, chart: ChartView, meaning: SpokenPhrase, target: Target, words: Passage) -> None:
        drop = partial(self._workspace.words.place_text, target, words)
        chart.phrases.ask(
            meaning.words,
            meaning.phrases,
            lambda phrase: self._put(chart, target, phrase, words) or drop(),
            drop,
        )
        self._workspace.dictation.tell(f"Which phrase is “{meaning.words}”? Escape leaves the words as text.")
