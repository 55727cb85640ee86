"""A note's words on their way through the clipboard or a drag: plain text, and a token for this session."""

from PySide6.QtCore import QMimeData

from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.clippings import Clippings, Place

_MIME = "application/x-scribe-desktop-clipping"
"""Holds a token only: any program may read the clipboard."""


def cut_out(passage: Passage, place: Place | None, clippings: Clippings) -> QMimeData:
    """What the clipboard gets; its sources stay in `clippings` until something else is there."""
    mime = QMimeData()
    mime.setText(passage.text)
    if place is not None:
        token = clippings.keep(passage, place)
        mime.setData(_MIME, token.encode())
        mime.destroyed.connect(lambda: clippings.drop(token))
    return mime


def token_of(mime: QMimeData) -> str:
    """Empty for what comes from elsewhere."""
    return mime.data(_MIME).toStdString() if mime.hasFormat(_MIME) else ""
