"""What full-window forms share: Return presses the main button, Escape leaves, the focus starts right."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.key_names import RETURN


@forms.register
class Column(QFrame):
    """The one calm column of a page; it grows with the text size and never gets too wide to read."""

    WIDTH = 520
    """Device-independent pixels at 100 % text."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        self.setMaximumWidth(theme.px(self.WIDTH))


class Page(QWidget):
    """Base of the full-window forms: `ui/<form>.ui` built into it, and steered by keyboard alone."""

    _starts_at: Callable[[], QWidget] | None = None
    _main_button: QPushButton | None = None
    _buttons: Mapping[QWidget, QPushButton] = MappingProxyType({})
    _on_escape: Callable[[], None] | None = None

    def __init__(self, form: str) -> None:
        super().__init__()
        forms.load(self, form)

    def steer(
        self,
        *,
        first: Callable[[], QWidget],
        main: QPushButton | None = None,
        leave: Callable[[], None] | None = None,
        buttons: Mapping[QWidget, QPushButton] = MappingProxyType({}),
    ) -> None:
        """Say which widget gets the focus when the page appears, what Return presses and what Escape does.

        Args:
            buttons: what Return presses inside a card, or in a field, in place of `main`.
        """
        self._starts_at, self._main_button, self._on_escape = first, main, leave
        self._buttons = buttons

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._starts_at and not event.spontaneous():
            self._starts_at().setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Claim Escape before a window-wide shortcut on the same key takes it."""
        claims = self._on_escape is not None and event.type() is QEvent.Type.ShortcutOverride
        if claims and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._press()
        elif event.key() == Qt.Key.Key_Escape and self._on_escape is not None:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        focused = self.focusWidget()
        button = focused if isinstance(focused, QPushButton) else self._button_for(focused)
        if button is not None:
            button.click()

    def _button_for(self, focused: QWidget | None) -> QPushButton | None:
        near = (
            button
            for place, button in self._buttons.items()
            if focused is not None and (place is focused or place.isAncestorOf(focused))
        )
        return next(near, self._main_button)
