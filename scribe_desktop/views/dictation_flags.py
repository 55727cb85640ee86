"""Goes through dictated text that wants a look: says why, and takes a yes or the other word."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from scribe_desktop.language.wording import core
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.provenance import flag_in_words
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.offsets import from_qt
from scribe_desktop.session.commands import CommandId, command
from scribe_desktop.session.session import Session
from scribe_desktop.views import flagged_text
from scribe_desktop.views.flagged_text import Flag
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.notice import tell
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.review_panel import ReviewPanel
from scribe_desktop.views.waiting_text import WaitingText

_NEXT, _CONFIRM, _ALL, _SWAP, _RULE = (
    command(which).keys[0]
    for which in (
        CommandId.NEXT_FLAG,
        CommandId.CONFIRM_FLAG,
        CommandId.CONFIRM_FLAGS,
        CommandId.FIX_FINDING,
        CommandId.MAKE_RULE,
    )
)

_Place = tuple[PassageEditor, Flag]


class FlagBar(QFrame):
    """One line under the note; hidden while nothing waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.line = QLabel()
        self.line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.addWidget(self.line)
        self.hide()


class DictationFlags(WaitingText):
    bar: FlagBar

    def __init__(
        self, session: Session, jobs: Jobs, editor: NoteEditor, review: ReviewPanel, parent: QObject
    ) -> None:
        super().__init__(session, jobs, editor, review, FlagBar(), parent)
        self._offered: tuple[str, str] | None = None
        """What was recognised, and what somebody has put in for it more than once."""
        self._news = ""
        """What is said until the cursor moves on, where no flag is."""
        self._follow()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) place that waits, round the ends of the note."""
        place = self._from_here(by)
        if place is None:
            self._announce("No dictated word waits for a look.")
        else:
            self._show(*place)

    def confirm(self) -> None:
        """What is selected, or what the cursor is at, is right; then go to the next one."""
        one = self._here
        cursor = one.textCursor()
        found = flagged_text.here(one)
        flags = [found] if found else []
        if cursor.hasSelection():
            chosen = flagged_text.waiting(one, cursor.selectionStart(), cursor.selectionEnd())
            flags = chosen if len(chosen) > 1 else flags
        if one.isReadOnly():
            return
        if self._confirm(flags):
            self.count()
            if self._left:
                self.step(1)
        else:
            self.step(1)

    def confirm_all(self) -> None:
        """All in the cursor's paragraph is right; where nothing waits there, all in its section."""
        one = self._here
        if one.isReadOnly():
            return
        block = one.textCursor().block()
        end = block.position() + block.length() - 1
        if not self._confirm(flagged_text.waiting(one, block.position(), end)):
            self._confirm(flagged_text.waiting(one))
        self.count()

    def swap(self) -> bool:
        """Put in what may have been said there, or put back what was heard. False: there is neither."""
        found = flagged_text.here(self._here)
        if found is None or self._here.isReadOnly():
            return False
        swapped = flagged_text.swap(self._here, found, self._session.person.id, self._session.desk.clock())
        self.count()
        if swapped and found.how.instead:
            self.corrected(found.how.heard or found.text, found.how.instead)
        return swapped

    def corrected(self, heard: str, written: str) -> None:
        """Somebody has put this in for recognised words; what they do again is offered as a rule."""
        note = self._session.replacements.note
        self._jobs.store(
            lambda: note(heard, written),
            lambda often: self.offer(heard, written) if often else None,
            owner=self,
        )

    def make_rule(self) -> None:
        """Take what is offered."""
        offered, self._offered = self._offered, None
        if offered is None:
            self._announce("No correction is on offer as a rule.")
            return
        accept = self._session.replacements.accept
        said = f"“{offered[0]}” is written as “{offered[1]}” from now on. Settings lists your rules."
        self._jobs.store(lambda: accept(*offered), lambda _none: self._announce(said), owner=self)

    def offer(self, heard: str, written: str) -> None:
        """Say that this was put in for recognised words again, and may be made a rule."""
        heard, written = core(heard), core(written)
        self._offered = heard, written
        self._announce(f"“{heard}” became “{written}” again. {_RULE} makes that a rule.")

    def _announce(self, news: str) -> None:
        self._news = news
        self._tell()
        self.bar.show()

    def _confirm(self, flags: list[Flag]) -> bool:
        return flagged_text.confirm(self._here, flags, self._session.person.id, self._session.desk.clock())

    def _from_here(self, by: int) -> _Place | None:
        editors = [one for one in self._editor.editors() if one.isVisibleTo(self._editor)]
        if self._here not in editors:
            return None
        at = editors.index(self._here)
        cursor = self._here.textCursor()
        own = flagged_text.waiting(self._here)
        if by > 0:
            ahead = [flag for flag in own if flag.start >= cursor.selectionEnd()]
            rest = [flag for flag in own if flag not in ahead]
            others = [*editors[at + 1 :], *editors[:at]]
            places = [(one, flag) for one in others for flag in flagged_text.waiting(one)]
        else:
            ahead = [flag for flag in reversed(own) if flag.end <= cursor.selectionStart()]
            rest = [flag for flag in reversed(own) if flag not in ahead]
            others = [*reversed(editors[:at]), *reversed(editors[at + 1 :])]
            places = [(one, flag) for one in others for flag in reversed(flagged_text.waiting(one))]
        mine = [(self._here, flag) for flag in ahead]
        return next(iter([*mine, *places, *((self._here, flag) for flag in rest)]), None)

    def _show(self, one: PassageEditor, flag: Flag) -> None:
        text = one.toPlainText()
        self._editor.show_stretch(one.key, from_qt(text, flag.start), from_qt(text, flag.end))
        QTimer.singleShot(0, self._editor, self._editor.reveal_cursor)  # the line may have taken room

    def _moved(self, one: PassageEditor) -> None:
        if one is self._here and not self.bar.isHidden():
            self._news = ""
        super()._moved(one)

    def _waits(self, one: PassageEditor) -> int:
        return len(flagged_text.waiting(one))

    def _waits_unbuilt(self, passages: Mapping[str, Passage]) -> int:
        return sum(map(flagged_text.waiting_in, passages.values()))

    def _may_wait(self, one: PassageEditor) -> bool:
        return one.has_flags

    @property
    def _wants_bar(self) -> bool:
        return self._left > 0 or bool(self._news)

    def _tell_review(self) -> None:
        self._review.show_flags(self._left)

    def _tell(self) -> None:
        flag = flagged_text.here(self._here)
        if flag is None:
            self._say(self._news or _left_over(self._left))
            return
        said = f"“{flag.text}”: {flag_in_words(flag.how)}"
        stop = "" if said.endswith("?") else "."
        self._say(f"{said}{stop}{self._keys(flag)}", look=True)

    def _keys(self, flag: Flag) -> str:
        if self._here.isReadOnly():
            return ""
        swaps = "swaps" if flag.how.instead else "puts that back" if flag.how.heard else ""
        return f" {_CONFIRM} confirms{f', {_SWAP} {swaps}' if swaps else ''}."

    def _say(self, text: str, *, look: bool = False) -> None:
        tell(self.line, text or " ", "warning" if look else "muted")

    @property
    def line(self) -> QLabel:
        return self.bar.line


def _left_over(left: int) -> str:
    if not left:
        return ""
    what = "1 dictated place waits" if left == 1 else f"{left} dictated places wait"
    return f"{what} for a look. {_NEXT} goes to the next, {_ALL} confirms a paragraph."
