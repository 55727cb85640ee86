"""Which of encounter list and page is shown where there is no room for both."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from scribe_desktop.qt import theme
from scribe_desktop.qt.room import Room

_ROOM_FOR_LIST = 800
"""The least width for the list beside an open chart, in device-independent pixels at 100 % text."""
_ROOM_FOR_BOTH = 640
"""The least width for both when one asks for the list: with less of it the page gives way."""


class ListRoom(QObject):
    """With large text or in a narrow window the page takes the list's place, or the list that of the page."""

    def __init__(
        self,
        whole: QWidget,
        encounters: QWidget,
        pages: QStackedWidget,
        nothing_open: QWidget,
        *,
        offered: bool,
    ) -> None:
        """`whole`: what both stand in; `offered`: whether there is a list for this person at all."""
        super().__init__(whole)
        self._whole, self._list, self._pages = whole, encounters, pages
        self._nothing_open, self._offered = nothing_open, offered
        self._asked = False
        Room(whole, self._arrange)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def ask_for_list(self) -> None:
        """Somebody wants it, whatever room there is."""
        self._asked = True
        self._arrange()

    def show_page(self, page: QWidget) -> None:
        """Put this page in front; the list gives its place up again."""
        self._pages.setCurrentWidget(page)
        self._page_wanted()

    def bring_page_back(self) -> None:
        """The same, if the list has taken the page's place."""
        if self._pages.isHidden():
            self._page_wanted()

    def _page_wanted(self) -> None:
        self._asked = False
        self._arrange()

    def _focus_moved(self, _former: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self._pages.isAncestorOf(focused):
            self._page_wanted()

    def _arrange(self) -> None:
        width = self._whole.width()
        wide = width >= theme.px(_ROOM_FOR_LIST)
        nothing_else = self._pages.currentWidget() is self._nothing_open
        self._list.setVisible(self._offered and (wide or nothing_else or self._asked))
        alone = self._list.isHidden() or nothing_else
        self._pages.setVisible(alone or width >= theme.px(_ROOM_FOR_BOTH))
