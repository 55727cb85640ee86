"""Python counts code points, Qt counts UTF-16 units: the one place that converts between them."""

from collections.abc import Iterable


def to_qt(text: str, offset: int) -> int:
    """Position in a QTextDocument that holds `text`, for an offset in code points."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def all_to_qt(text: str, offsets: Iterable[int]) -> list[int]:
    """Like `to_qt` for many offsets in ascending order, in one go through the text."""
    positions: list[int] = []
    at = position = 0
    for offset in offsets:
        position += to_qt(text[at:offset], offset - at)
        positions.append(position)
        at = offset
    return positions


def from_qt(text: str, position: int) -> int:
    """Offset in code points, for a position in a QTextDocument that holds `text`."""
    units = text.encode("utf-16-le", "surrogatepass")[: position * 2]
    return len(units.decode("utf-16-le", "surrogatepass"))
