"""The small list under an open choice in the note: arrows, digits, first letters or a word of one's own."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.phrases.marks import BLANK, Kind, Mark
from scribe_desktop.phrases.typed_answer import TypedAnswer
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.views.notice import tell

LEAVE_OUT = "Leave out"
_WIDTH, _MOST_ROWS = 320, 9
_ARROWS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_LOOKED_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class PickList(QFrame):
    """Offers the options of one mark at a time, over the widget that it is a child of."""

    answered = Signal(list, bool)
    """What was chosen, in the mark's order, and whether the last of it was typed here."""
    dismissed = Signal()
    """Closed without an answer; whoever opened it takes the focus back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.mark: Mark | None = None
        self._typed = TypedAnswer(())
        """Where no answer of one's own is taken: letters lead to one of the list."""
        self.list = QListWidget()
        self.list.setAccessibleName("Choices")
        self.list.setUniformItemSizes(False)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.own = QLineEdit()
        self.own.setPlaceholderText("Something else")
        self.own.setAccessibleName("An answer of your own")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.setProperty("role", "toast")
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        for part in (self.list, self.own, self.hint):
            layout.addWidget(part)
        for part in (self.list, self.own):
            part.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        self.hide()

    def ask(self, mark: Mark, below: QRect) -> None:
        """Open for a mark, beside the place `below` in the parent, and take the focus."""
        self.mark = mark
        options = [option for option in mark.options if option != BLANK]
        self.list.clear()
        for number, option in enumerate(options, 1):
            self._add(number, option, chosen=mark.options.index(option) in mark.defaults)
        if mark.optional or mark.kind is Kind.CONDITION:
            self._add(len(options) + 1, LEAVE_OUT, chosen=False, several=False)
        self.own.clear()
        self.own.setVisible(mark.takes_text)
        self.list.setVisible(self.list.count() > 0)
        rows = (self.list.item(row) for row in range(self.list.count()))
        self._typed = TypedAnswer(tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in rows))
        self._tell_keys()
        first = min(mark.defaults, default=0) if not mark.joiner else 0
        self.list.setCurrentRow(min(first, self.list.count() - 1))
        self.show()
        self.raise_()
        self._place(below)
        (self.list if self.list.count() else self.own).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_quietly(self, home: QWidget | None = None) -> None:
        """Close without a signal; an open list gives the keys to `home`, before the next widget gets them."""
        self.mark = None
        if home is not None and self.isVisible():
            home.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._key(event) if watched is self.list else self._key_in_line(event)
        if event.type() is QEvent.Type.FocusOut and self.mark is not None:
            self._focus_lost(event)
        return super().eventFilter(watched, event)

    def _add(self, number: int, option: str, *, chosen: bool, several: bool | None = None) -> None:
        several = bool(self.mark and self.mark.joiner) if several is None else several
        item = QListWidgetItem(f"{number}  {option}" if number < 10 else option, self.list)
        item.setData(Qt.ItemDataRole.UserRole, option)
        if several:
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)

    def _key(self, event: QKeyEvent) -> bool:
        key, typed = event.key(), event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in RETURN and plain:
            self._enter()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._leave()
        elif key == Qt.Key.Key_Space:
            self._space()
        elif key == Qt.Key.Key_Backspace:
            self._type(self._typed.shorter())
        elif plain and typed in tuple("123456789") and not self._typed.text:
            self._pick(int(typed) - 1)
        elif typed.isprintable() and typed:
            self._take_letter(event)
        else:
            if key in _ARROWS:
                self._type(TypedAnswer(self._typed.answers))
            return False
        return True

    def _enter(self) -> None:
        if self._typed.text and self._is_several:
            self._mark_typed()
        elif not self._typed.is_none:
            self._take()

    def _space(self) -> None:
        typed = self._typed
        if not typed.text:
            self._pick(self.list.currentRow())
        elif typed.takes(" "):
            self._type(typed.and_then(" "))
        elif self._is_several:
            self._mark_typed()
        elif typed.is_whole:
            self._take()

    def _take_letter(self, event: QKeyEvent) -> None:
        if self.own.isVisible():
            self.own.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(self.own, event)
        else:
            self._type(self._typed.and_then(event.text()))

    def _type(self, typed: TypedAnswer) -> None:
        """Go to the answer that begins like this; where none does, nothing can be taken by mistake."""
        self._typed = typed
        if typed.text:
            self.list.setCurrentRow(-1 if typed.row is None else typed.row)
        self._tell_keys()

    def _mark_typed(self) -> None:
        """One of several: the letters for the next one begin anew."""
        row = self._typed.row
        if row is not None:
            self._type(TypedAnswer(self._typed.answers))
            self._pick(row)

    def _tell_keys(self) -> None:
        typed = self._typed
        if typed.is_none:
            tell(self.hint, f"“{typed.text}” is none of these. Backspace, or Esc leaves it open", "warning")
        elif typed.text:
            does = "marks" if self._is_several else "takes"
            tell(self.hint, f"“{typed.text}”: Enter {does} it", "muted")
        else:
            several = "Space marks, Enter takes, " if self._is_several else ""
            tell(self.hint, f"{several}Esc leaves it open", "muted")
        self.adjustSize()

    @property
    def _is_several(self) -> bool:
        return self.mark is not None and bool(self.mark.joiner)

    def _key_in_line(self, event: QKeyEvent) -> bool:
        if event.key() in RETURN:
            self._take()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._leave()
        elif event.key() == Qt.Key.Key_Up and self.list.count():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _clicked(self, item: QListWidgetItem) -> None:
        self._pick(self.list.row(item))

    def _pick(self, row: int) -> None:
        """Mark or unmark one of several, or take the only one."""
        item = self.list.item(row)
        if item is None:
            return
        self.list.setCurrentRow(row)
        if item.data(Qt.ItemDataRole.CheckStateRole) is None:
            self._take()
        else:
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _take(self) -> None:
        own = " ".join(self.own.text().split())
        chosen = self._chosen(bool(own))
        if chosen is not None and (chosen or own or self._may_go()):
            self.answered.emit([*chosen, *([own] if own else [])], bool(own))

    def _chosen(self, typed: bool) -> Sequence[str] | None:
        """The options taken; None when Enter says nothing yet."""
        items = [self.list.item(row) for row in range(self.list.count())]
        current = self.list.currentItem()
        if current is not None and current.data(Qt.ItemDataRole.UserRole) == LEAVE_OUT and not typed:
            return []
        if self.mark is not None and self.mark.joiner:
            checked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
            return [str(item.data(Qt.ItemDataRole.UserRole)) for item in checked] or ([] if typed else None)
        if typed:
            return []
        return None if current is None else [str(current.data(Qt.ItemDataRole.UserRole))]

    def _may_go(self) -> bool:
        return self.mark is not None and (self.mark.optional or self.mark.kind is Kind.CONDITION)

    def _leave(self) -> None:
        self.close_quietly()
        self.dismissed.emit()

    def _focus_lost(self, event: QEvent) -> None:
        reason = event.reason() if hasattr(event, "reason") else Qt.FocusReason.OtherFocusReason
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        if not inside and reason not in _LOOKED_AWAY:
            self.close_quietly()

    def _place(self, below: QRect) -> None:
        parent = self._over
        rows = min(self.list.count(), _MOST_ROWS)
        wanted = sum(self.list.sizeHintForRow(row) for row in range(rows))
        self.list.setFixedHeight(wanted + theme.px(14))
        self.setFixedWidth(min(theme.px(_WIDTH), parent.width() - theme.px(16)))
        self.adjustSize()
        left = max(0, min(below.left(), parent.width() - self.width() - theme.px(8)))
        fits = below.bottom() + self.height() <= parent.height()
        top = below.bottom() + 2 if fits else max(0, below.top() - self.height() - 2)
        self.move(QPoint(left, top))
