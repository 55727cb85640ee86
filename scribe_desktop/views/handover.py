"""What happens to an open note as a whole: handed over, given back, signed, added to, sent again."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scribe_desktop.errors import ScribeError, WrongState
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.commands import CommandId, command

if TYPE_CHECKING:
    from scribe_desktop.views.chart_view import ChartView

_STILL_DICTATING = WrongState(
    "Dictation is not finished.", remedy="Stop it (F9) and try again when its last words are in the note."
)


class Handover(QObject):
    """One act at a time; the words are in the store before it begins, and none are written while it lasts."""

    changed = Signal()
    """The note's state is another one now: submitted, returned, signed, added to."""
    retyped = Signal(object)
    """The note has other sections now; the `Chart` to be shown anew."""

    def __init__(
        self, view: "ChartView", words_are_coming: Callable[[str], bool], unheard: Callable[[str], str]
    ) -> None:
        """See `ChartView`."""
        super().__init__(view)
        self._view, self._session, self._jobs = view, view.session, view.jobs
        self._words_are_coming: Callable[[], bool] = partial(words_are_coming, view.chart.note.id)
        self._unheard: Callable[[], str] = partial(unheard, view.chart.note.id)
        self._warned = ""
        """What of it somebody has been told when they handed the note over."""
        self._acting = False
        view.review.submit_wanted.connect(self.submit)
        view.review.return_wanted.connect(self._give_back)
        view.review.attestation_wanted.connect(self._offer_attestation)
        view.review.sign_wanted.connect(self._sign)
        view.signed.send_wanted.connect(self._send_again)
        view.signed.addendum_wanted.connect(self._add_addendum)
        view.types.chosen.connect(self._change_type)

    @property
    def acting(self) -> bool:
        """Whether something is being done with the note, so that nobody may write."""
        return self._acting

    def submit(self) -> None:
        """Hand the note over, once nothing that the note check found stands against it."""
        if self._words_are_coming():
            self._view.review.show_error(_STILL_DICTATING)
        elif (unheard := self._unheard()) not in ("", self._warned):
            self._warned = unheard
            self._view.review.ask(f"{unheard} Submit once more to go on without it.")
        else:
            self._view.editor.set_read_only(read_only=True)
            self._view.checking.before_submit(self._submit, self._go_on_writing)

    def reload(self) -> None:
        """Show the chart as the store has it now; unsaved words have been flushed before."""
        self._read(self._reloaded)

    def look_again(self) -> None:
        """Show what has happened to the note elsewhere since it was read; what is written here stays."""
        self._read(self._looked)

    def _read(self, then: Callable[[Chart], object]) -> None:
        encounter_id = self._view.chart.encounter.id
        self._jobs.store(lambda: self._session.charting.open(encounter_id), then, owner=self)

    def _looked(self, chart: Chart) -> None:
        here = self._view.chart
        if self._acting or _history(chart) == _history(here):
            return
        if _history(chart)[:2] == _history(here)[:2]:
            self._view.signed.show_deliveries(chart.deliveries)
        else:
            self._reloaded(chart)

    def _reloaded(self, chart: Chart) -> None:
        if not self._view.autosave.is_clean:
            self._view.autosave.flush()
            self.reload()
            return
        self._acting = False
        if chart.note_type != self._view.chart.note_type:
            self.retyped.emit(chart)
            return
        self._view.show_anew(chart)
        self.changed.emit()

    def _go_on_writing(self) -> None:
        self._view.editor.set_read_only(read_only=not self._view.writable)

    def _change_type(self, key: str) -> None:
        note_id = self._view.chart.note.id
        self._act(lambda: self._session.charting.change_type(note_id, key))

    def _submit(self) -> None:
        note_id = self._view.chart.note.id
        self._act(lambda: self._session.charting.submit(note_id))

    def _give_back(self, reason: str) -> None:
        note_id = self._view.chart.note.id
        self._view.review.show_busy()
        self._act(lambda: self._session.review.give_back(note_id, reason))

    def _offer_attestation(self) -> None:
        self._view.autosave.flush()
        note_id, review = self._view.chart.note.id, self._view.review
        self._jobs.store(lambda: self._session.review.attestation(note_id), self._attest, owner=review)

    def _attest(self, text: str) -> None:
        self._view.review.show_attestation(text)
        asked = []
        if unheard := self._unheard():
            asked.append(f"{unheard} What is signed now is signed without it.")
        if pending := self._view.rows.pending():
            key = command(CommandId.CONFIRM_ROW).keys[0]
            asked.append(
                f"Still pending: {pending}. {key} goes through them; otherwise they are signed as pending."
            )
        if asked:
            self._view.review.ask(" ".join(asked))

    def _sign(self, passphrase: str, attestation: str) -> None:
        note_id = self._view.chart.note.id
        self._view.review.show_busy()
        self._act(lambda: self._session.review.sign(note_id, passphrase, attestation))

    def _add_addendum(self, text: str, passphrase: str) -> None:
        note_id, signed = self._view.chart.note.id, self._view.signed
        self._view.autosave.when_safe(
            lambda: self._jobs.store(
                lambda: self._session.review.add_addendum(note_id, text, passphrase),
                lambda _addendum: self.reload(),
                signed.show_error,
                owner=self,
            ),
            signed.show_error,
        )

    def _send_again(self) -> None:
        note_id = self._view.chart.note.id
        self._jobs.store(
            lambda: self._session.courier.send_again(note_id), lambda _none: self.reload(), owner=self
        )

    def _act(self, work: Callable[[], object]) -> None:
        """Save what is written, do the work, and show what came of it; nothing can be written in between."""
        if self._acting:
            return
        if self._words_are_coming():
            self._view.review.show_error(_STILL_DICTATING)
            return
        self._acting = True
        self._view.editor.set_read_only(read_only=True)
        self._view.autosave.when_safe(
            lambda: self._jobs.store(work, lambda _result: self.reload(), self._refused, owner=self),
            self._refused,
        )

    def _refused(self, error: ScribeError) -> None:
        self._acting = False
        self._go_on_writing()
        self._view.review.show_error(error)


def _history(chart: Chart) -> tuple[object, ...]:
    """All that can happen to a note but for its words."""
    return chart.events, chart.addenda, chart.deliveries
