"""Keeps what is worked in in sight while a long page is built, unfolds or is scrolled by hand."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from scribe_desktop.views.passage_editor import PassageEditor

_UNFOLDING_MS = 200
"""Until a section or a form that was built has its place: what is worked in is kept in sight."""
_AROUND = 48
"""Pixels above and below what is scrolled to."""
_ABOVE = 16


class InSight(QObject):
    """Scrolls as little as it takes, and never against whoever scrolls by hand."""

    def __init__(
        self,
        page: QScrollArea,
        opened: Callable[[], QWidget | None],
        is_field: Callable[[QWidget], bool],
    ) -> None:
        """
        Args:
            opened: the part of the page that is worked in and has an open form.
            is_field: whether a widget belongs to one of the page's forms.
        """
        super().__init__(page)
        self._page, self._opened, self._is_field = page, opened, is_field
        self._to_return_to: int | None = None
        self._unfolding = QTimer(self, interval=_UNFOLDING_MS, singleShot=True)
        page.verticalScrollBar().rangeChanged.connect(self._keep)
        page.verticalScrollBar().actionTriggered.connect(self._scrolled_by_hand)

    def unfold(self) -> None:
        """Something on the page was built or opened, and takes its room only when all layouts were done."""
        self._unfolding.start()

    def follow(self, editor: PassageEditor) -> None:
        """Keep the cursor in sight."""
        there = self._cursor_of(editor)
        self._page.ensureVisible(there.x(), there.y(), 0, _AROUND)

    def resized(self, before: int) -> None:
        """The page has another height than `before`, in pixels: the cursor stays in sight if it was."""
        widget, top = self._page.focusWidget(), self._page.verticalScrollBar().value()
        if isinstance(widget, PassageEditor) and top <= self._cursor_of(widget).y() < top + before:
            self.follow(widget)

    def cursor_moved(self, editor: PassageEditor) -> None:
        self._to_return_to = None
        if editor.hasFocus():
            self.follow(editor)

    def show_field(self, widget: QWidget) -> None:
        self._page.ensureWidgetVisible(widget, 0, _AROUND)

    def reveal(self, editor: PassageEditor, part: QWidget) -> None:
        """Show a part of the page from its top, if the cursor can be seen then."""
        self._page.ensureVisible(0, self._top(part), 0, _ABOVE)
        self.follow(editor)

    def go_back(self, left_at: int) -> None:
        """Scroll to where the page was left, and again as it gets its height back."""
        self._unfolding.stop()
        self._scroll_back(left_at)

    def _scroll_back(self, left_at: int) -> None:
        bar = self._page.verticalScrollBar()
        self._to_return_to = left_at if bar.maximum() < left_at else None
        bar.setValue(left_at)

    def _keep(self) -> None:
        if self._to_return_to is not None:
            self._scroll_back(self._to_return_to)
            return
        widget = self._page.focusWidget()
        if self._unfolding.isActive():
            self._keep_unfolding(widget)
        if widget is not None and widget.hasFocus() and self._is_field(widget):
            self.show_field(widget)

    def _keep_unfolding(self, widget: QWidget | None) -> None:
        if isinstance(widget, PassageEditor):
            self.follow(widget)
        elif (part := self._opened()) is not None:
            top = self._top(part)
            self._page.ensureVisible(0, top + part.height(), 0, _ABOVE)
            self._page.ensureVisible(0, top, 0, _ABOVE)

    def _cursor_of(self, editor: PassageEditor) -> QPoint:
        return editor.viewport().mapTo(self._page.widget(), editor.cursorRect().center())

    def _top(self, part: QWidget) -> int:
        return part.mapTo(self._page.widget(), QPoint(0, 0)).y()

    def _scrolled_by_hand(self) -> None:
        """Whoever scrolls looks at something: nothing pulls them back to the cursor."""
        self._unfolding.stop()
        self._to_return_to = None
