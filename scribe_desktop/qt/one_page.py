"""A stack that holds the one page that is shown, and nothing of those before it."""

from PySide6.QtWidgets import QStackedWidget, QWidget


def put_up(pages: QStackedWidget, page: QWidget, *, keep: QWidget | None = None) -> None:
    """Show this alone. What was shown is destroyed with all that it held, unless it is to be kept apart."""
    former = pages.currentWidget()
    pages.addWidget(page)
    pages.setCurrentWidget(page)
    if former is not None and former is not page:
        pages.removeWidget(former)
        if former is not keep:
            former.deleteLater()
