"""A form of organ systems: items that are marked positive, negative or not at all, by one key each."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from scribe_desktop.notes.findings import Finding, Findings, Mark, notation, one_line, parse
from scribe_desktop.notes.form import Form, FormField, Item, System
from scribe_desktop.phrases.marks import next_mark
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.views import chip_layout
from scribe_desktop.views.chip import Chip
from scribe_desktop.views.detail_line import DetailLine
from scribe_desktop.views.field_writing import FieldWriting, Standing
from scribe_desktop.views.form_body import FormBody

_ONE_WORD_S = 1.0
"""Letters that follow each other faster belong to one word that is looked for."""
_CYCLE = {None: Mark.POSITIVE, Mark.POSITIVE: Mark.NEGATIVE, Mark.NEGATIVE: None}
_NOTE = "…"


class SystemForm(FormBody):
    """One row for each system: its name, its items, and a place for free words about it."""

    def __init__(self, form: Form, writing: FieldWriting, parent: QWidget | None = None) -> None:
        super().__init__(form, writing, parent)
        self._systems = {field.key: field for field in form.fields if isinstance(field, System)}
        self._rows = [self._row(system) for system in self._systems.values()]
        if form.rest is not None:
            self._rows.append([self._chip(form.rest.key, "", form.rest.label)])
        self._chips = [chip for row in self._rows for chip in row]
        self._here = self._chips[1]
        self._chosen: set[str] = set()
        self._typed, self._typed_at = "", 0.0
        self.line = DetailLine(self)
        self.line.textEdited.connect(self._words_typed)
        self.line.left.connect(self._back_to_chip)
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Plus: lambda: self._mark(Mark.POSITIVE),
            Qt.Key.Key_Equal: lambda: self._mark(Mark.POSITIVE),
            Qt.Key.Key_Minus: lambda: self._mark(Mark.NEGATIVE),
            Qt.Key.Key_Delete: lambda: self._mark(None),
            Qt.Key.Key_Backspace: lambda: self._mark(None),
            Qt.Key.Key_Space: self._cycle,
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_Up: lambda: self._go(chip_layout.neighbour(self._chips, self._here, down=False)),
            Qt.Key.Key_Down: self._down,
            Qt.Key.Key_Home: lambda: self._go(self._row_of(self._here)[0]),
            Qt.Key.Key_End: lambda: self._go(self._row_of(self._here)[-1]),
            **dict.fromkeys(RETURN, self._ask_words),
        }

    @property
    def current(self) -> FormField:
        rest = self.form.rest
        return rest if rest and self._here.field_key == rest.key else self._systems[self._here.field_key]

    def show_value(self, field: FormField) -> None:
        row = next(row for row in self._rows if row[0].field_key == field.key)
        if not isinstance(field, System):
            row[0].show_mark(Mark.NEGATIVE if self.writing.value(field.key) else None, "")
            return
        findings = self._findings(field)
        moved = row[-1].show_mark(None, findings.text)
        for chip in row[1:-1]:
            finding = findings.of(chip.name)
            moved |= chip.show_mark(finding.mark if finding else None, finding.detail if finding else "")
        if moved:
            self._lay_out()

    def show_standing(self, field: FormField, standing: Standing) -> None:
        title = next(row[0] for row in self._rows if row[0].field_key == field.key)
        theme.mark(title, apart=standing.is_apart)

    def set_read_only(self, *, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def focus_field(self, key: str) -> None:
        if key and key != self._here.field_key:
            row = next(row for row in self._rows if row[0].field_key == key)
            self._here = row[min(1, len(row) - 1)]
        self._here.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_place(self, key: str) -> bool:
        system = self._systems.get(key)
        if system is None:
            return False
        findings = self._findings(system)
        row = next(row for row in self._rows if row[0].field_key == key)
        for chip in row[1:]:
            finding = findings.of(chip.name)
            said = findings.text if chip.name == _NOTE else finding.detail if finding else ""
            if next_mark(said, 0) is not None:
                self._here = chip
                self._ask_words()
                return True
        return False

    def way_back(self) -> Callable[[], None]:
        chip = self._here

        def go() -> None:
            self._here = chip
            self._ask_words()

        return go

    def mark_rest(self) -> str:
        """All others negative as one sentence, taken back the same way; else the rest of what was chosen."""
        rest = self.form.rest
        if rest is not None:
            act = "" if self.writing.value(rest.key) else rest.label.casefold()
            self.writing.put(self.form, rest, act, act=act)
            return ""
        chosen, together = sorted(self._chosen, key=list(self._systems).index), object()
        for key in chosen:
            self._mark_system(self._systems[key], Mark.NEGATIVE, join=together)
            self._choose(key)
        return "" if chosen else self.form.rest_of_chosen

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.isVisible():
            QTimer.singleShot(0, self, self._lay_out)  # when the chips have it, too

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, Chip):
            if event.type() is QEvent.Type.FocusIn:
                self._arrived(watched)
            elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
        return super().eventFilter(watched, event)

    def _row(self, system: System) -> list[Chip]:
        items = (self._item_chip(system, item) for item in system.items)
        return [self._chip(system.key, "", system.label), *items, self._chip(system.key, _NOTE, _NOTE)]

    def _chip(self, key: str, name: str, text: str) -> Chip:
        """A chip for a whole field or for the words about it."""
        shown = "said" if self.form.rest and key == self.form.rest.key else ""
        texts = {"": text} | ({} if name else {Mark.NEGATIVE.value: f"{self.form.signs[1]} {text}"})
        spoken = f"Words about {self._systems[key].label}" if name else text
        chip = Chip(key, name, spoken, texts, {"": "", Mark.NEGATIVE.value: shown}, self)
        chip.setToolTip(spoken if name else "")
        return self._adopt(chip, title=not name)

    def _item_chip(self, system: System, item: Item) -> Chip:
        signs, states = self.form.signs, self.form.states
        texts = {
            "": item.name,
            Mark.POSITIVE.value: f"{signs[0]} {item.in_short(item.positive)}",
            Mark.NEGATIVE.value: f"{signs[1]} {item.in_short(item.negative)}",
        }
        spoken = {Mark.POSITIVE.value: states[0], Mark.NEGATIVE.value: states[1], "": states[2]}
        chip = Chip(system.key, item.name, item.name, texts, spoken, self)
        chip.setToolTip(f"{signs[0]} {item.positive}\n{signs[1]} {item.negative}")
        return self._adopt(chip, title=False)

    def _adopt(self, chip: Chip, *, title: bool) -> Chip:
        chip.setProperty("title", title)
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.installEventFilter(self)
        chip.clicked.connect(lambda: self._clicked(chip))
        return chip

    def _findings(self, system: System) -> Findings:
        return parse(self.writing.value(system.key))

    def _write(self, system: System, findings: Findings, *, act: str = "", join: object = None) -> None:
        value = notation(system.in_order(findings))
        self.writing.put(self.form, system, value, act=act, join=join)

    def _mark(self, mark: Mark | None) -> None:
        chip, field = self._here, self.current
        if not isinstance(field, System):
            if (mark is Mark.NEGATIVE) != bool(self.writing.value(field.key)) and mark is not Mark.POSITIVE:
                self.mark_rest()
        elif chip.name == _NOTE:
            self._ask_words()
        elif chip.name:
            self._mark_item(field, chip.name, mark)
        elif mark is not Mark.POSITIVE:
            self._mark_system(field, mark)
        elif self.form.rest is None:
            self._choose(field.key)

    def _mark_item(self, system: System, name: str, mark: Mark | None) -> None:
        findings = self._findings(system)
        if mark is None:
            self._write(system, findings.without(name))
        else:
            before = findings.of(name)
            detail = before.detail if before and before.mark is mark else ""
            self._write(system, findings.having(Finding(name, mark, detail)))

    def _mark_system(self, system: System, mark: Mark | None, *, join: object = None) -> None:
        """Everything in it that is not marked yet negative; or, without a mark, nothing of it asked."""
        findings = self._findings(system)
        if mark is None:
            self._write(system, Findings((), findings.text), join=join)
            return
        for item in system.items:
            if findings.of(item.name) is None:
                findings = findings.having(Finding(item.name, mark))
        self._write(system, findings, act=f"rest of {system.label.casefold()}", join=join)

    def _cycle(self) -> None:
        """The next mark; on a system's name, choose it."""
        chip, field = self._here, self.current
        if not isinstance(field, System):
            self.mark_rest()
        elif chip.name == _NOTE:
            self._ask_words()
        elif chip.name:
            finding = self._findings(field).of(chip.name)
            self._mark_item(field, chip.name, _CYCLE[finding.mark if finding else None])
        elif self.form.rest is None:
            self._choose(field.key)

    def _choose(self, key: str) -> None:
        self._chosen ^= {key}
        title = next(row[0] for row in self._rows if row[0].field_key == key)
        theme.mark(title, chosen=key in self._chosen)
        label = self._systems[key].label
        title.setAccessibleName(f"{label}, chosen" if key in self._chosen else label)

    def _clicked(self, chip: Chip) -> None:
        self._here = chip
        self._cycle()

    def _ask_words(self) -> None:
        """Open the line for words about this item or, on its name, about the whole system."""
        chip, field = self._here, self.current
        if not isinstance(field, System):
            self._cycle()
            return
        findings = self._findings(field)
        finding = findings.of(chip.name)
        if finding is not None:
            self.line.ask(chip, f"Words about {chip.name}", finding.detail, self.width())
        else:
            self._here = chip if chip.name == _NOTE else self._row_of(chip)[-1]
            self.line.ask(self._here, f"Words about {field.label}", findings.text, self.width())

    def _words_typed(self, text: str) -> None:
        field = self.current
        assert isinstance(field, System)
        findings, words = self._findings(field), one_line(text)
        finding = findings.of(self._here.name)
        if finding is None:
            self._write(field, Findings(findings.marked, words), join=self.line.visit)
        else:
            detailed = Finding(finding.name, finding.mark, words)
            self._write(field, findings.having(detailed), join=self.line.visit)

    def _back_to_chip(self) -> None:
        self._here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, event: QKeyEvent) -> bool:
        keypad_or_shift = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~keypad_or_shift:
            return False
        do = self._keys.get(event.key())
        if event.text() == " " and monotonic() - self._typed_at < _ONE_WORD_S:
            self._look_for(" ")  # "chest pain": in the middle of words, Space marks nothing
        elif do is not None:
            self._typed_at = 0.0
            do()
        elif event.text().isalpha():
            self._look_for(event.text())
        else:
            return False
        return True

    def _look_for(self, letter: str) -> None:
        now = monotonic()
        going_on = now - self._typed_at < _ONE_WORD_S
        self._typed = self._typed + letter if going_on else letter
        self._typed_at = now
        self._go(chip_layout.found(self._chips, self._here, self._typed, stay=going_on))

    def _step(self, by: int) -> None:
        at = self._chips.index(self._here) + by
        if 0 <= at < len(self._chips):
            self._go(self._chips[at])

    def _down(self) -> None:
        below = chip_layout.neighbour(self._chips, self._here, down=True)
        if below is None:
            self.leave_forward()
        else:
            self._go(below)

    def _go(self, chip: Chip | None) -> None:
        if chip is not None:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrived(self, chip: Chip) -> None:
        """Tab comes back to where one was last."""
        self._here.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._here = chip
        self.focused.emit(chip)

    def _row_of(self, chip: Chip) -> list[Chip]:
        return next(row for row in self._rows if chip in row)

    def _lay_out(self) -> None:
        if self.width() > 0:
            height = chip_layout.lay_out(self._rows, self.width())
            if height != self.height():
                self.setFixedHeight(height)
