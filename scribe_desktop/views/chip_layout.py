"""Places the chips of a form: a name in front of each row, and as many lines as its chips need."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QRect

from scribe_desktop.qt import theme
from scribe_desktop.views.chip import Chip

_GAP, _ROW_GAP = 4, 6
_NARROW = 520
"""Below this width, in device-independent pixels at 100 % text, names stand above their chips."""


def lay_out(rows: Sequence[Sequence[Chip]], width: int) -> int:
    """Give every chip its place within `width`; the first of each row is its name. Returns the height."""
    gap, row_gap = theme.px(_GAP), theme.px(_ROW_GAP)
    beside = width >= theme.px(_NARROW)
    left = max(row[0].sizeHint().width() for row in rows) + gap if beside else gap * 4
    top = 0
    for name, *chips in rows:
        size = name.sizeHint()
        name.setGeometry(0, top, min(size.width(), width), size.height())
        x, y = left, top if beside else top + size.height() + gap
        for chip in chips:
            wide = min(chip.sizeHint().width(), width - left)
            if x > left and x + wide > width:
                x, y = left, y + size.height() + gap
            chip.setGeometry(x, y, wide, size.height())
            x += wide + gap
        top = y + size.height() + row_gap
    return top


def neighbour(chips: Sequence[Chip], here: Chip, down: bool) -> Chip | None:
    """The chip nearest below or above, in the next line that has any; None at the edge."""
    y, x = here.geometry().top(), here.geometry().center().x()
    lines = {chip.geometry().top() for chip in chips}
    beyond = [top for top in lines if (top > y if down else top < y)]
    if not beyond:
        return None
    line = min(beyond) if down else max(beyond)
    return min(
        (chip for chip in chips if chip.geometry().top() == line), key=lambda chip: _apart(chip.geometry(), x)
    )


def _apart(place: QRect, x: int) -> int:
    return 0 if place.left() <= x <= place.right() else abs(place.center().x() - x)


def found(chips: Sequence[Chip], here: Chip, typed: str, *, stay: bool) -> Chip | None:
    """The next chip, round the end, one of whose words begins with what was typed.

    Args:
        stay: the present one will do.
    """
    at = chips.index(here) + (not stay)
    typed = typed.casefold()
    for chip in chain(chips[at:], chips[:at]):
        name = (chip.name or chip.spoken).casefold().replace("/", " ")
        if f" {typed}" in f" {name}":
            return chip
    return None
