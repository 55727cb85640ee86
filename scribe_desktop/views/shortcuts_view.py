"""Where a person chooses their own keys: press to record, swap on a clash, presets, import and export."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from scribe_desktop.errors import BadInput, ScribeError, StoreNotWritable
from scribe_desktop.qt.key_names import listed, native
from scribe_desktop.session import keymaps, rebinding
from scribe_desktop.session.commands import (
    COMMANDS,
    Command,
    CommandId,
    KeyMap,
    command,
    conflicts,
    keys_of,
    titled,
)
from scribe_desktop.session.key_notation import refusal
from scribe_desktop.views import notice
from scribe_desktop.views.key_recorder import KeyRecorder
from scribe_desktop.views.page import Page

_FILES = "Keys (*.toml);;All files (*)"
_COMMAND = Qt.ItemDataRole.UserRole


class ShortcutsView(Page):
    """Every change is told at once; it neither applies nor keeps anything itself."""

    close_view: QPushButton
    search: QLineEdit
    commands: QTreeWidget
    change: QPushButton
    add: QPushButton
    reset_one: QPushButton
    recorder: KeyRecorder
    message: QLabel
    swap: QPushButton
    keep: QPushButton
    preset: QComboBox
    use_preset: QPushButton
    about: QLabel
    reset_all: QPushButton
    import_keys: QPushButton
    export_keys: QPushButton
    desktop_keys: QCheckBox
    desktop_note: QLabel

    close_asked = Signal()
    keymap_chosen = Signal(object)
    """The whole `KeyMap` as it is to be from now on."""
    desktop_keys_chosen = Signal(bool)

    def __init__(self, keymap: KeyMap) -> None:
        super().__init__("shortcuts_view")
        self._keymap: KeyMap = keymap
        self._recording: Callable[[str], tuple[str, ...]] | None = None
        self._presets = keymaps.presets()
        self._swapped: KeyMap = {}
        self._rows: dict[CommandId, QTreeWidgetItem] = {}
        area = self.findChild(QScrollArea, "scroll")  # a field of that name would hide QWidget.scroll
        assert isinstance(area, QScrollArea)
        self._area = area
        self.steer(first=lambda: self.search, leave=self._escape)
        self._fill()
        self._connect()
        self._show()
        self._show_preset()

    def show_error(self, error: ScribeError) -> None:
        self._say(error.in_full())

    def show_desktop_keys(self, *, on: bool, note: str) -> None:
        """Whether keys are listened for in every program, and what is to be said of it."""
        self.desktop_keys.blockSignals(True)
        self.desktop_keys.setChecked(on)
        self.desktop_keys.blockSignals(False)
        self.desktop_note.setText(note)

    def export_to(self, path: Path) -> None:
        try:
            path.write_text(keymaps.as_toml(self._keymap), encoding="utf-8")
        except OSError as error:
            refused = StoreNotWritable(
                f"{path.name} cannot be written: {error.strerror}.", remedy="Choose another place."
            )
            self.show_error(refused)
        else:
            self._say(f"Your keys are in {path}.", "ok")

    def import_from(self, path: Path) -> None:
        try:
            keymap = keymaps.read(path)
        except BadInput as error:
            self.show_error(error)
        else:
            self._use(keymap, f"{path.name} is in use.")

    def _connect(self) -> None:
        self.close_view.clicked.connect(self.close_asked)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self.commands.setFocus)
        self.commands.currentItemChanged.connect(self._selected)
        self.commands.itemActivated.connect(lambda _item: self._change())
        self.change.clicked.connect(self._change)
        self.add.clicked.connect(self._add)
        self.reset_one.clicked.connect(self._reset_one)
        self.recorder.recorded.connect(self._recorded)
        self.recorder.stopped.connect(self._heard_nothing)
        self.swap.clicked.connect(lambda: self._use(self._swapped, "Swapped."))
        self.keep.clicked.connect(self._stopped)
        self.preset.currentIndexChanged.connect(self._show_preset)
        self.use_preset.clicked.connect(self._use_preset)
        self.reset_all.clicked.connect(lambda: self._use({}, "All keys are the usual ones again."))
        self.import_keys.clicked.connect(self._ask_import)
        self.export_keys.clicked.connect(self._ask_export)
        self.desktop_keys.toggled.connect(self.desktop_keys_chosen)

    def _fill(self) -> None:
        self.commands.setHeaderLabels(["Command", "Keys", "Where"])
        self.commands.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.commands.header().setStretchLastSection(False)
        for one in COMMANDS:
            row = QTreeWidgetItem(self.commands, [one.title.rstrip("…"), "", one.menu.replace("&", "")])
            row.setData(0, _COMMAND, one.id)
            self._rows[one.id] = row
        for preset in self._presets:
            self.preset.addItem(preset.title)
        self.commands.setCurrentItem(self._rows[COMMANDS[0].id])

    def _show(self) -> None:
        for which, row in self._rows.items():
            row.setText(1, listed(keys_of(command(which), self._keymap)))
            font = self.commands.font()
            font.setBold(which in self._keymap)
            row.setFont(1, font)
        self._selected()

    @property
    def _chosen(self) -> Command:
        row = self.commands.currentItem()
        return command(CommandId(row.data(0, _COMMAND)))

    def _selected(self) -> None:
        one = self._chosen
        fixed = one.numbered or one.id is CommandId.CANCEL
        self.change.setEnabled(not fixed)
        self.add.setEnabled(not fixed)
        self.reset_one.setEnabled(one.id in self._keymap)
        self._end_question()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for which, row in self._rows.items():
            said = f"{row.text(0)} {row.text(1)} {row.text(2)} {command(which).help}".casefold()
            row.setHidden(not all(word in said for word in words))
        shown = next((row for row in self._rows.values() if not row.isHidden()), None)
        if shown is not None and self.commands.currentItem().isHidden():
            self.commands.setCurrentItem(shown)

    def _change(self) -> None:
        if self.change.isEnabled():
            self._record(lambda keys: (keys,))

    def _add(self) -> None:
        had = keys_of(self._chosen, self._keymap)
        self._record(lambda keys: (*(one for one in had if one != keys), keys))

    def _record(self, new_keys: Callable[[str], tuple[str, ...]]) -> None:
        self._end_question()
        self._recording = new_keys
        self._say(f"New keys for {titled(self._chosen.id)}", "muted")
        self.recorder.show()
        self.recorder.listen()

    def _recorded(self, keys: str) -> None:
        assert self._recording is not None
        wanted, one = self._recording(keys), self._chosen
        reason = "" if keys in one.keys else refusal(keys)
        other = rebinding.owner(self._keymap, one.id, keys)
        if reason:
            self._stopped()
            self._say(f"{reason} Choose another key.")
        elif other is None:
            done = f"{native(keys)} now means {titled(one.id)}."
            self._use(rebinding.bound(self._keymap, one.id, wanted), done)
        else:
            self._ask_to_swap(one, other, keys, wanted)

    def _ask_to_swap(self, one: Command, other: Command, keys: str, wanted: tuple[str, ...]) -> None:
        self._swapped = rebinding.swapped(self._keymap, one.id, wanted, keys)
        fixed = other.numbered or conflicts(COMMANDS, self._swapped)
        said = f"{native(keys)} already means {titled(other.id)}."
        self._say(f"{said} Choose another key." if fixed else said, "warning")
        if fixed:
            self.commands.setFocus()
            return
        left = listed(keys_of(other, self._swapped)) or "no key"
        self._say(f"{said} With Swap that one has {left}.", "warning")
        self.swap.show()
        self.keep.show()
        self.swap.setFocus()

    def _heard_nothing(self) -> None:
        if self.recorder.hasFocus():
            self._stopped()
        else:
            self._end_question()

    def _say(self, text: str, role: str = "error") -> None:
        """Say it, and scroll to where it and the buttons below it are once they have their places."""
        notice.tell(self.message, text, role)
        for part in (self.keep, self.message):
            QTimer.singleShot(0, part, partial(self._reveal, part))

    def _reveal(self, part: QWidget) -> None:
        if part.isVisible():
            self._area.ensureWidgetVisible(part)

    def _stopped(self) -> None:
        self.commands.setFocus()
        self._end_question()

    def _end_question(self) -> None:
        for part in (self.swap, self.keep, self.recorder):
            part.hide()
        notice.tell(self.message, "")

    def _escape(self) -> None:
        """First out of a question, then out of the page."""
        if self.swap.isVisible():
            self._stopped()
        else:
            self.close_asked.emit()

    def _reset_one(self) -> None:
        one = self._chosen
        others = {which: keys for which, keys in self._keymap.items() if which is not one.id}
        taken = [(keys, rebinding.owner(others, one.id, keys)) for keys in one.keys]
        clash = next(((keys, other) for keys, other in taken if other is not None), None)
        if clash is None:
            self._use(others, f"{titled(one.id)} has its usual keys again.")
        else:
            keys, other = clash
            said = f"{native(keys)} means {titled(other.id)} now. Change or reset that one first."
            self._say(said, "warning")

    def _use(self, keymap: KeyMap, said: str) -> None:
        self._keymap = dict(keymap)
        self.commands.setFocus()
        self._show()
        self._say(said, "ok")
        self.keymap_chosen.emit(self._keymap)

    def _show_preset(self) -> None:
        self.about.setText(self._presets[self.preset.currentIndex()].about)

    def _use_preset(self) -> None:
        preset = self._presets[self.preset.currentIndex()]
        self._use(preset.keymap, f"In use: {preset.title}.")

    def _ask_import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Import keys", "", _FILES)
        if chosen:
            self.import_from(Path(chosen))

    def _ask_export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export keys", "keys.toml", _FILES)
        if chosen:
            self.export_to(Path(chosen))
