"""The bar at the bottom: dictation as it happens, and whether everything written is safe."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.channels import LABELS
from scribe_desktop.notes.recording import Channel
from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.icons import icon
from scribe_desktop.qt.room import Room
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.hearing import Cause
from scribe_desktop.views.level_meter import LevelMeter

_ROOM_FOR_ALL = 1000
"""The least width for everything in one row, in device-independent pixels at 100 % text."""
_ROOM_FOR_ANCHOR = 360
"""The most that the name of the note takes of it."""
_ROOM_FOR_HEARD = 160
"""Characters of what is being heard."""
_HEARD_AT = 2
_BUTTON = {
    DictationState.IDLE: ("Dictate", "microphone"),
    DictationState.OPENING: ("Opening…", "stop"),
    DictationState.LISTENING: ("Listening", "stop"),
    DictationState.FINISHING: ("Finishing…", "stop"),
}
_DEAF, _HALF_DEAF = "No sound", "One side only"
"""In the place of "Listening"."""
_AWAY = {Cause.MICROPHONE, Cause.COMPUTER}
_ROLE = {
    Cause.DISK: "error",
    Cause.MICROPHONE: "error",
    Cause.COMPUTER: "error",
    Cause.RECOGNISER: "error",
    Cause.UNHEARD: "error",
    Cause.ECHO: "warning",
    Cause.GAP: "warning",
    Cause.COMPUTER_GAP: "warning",
    Cause.RECOVERED: "ok",
    Cause.MISSING: "error",
    Cause.REFUSED: "error",
}
_OVER = {Cause.ECHO, Cause.GAP, Cause.COMPUTER_GAP, Cause.RECOVERED, Cause.MISSING}
"""What may be put away: nothing can be done about it any more."""
_STAYS = {*_OVER, Cause.RECOGNISER, Cause.UNHEARD, Cause.REFUSED}
"""What is still so when dictation has ended."""


@forms.register
class DictationBar(QFrame):
    column: QVBoxLayout
    row: QHBoxLayout
    toggle: QPushButton
    level: LevelMeter
    computer_level: LevelMeter
    heard: QWidget
    anchor: QLabel
    partial: QLabel
    progress: QProgressBar
    cancel: QPushButton
    engine: QLabel
    saved: QLabel
    outbox: QPushButton
    lock: QPushButton

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "dictation_bar")
        self._narrow = self._listening = False
        self._outbox = ""
        self._state = DictationState.IDLE
        self._said, self._role = "", "muted"
        self._troubles: dict[Cause, str] = {}
        self._channels: Sequence[Channel] = (Channel.MICROPHONE,)
        self._partials: dict[Channel, str] = {}
        self.show_channels(self._channels)
        self.lock.setIcon(icon("lock"))
        self.show_state(DictationState.IDLE)
        self.show_progress(None)
        self.show_outbox(0, 0)
        Room(self, self._arrange)

    def show_state(self, state: DictationState) -> None:
        former, self._state = self._state, state
        self._listening = state is DictationState.LISTENING
        self.toggle.setChecked(self._listening or state is DictationState.OPENING)
        self.anchor.setVisible(state is not DictationState.IDLE)
        self._show_heard()
        self.level.setEnabled(state is DictationState.LISTENING)
        if state is DictationState.IDLE:
            self._forget_troubles(but=_STAYS)
            self.level.set_level(0)
            self.computer_level.set_level(0)
            self.show_hint("")
        elif state is DictationState.OPENING or (self._listening and former is DictationState.IDLE):
            self.dismiss()
        self._show_toggle()

    def show_anchor(self, target: str) -> None:
        """The section and the note that dictated words go to."""
        shown = f"→ {target}"
        room = theme.px(_ROOM_FOR_ANCHOR)
        self.anchor.setText(self.anchor.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room))
        self.anchor.setToolTip(shown)

    def mark_anchor(self, *, elsewhere: bool) -> None:
        """Make plain that words go to another note than the one in front."""
        theme.mark(self.anchor, tone="amber" if elsewhere else "")

    def show_channels(self, channels: Sequence[Channel]) -> None:
        """What the next dictation listens to; two channels have a level each."""
        self._channels, self._partials = channels, {}
        self.level.setVisible(tuple(channels) != (Channel.COMPUTER,))
        self.computer_level.setVisible(Channel.COMPUTER in channels)

    def show_level(self, channel: Channel, level: float) -> None:
        """How loud one channel is, from 0 to 1."""
        (self.computer_level if channel is Channel.COMPUTER else self.level).set_level(level)

    def show_partial(self, text: str, channel: Channel = Channel.MICROPHONE) -> None:
        """Show what is being heard; the last words after something went wrong do not wipe that away."""
        self._partials[channel] = text
        if (self._listening or self._role != "error") and (text or self._role != "ok"):
            self._say("  ·  ".join(self._heard_now()), "muted")

    def words_came(self, channel: Channel) -> None:
        """What was being heard on a channel has become words of the note."""
        shown = "  ·  ".join(self._heard_now())
        self._partials.pop(channel, None)
        if self._said == shown:
            self._say("  ·  ".join(self._heard_now()), "muted")

    def _heard_now(self) -> Iterator[str]:
        """What each channel hears; the end of what is being said matters most."""
        room = _ROOM_FOR_HEARD // max(1, len(self._channels))
        for channel, text in self._partials.items():
            if text:
                label = f"{LABELS[channel]}: " if channel in LABELS else ""
                yield label + text[-room:]

    def show_hint(self, text: str) -> None:
        """Say this in passing; an empty text wipes away neither an error nor what was told."""
        if text or self._role not in ("error", "ok"):
            self._say(text, "muted")

    def tell(self, text: str) -> None:
        """Say what was done for somebody who spoke; it stays until something else is said."""
        self._say(text, "ok")

    def dismiss(self) -> None:
        """Take back whatever was said last, an error too; not what still is so."""
        self._forget_troubles(but=set(Cause) - _OVER)
        self._say("", "muted")

    def show_error(self, error: ScribeError) -> None:
        self._say(error.in_full(), "error")

    def show_trouble(self, cause: Cause, trouble: ScribeError | None) -> None:
        """What dictation goes on in spite of stays in front of what is heard; None takes it away."""
        self.keep_told(cause, trouble.in_full() if trouble is not None else "")

    def keep_told(self, cause: Cause, text: str) -> None:
        """Say this in front of what is heard until it is empty, or dismissed where it is over already."""
        self._troubles.pop(cause, None)
        if text:
            self._troubles[cause] = text
        self._say(self._said, self._role)
        self._show_toggle()

    def show_progress(self, part: float | None) -> None:
        """How much of an audio file is done, from 0 to 1; None when none is running."""
        self.progress.setVisible(part is not None)
        self.cancel.setVisible(part is not None)
        if part is not None:
            self.progress.setValue(round(part * 100))

    def show_saved(self, at: datetime) -> None:
        if self.saved.property("role") == "error":
            self.dismiss()
        self._saved(f"Saved {at.astimezone():%H:%M:%S}", "muted")

    def show_unsaved(self, error: ScribeError) -> None:
        """Warn until `show_saved`; why it is so stands where there is room for it."""
        self._saved("Not saved!", "error")
        self.show_error(error)

    def show_outbox(self, waiting: int, refused: int) -> None:
        said = [f"{waiting} to send"] if waiting else []
        said += [f"{refused} refused"] if refused else []
        self._outbox = ", ".join(said) or "Outbox empty"
        self.outbox.setToolTip(self._outbox)
        self.outbox.setAccessibleDescription(self._outbox)
        self._fold()
        self.outbox.setIcon(icon("outbox", "danger" if refused else "accent"))

    def _arrange(self) -> None:
        """In a narrow window or with large text, what is heard gets a row of its own."""
        narrow = self.width() < theme.px(_ROOM_FOR_ALL)
        if narrow != self._narrow:
            self._narrow = narrow
            if narrow:
                self.column.insertWidget(0, self.heard)
            else:
                self.row.insertWidget(_HEARD_AT, self.heard)
            self._fold()
            self._show_heard()

    def _fold(self) -> None:
        """Show icons alone where their words have no room."""
        self.outbox.setText("" if self._narrow else self._outbox)
        self.lock.setText("" if self._narrow else "Lock")
        self.engine.setVisible(not self._narrow)

    def _show_toggle(self) -> None:
        """Nobody is to believe that they are heard while the microphone is away."""
        text, image = _BUTTON[self._state]
        away = len(_AWAY & set(self._troubles)) if self._listening else 0
        self.toggle.setText((_DEAF if away == len(self._channels) else _HALF_DEAF) if away else text)
        self.toggle.setIcon(icon(image))

    def _show_heard(self) -> None:
        self.heard.setVisible(not self._narrow or bool(self.partial.text()) or not self.anchor.isHidden())

    def _saved(self, text: str, role: str) -> None:
        self.saved.setText(text)
        theme.mark(self.saved, role=role)

    def _forget_troubles(self, *, but: set[Cause]) -> None:
        self._troubles = {cause: said for cause, said in self._troubles.items() if cause in but}

    def _say(self, text: str, role: str) -> None:
        self._said, self._role = text, role
        shown = "  ·  ".join(filter(None, (*self._troubles.values(), text)))
        roles = {_ROLE[cause] for cause in self._troubles}
        role = next((worst for worst in ("error", "warning", "ok") if worst in roles), role)
        self.partial.setText(shown)
        self.partial.setToolTip(shown)
        self.partial.setWordWrap(role == "error" or bool(roles))
        theme.mark(self.partial, role=role)
        self._show_heard()
