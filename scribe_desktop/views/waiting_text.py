"""Text of a note that waits for somebody's look: counted as it changes, told in a bar under the note."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame

from scribe_desktop.notes.passage import Passage
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.review_panel import ReviewPanel

_COUNT_AFTER_MS = 300


class WaitingText(QObject):
    """Costs nothing at a key press while nothing of its kind was ever in the note.

    A kind of such text says what waits (`_waits`, `_waits_unbuilt`), whether an editor may hold some
    (`_may_wait`) and how it is told (`_tell`, `_tell_review`, `_wants_bar`). Once made, it calls `_follow`.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        editor: NoteEditor,
        review: ReviewPanel,
        bar: QFrame,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._editor, self._review = session, jobs, editor, review
        self._here: PassageEditor = editor.editor(editor.current_section)
        self._left = 0
        self.bar: QFrame = bar
        self._recount = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._recount.timeout.connect(self.count)

    @property
    def left(self) -> int:
        """How many places wait."""
        return self._left

    def count(self) -> None:
        """Find anew what waits, and say so."""
        self._left = sum(map(self._waits, self._editor.built()))
        self._left += self._waits_unbuilt(self._editor.pending())
        self.bar.setVisible(self._wants_bar and not self._review.is_unfolded)
        self._tell_review()
        self._tell()

    def _waits(self, one: PassageEditor) -> int:
        """In how many places of this editor something waits."""
        raise NotImplementedError

    def _waits_unbuilt(self, passages: Mapping[str, Passage]) -> int:
        """The same, of text that no editor shows yet."""
        raise NotImplementedError

    def _may_wait(self, one: PassageEditor) -> bool:
        """Whether anything of this kind is in it; asked at every change of its text."""
        raise NotImplementedError

    @property
    def _wants_bar(self) -> bool:
        """Whether there is something to be said in the bar."""
        return self._left > 0

    def _tell(self) -> None:
        """Say what is at the cursor, or how much is left."""
        raise NotImplementedError

    def _tell_review(self) -> None:
        """Say to whoever signs how much is left."""
        raise NotImplementedError

    def _follow(self) -> None:
        """Listen to every editor of the note, those that are built later included."""
        self._editor.on_each(self._attend)
        self._review.attestation_wanted.connect(self._make_room)
        self._review.closed.connect(self.count)

    def _attend(self, one: PassageEditor) -> None:
        one.focused.connect(partial(self._entered, one))
        one.cursorPositionChanged.connect(partial(self._moved, one))
        one.textChanged.connect(partial(self._edited, one))

    def _entered(self, one: PassageEditor) -> None:
        self._here = one
        self._moved(one)

    def _moved(self, one: PassageEditor) -> None:
        if one is self._here and not self.bar.isHidden():
            self._tell()

    def _edited(self, one: PassageEditor) -> None:
        if self._left or self._may_wait(one):
            self._recount.start()

    def _make_room(self) -> None:
        """The form to sign needs it, and says itself what nobody has looked at."""
        self.count()
        self.bar.hide()
