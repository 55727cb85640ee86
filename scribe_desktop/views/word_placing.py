"""Brings dictated words to the section where dictation began, whatever is open by the time they arrive."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import BadInput, ScribeError, StoreError, WrongState
from scribe_desktop.language import routing
from scribe_desktop.notes.channels import is_other_side
from scribe_desktop.notes.dictated import said_at
from scribe_desktop.notes.passage import Passage
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.dictation_control import Target

_RETRY_MS = 2_000

Words = tuple[Target, Passage]


class WordPlacing(QObject):
    """Into the editor if the note is open, in front or not, else straight into the store; nothing is lost."""

    saved = Signal(object)
    """The `datetime` at which words for a note that is not open were safe."""
    failing = Signal(object)
    """A `StoreError`: words are still only here, and tried again."""
    misplaced = Signal(object)
    """A `ScribeError` that quotes words which their note does not take any more."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        chart_of: Callable[[str], ChartView | None],
        obey: Callable[[Target, Passage], bool],
        parent: QObject | None = None,
    ) -> None:
        """`chart_of` knows a note's open chart, by the note's id; `obey` does what an utterance asks for.

        What `obey` says no to is text.
        """
        super().__init__(parent)
        self._session, self._jobs, self._chart_of, self._obey = session, jobs, chart_of, obey
        self._aims: dict[Target, Target] = {}
        self._waiting: list[Callable[[], None]] = []
        self._held = False
        self._error: ScribeError | None = None

    def hold(self) -> None:
        """Another chart is on its way: what arrives meanwhile waits for `release`."""
        self._held = True

    def release(self) -> None:
        self._held = False
        self._place_waiting()

    def aim(self, target: Target, instead: Target) -> None:
        """Words for this target go to another one from now on."""
        self._aims = {one: instead if its == target else its for one, its in self._aims.items()}
        self._aims[target] = instead

    def begin(self, target: Target) -> None:
        """A dictation into this target begins: what an earlier one was aimed at does not count."""
        self._aims.pop(target, None)
        chart = self._chart_of(target.note_id)
        specialty = chart.chart.note_type.specialty if chart is not None else ""
        self._jobs.background(lambda: self._session.voice(specialty).prepare())

    def place(self, target: Target, words: Passage) -> None:
        """Do what an utterance asks for, or put it where it belongs; the other side of a visit only talks."""
        if self._held:
            self._waiting.append(partial(self.place, target, words))
            return
        target = self._aims.get(target, target)
        if is_other_side(words) or not self._obey(target, words):
            self.place_text(target, words)

    def place_at_end(self, target: Target, words: Passage) -> None:
        """Put words of an earlier dictation behind what their section says; they are no orders any more."""
        if self._held:
            self._waiting.append(partial(self.place_at_end, target, words))
            return
        chart = self._chart_of(target.note_id)
        if chart is not None and chart.writable:
            chart.dictated.append(target.section, words)
            self._noted(chart, words)
        else:
            self._store(target, words)

    def settle(self, words: Passage) -> None:
        """These words have done their work, or no note takes them: they are not brought again."""
        utterances = self._session.sound.utterances_in(words)
        if utterances:
            self._jobs.store(lambda: self._session.sound.settle(utterances))

    def place_text(self, target: Target, words: Passage) -> None:
        """Put words where they belong, whatever they say."""
        chart = self._chart_of(target.note_id)
        if chart is not None and chart.writable:
            chart.dictated.put(target.section, words, target.field)
            self._noted(chart, words)
        else:
            self._store(target, words)

    def put_phrase(self, target: Target, phrase: Phrase, words: Passage) -> None:
        """Put a phrase into a note that is not open; where it makes no text, the words that asked for it."""
        self._jobs.store(
            lambda: self._session.closed_notes.put(target.note_id, target.section, phrase),
            partial(self._phrase_placed, words),
            partial(self._phrase_not_placed, target, phrase, words),
            owner=self,
        )

    def when_safe(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        """`do`, once words on their way have arrived; `otherwise` gets the error that keeps them here."""
        self._jobs.store(
            lambda: None,
            lambda _none: otherwise(self._error) if self._error is not None else do(),
            owner=self,
        )

    def _noted(self, chart: ChartView, words: Passage) -> None:
        """The save that holds the words takes note of it that they need not be brought again."""
        chart.autosave.flush()
        if words.is_blank:
            self.settle(words)

    def _store(self, target: Target, words: Passage) -> None:
        if target.field and routing.tells_numbers(words.text):
            words = said_at(words, target.label)
        self._jobs.store(
            lambda: self._session.charting.append(target.note_id, target.section, words),
            self.saved.emit,
            partial(self._not_placed, (target, words)),
            owner=self,
        )

    def _place_waiting(self) -> None:
        if self._held:
            return  # `release` comes here again
        self._error = None
        waiting, self._waiting = self._waiting, []
        for place in waiting:
            place()

    def _not_placed(self, words: Words, error: ScribeError) -> None:
        """Words that the store cannot take now are tried again; others are shown, for a person to place."""
        if isinstance(error, StoreError):
            self._try_again(partial(self.place_text, *words), error)
        else:
            self._show(words[1], error)
            if isinstance(error, WrongState):
                self.settle(words[1])

    def _phrase_placed(self, words: Passage, at: datetime) -> None:
        self.settle(words)
        self.saved.emit(at)

    def _phrase_not_placed(self, target: Target, phrase: Phrase, words: Passage, error: ScribeError) -> None:
        if isinstance(error, StoreError):
            self._try_again(partial(self.put_phrase, target, phrase, words), error)
            return
        self._show(words, error)
        if isinstance(error, BadInput):
            self.place_text(target, words)
        elif isinstance(error, WrongState):
            self.settle(words)

    def _try_again(self, place: Callable[[], None], error: ScribeError) -> None:
        self._waiting.append(place)
        self._error = error
        self.failing.emit(error)
        QTimer.singleShot(_RETRY_MS, self, self._place_waiting)

    def _show(self, words: Passage, error: ScribeError) -> None:
        self.misplaced.emit(type(error)(f"“{words.text}”: {error}", remedy=error.remedy))
