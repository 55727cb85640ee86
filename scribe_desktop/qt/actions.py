"""The command table as QActions: menus, shortcuts, the user's own keys, and keys that are held down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from scribe_desktop.errors import BadInput
from scribe_desktop.qt.hold_keys import HoldKey, HoldKeys
from scribe_desktop.qt.icons import icon
from scribe_desktop.session.commands import (
    COMMANDS,
    Command,
    CommandId,
    KeyMap,
    Where,
    by_menu,
    conflicts,
    keys_of,
)


@dataclass(frozen=True)
class Extra:
    """A key that the command table does not know, as it belongs to something of the user's own."""

    title: str
    keys: str
    """In Qt's portable notation."""
    run: Callable[[], object]


class Actions:
    """All commands of one window. What nobody has connected is neither shown nor answered to.

    Shortcuts belong to the window, whatever inside it has the focus; editors keep none of them to
    themselves once they were given to `reserve_keys`.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._commands = {command.id: command for command in COMMANDS}
        self._actions = {command.id: self._made(command) for command in COMMANDS}
        self._numbered: dict[CommandId, Callable[[int], object]] = {}
        self._digits: dict[CommandId, list[QAction]] = {}
        self._extras: list[tuple[Extra, QAction]] = []
        self._extras_where = Where.LOGIN
        self._holds: dict[CommandId, HoldKey] = {}
        self._hold_keys = HoldKeys(window)
        self._shortcuts_first = ShortcutsFirst(window)
        self._connected: set[CommandId] = set()
        self._forbidden: set[CommandId] = set()
        self._place = Where.LOGIN
        self._keymap: KeyMap = {}
        self.remap({})

    def action(self, command: CommandId) -> QAction:
        """The action of a command, to put on a button or to ask for its text. It stays the same one."""
        return self._actions[command]

    def keys(self, command: CommandId) -> tuple[str, ...]:
        """The keys a command has now, the user's own ones if there are any."""
        return keys_of(self._commands[command], self._keymap)

    @property
    def keymap(self) -> KeyMap:
        """The user's own keys, as they were given to `remap`."""
        return self._keymap

    def answering(self) -> list[Command]:
        """The commands that would do something now, in the table's order."""
        return [command for command in COMMANDS if self._answers(command)]

    def connect(self, command: CommandId, callback: Callable[[], object]) -> None:
        """Call `callback` whenever the command is asked for."""
        self._actions[command].triggered.connect(lambda _checked=False: callback())
        self._connected.add(command)
        self._enable()

    def connect_numbered(self, command: CommandId, callback: Callable[[int], object]) -> None:
        """Call `callback` with the number of the key that was pressed, counted from 0."""
        self._numbered[command] = callback
        self._connected.add(command)
        self.remap(self._keymap)

    def connect_hold(
        self, command: CommandId, pressed: Callable[[], object], released: Callable[[], object]
    ) -> None:
        """Call `pressed` once when the key goes down, `released` when it goes up or the window loses it."""
        self._holds[command] = HoldKey(self.keys(command), pressed, released)
        self._hold_keys.add(self._holds[command])
        self._connected.add(command)
        self._enable()

    def remap(self, keymap: KeyMap) -> None:
        """Give commands the user's own keys. Raises `BadInput`, and changes nothing, when two clash."""
        clashes = conflicts(COMMANDS, keymap)
        if clashes:
            clash = clashes[0]
            first, second = self._commands[clash.first].title, self._commands[clash.second].title
            raise BadInput(
                f'{clash.keys} would mean both "{first}" and "{second}".', remedy="Choose another key."
            )
        self._keymap = dict(keymap)
        for command in COMMANDS:
            self._give_keys(command)
        self._enable()

    def give_extras(self, extras: Sequence[Extra], where: Where) -> None:
        """Let these keys, in place of those given before, answer on some screens; none may clash."""
        for _, old in self._extras:
            self._window.removeAction(old)
            old.deleteLater()
        self._extras = [(extra, self._keyed(QKeySequence(extra.keys), extra.run)) for extra in extras]
        self._extras_where = where
        self._enable()

    def extras(self) -> list[Extra]:
        """Those of them that answer now."""
        return [extra for extra, action in self._extras if action.isEnabled()]

    def enter(self, place: Where) -> None:
        """Another screen is open now: its commands answer, the others are greyed out."""
        if place != self._place:
            self._place = place
            self._enable()

    def allow(self, command: CommandId, allowed: bool) -> None:
        """Whether this person, on this note, may ask for the command at all; it is allowed until told."""
        if allowed is (command not in self._forbidden):
            return
        (self._forbidden.discard if allowed else self._forbidden.add)(command)
        self._enable_one(self._commands[command])

    def menu_bar(self, into: QMenuBar) -> None:
        """Fill a menu bar with what is connected by now."""
        for title, commands in by_menu(COMMANDS):
            shown = [self._actions[command.id] for command in commands if command.id in self._connected]
            if shown:
                into.addMenu(title).addActions(shown)

    def reserve_keys(self, widget: QWidget) -> None:
        """Let commands win over a widget's own use of the same keys, such as an editor's own undo."""
        widget.installEventFilter(self._shortcuts_first)

    def _made(self, command: Command) -> QAction:
        action = QAction(icon(command.icon) if command.icon else QIcon(), command.title, self._window)
        action.setObjectName(command.id.value)
        action.setStatusTip(command.help)
        self._window.addAction(action)
        return action

    def _give_keys(self, command: Command) -> None:
        keys = [QKeySequence(text) for text in keys_of(command, self._keymap)]
        action = self._actions[command.id]
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        action.setToolTip(f"{command.title.rstrip('…')} ({shown})" if shown else command.title.rstrip("…"))
        if command.numbered:
            self._give_digits(command.id, keys)
        elif not command.hold:
            action.setShortcuts(keys)
        else:
            # its menu shows the key, which the window does not act on: that is for who sees it released
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcuts(keys)
        if command.id in self._holds:
            self._holds[command.id].keys = self.keys(command.id)

    def _give_digits(self, command: CommandId, keys: list[QKeySequence]) -> None:
        for old in self._digits.pop(command, []):
            self._window.removeAction(old)
            old.deleteLater()
        callback = self._numbered.get(command)
        if callback is not None:
            self._digits[command] = [
                self._keyed(key, partial(callback, number)) for number, key in enumerate(keys)
            ]

    def _keyed(self, key: QKeySequence, run: Callable[[], object]) -> QAction:
        action = QAction(self._window)
        action.setShortcut(key)
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        return action

    def _answers(self, command: Command) -> bool:
        here = bool(command.where & self._place)
        return here and command.id in self._connected and command.id not in self._forbidden

    def _enable(self) -> None:
        for command in COMMANDS:
            self._enable_one(command)
        for _, action in self._extras:
            action.setEnabled(bool(self._extras_where & self._place))

    def _enable_one(self, command: Command) -> None:
        answers = self._answers(command)
        for action in (self._actions[command.id], *self._digits.get(command.id, ())):
            action.setVisible(command.id in self._connected)
            action.setEnabled(answers)
        if command.id in self._holds:
            self._hold_keys.enable(self._holds[command.id], answers)


