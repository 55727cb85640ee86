"""Does what an utterance asks for in the note that is dictated into, and tells it in the dictation bar."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.commands import CommandId, command, titled
from scribe_desktop.session.session import Session
from scribe_desktop.session.voice import Spoken, SpokenCommand, SpokenPhrase, SpokenRoute, Voice
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.dictation_control import Target
from scribe_desktop.views.insertion import Insertion
from scribe_desktop.views.went import Went

if TYPE_CHECKING:
    from scribe_desktop.views.workspace import Workspace

_GOING = {
    *(CommandId.NEXT_SECTION, CommandId.PREVIOUS_SECTION),
    *(CommandId.NEXT_FIELD, CommandId.PREVIOUS_FIELD),
    *(CommandId.NEXT_BLANK, CommandId.PREVIOUS_BLANK),
}
"""Commands that lead somewhere and do nothing else."""


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
        voice = self._voice(note_type)
        meaning = voice.meaning(words.text, note_type)
        if meaning is None:
            if missed := voice.phrase_missed(words.text):
                self._tell(f"No phrase is called “{missed}”: the words went in as text.")
            return False
        if chart is None and isinstance(meaning, SpokenPhrase) and meaning.certain:
            self._put_unseen(target, meaning.phrases[0], words)
            return True
        if chart is None or not chart.writable:
            self._tell(f"“{words.text}” went in as words: its note is not open.")
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
                if self._do_only(chart, meaning, target, words):
                    return
                break
        said = next((words.text for words in readings if not words.is_blank), "")
        self._tell(f"“{said}” is no command here; nothing was done. Shift+F1 lists what you can say.")

    def _tell(self, text: str) -> None:
        self._workspace.dictation.tell(text)

    def _voice(self, note_type: NoteType | None) -> Voice:
        return self._session.voice(note_type.specialty if note_type else "")

    def _put_unseen(self, target: Target, phrase: Phrase, words: Passage) -> None:
        """Into the note that dictation began in, though it is not open; it is looked at when it is opened."""
        self._workspace.words.put_phrase(target, phrase, words)
        self._tell(f"Put .{phrase.name} into {target.words}, which is not open: look at it there.")

    def _do(self, chart: ChartView, meaning: Spoken, target: Target, words: Passage) -> bool:
        if isinstance(meaning, SpokenCommand):
            return self._do_command(chart, meaning, target, words)
        if isinstance(meaning, SpokenRoute):
            rest = words.behind(meaning.behind)
            self._go(chart, meaning, target, lambda aimed: self._place(aimed, words, rest))
            return True
        if meaning.certain:
            return self._put(chart, target, meaning.phrases[0], words)
        if not chart.isVisible():
            return False
        self._ask(chart, meaning, target, words)
        return True

    def _do_only(self, chart: ChartView, meaning: Spoken, target: Target, words: Passage) -> bool:
        """The same for words none of which may become text."""
        if isinstance(meaning, SpokenCommand):
            return meaning.behind < 0 and not meaning.upto and self._command(chart, meaning.command, target)
        if isinstance(meaning, SpokenRoute):
            rest = words.behind(meaning.behind)
            self._go(chart, meaning, target, lambda aimed: self._read_only(chart, aimed, rest))
            return True
        if meaning.certain:
            return self._put(chart, target, meaning.phrases[0], words)
        if not chart.isVisible():
            return False
        chart.phrases.ask(
            meaning.words, meaning.phrases, lambda phrase: self._put(chart, target, phrase, words)
        )
        self._tell(f"Which phrase is “{meaning.words}”? Escape leaves it.")
        return True

    def _do_command(self, chart: ChartView, meaning: SpokenCommand, target: Target, words: Passage) -> bool:
        """The text before it is put in first, so that undo brings it back; what follows is heard anew."""
        if not self._may(chart, meaning.command):
            return False
        if meaning.upto:
            self._workspace.words.place_text(target, words.upto(meaning.upto))
        self._command(chart, meaning.command, target)
        if meaning.behind >= 0:
            self._workspace.words.place(target, words.behind(meaning.behind))
        else:
            self._workspace.words.settle(words)
        return True

    def _may(self, chart: ChartView, which: CommandId) -> bool:
        may = chart.isVisible() and bool(command(which).where & self._workspace.place)
        if not may:
            self._tell(f"{titled(which)} went in as words: its note is not in front.")
        return may

    def _command(self, chart: ChartView, which: CommandId, target: Target) -> bool:
        """Done from where the words would have gone; those to come go where it leads."""
        if not self._may(chart, which):
            return False
        chart.editor.resume_dictation(target.section, target.field)
        self._tell(f"Heard {titled(which)}.")  # what is done may have more to say
        self.commanded.emit(which)
        aimed = self._workspace.target()
        if aimed is not None and aimed != target:
            self._aim(target, aimed)
            if which in _GOING:
                self._went(chart, target, aimed)
        return True

    def _aim(self, target: Target, aimed: Target) -> None:
        self._workspace.words.aim(target, aimed)
        self._workspace.dictation.show_anchor(aimed.words)

    def _go(
        self, chart: ChartView, where: SpokenRoute, target: Target, go_on: Callable[[Target], object]
    ) -> None:
        """Words go to another section from now on; `go_on` with those that were said along with it."""
        section = chart.chart.note_type.section(where.section)
        first = section.fields[0] if section.fields else None
        aimed = replace(
            target,
            section=section.key,
            title=section.title,
            field=first.key if first is not None else "",
            label=first.label if first is not None else "",
        )
        self._tell(f"Now in {section.title}.")
        with chart.editor.journal.one_act():
            if chart.isVisible():
                chart.editor.go_to(section.key)
            chart.editor.section_editor(section.key).begin_dictation()
            if aimed != target:
                self._aim(target, aimed)
                self._went(chart, target, aimed)
            go_on(aimed)

    def _went(self, chart: ChartView, target: Target, aimed: Target) -> None:
        """Going there can be taken back."""
        went = Went(
            chart.editor.journal,
            back=partial(self._lead, chart, aimed, target, f"Back in {target.place}."),
            forth=partial(self._lead, chart, target, aimed, f"Now in {aimed.place}."),
            told=f"going to {aimed.place}",
        )
        chart.editor.journal.note(went)
        chart.dictated.remember(went)

    def _lead(self, chart: ChartView, target: Target, aimed: Target, told: str) -> None:
        if chart.isVisible():
            chart.editor.resume_dictation(aimed.section, aimed.field)
        self._aim(target, aimed)
        self._tell(told)

    def _place(self, aimed: Target, words: Passage, rest: Passage) -> None:
        """Put in what was said along with where to go."""
        if rest.text:
            self._workspace.words.place_text(aimed, rest)
        else:
            self._workspace.words.settle(words)

    def _read_only(self, chart: ChartView, aimed: Target, rest: Passage) -> None:
        """Of what was said along with it, only readings for fields are put in."""
        if rest.text:
            chart.dictated.put(aimed.section, rest, aimed.field, text=False)
            chart.autosave.flush()

    def _put(
        self,
        chart: ChartView,
        target: Target,
        phrase: Phrase,
        words: Passage,
        instead_of: Insertion | None = None,
    ) -> bool:
        put = chart.phrases.insert_spoken(target.section, phrase, instead_of)
        if put:
            chart.autosave.flush()
            self._workspace.words.settle(words)
            self._tell(f"Put .{phrase.name} into {target.title}: {phrase.title}. Undo takes it back.")
        return put

    def _ask(self, chart: ChartView, meaning: SpokenPhrase, target: Target, words: Passage) -> None:
        """The words are text until somebody has chosen, so that what is said next comes behind them."""
        put = chart.dictated.insert(target.section, words)
        chart.autosave.flush()
        chart.phrases.ask(
            meaning.words,
            meaning.phrases,
            lambda phrase: self._put(chart, target, phrase, words, put),
        )
        self._tell(f"Which phrase is “{meaning.words}”? Escape leaves the words as text.")