_ACTIONS_MOVED = (QEvent.Type.ActionAdded, QEvent.Type.ActionChanged, QEvent.Type.ActionRemoved)


class ShortcutsFirst(QObject):
    """Keeps the widgets that it is installed on from claiming keys that are a shortcut of their window."""

    def __init__(self, parent: QObject, *, but: Iterable[str] = ()) -> None:
        """
        Args:
            but: keys that these widgets may claim all the same.
        """
        super().__init__(parent)
        self._but = {QKeySequence(keys) for keys in but}
        self._window: QWidget | None = None
        self._taken: frozenset[QKeySequence] | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIONS_MOVED and watched is self._window:
            self._taken = None
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        pressed = QKeySequence(event.keyCombination())
        ours = isinstance(watched, QWidget) and pressed in self._shortcuts(watched.window())
        if ours:
            event.ignore()
        return ours

    def _shortcuts(self, window: QWidget) -> frozenset[QKeySequence]:
        """What the window answers to now, without what is left to the widgets; kept until that changes."""
        if window is not self._window:
            if self._window is not None:
                self._window.removeEventFilter(self)
            self._window, self._taken = window, None
            window.installEventFilter(self)
        if self._taken is None:
            enabled = (action for action in window.actions() if action.isEnabled())
            self._taken = frozenset(key for action in enabled for key in action.shortcuts()) - self._but
        return self._taken
