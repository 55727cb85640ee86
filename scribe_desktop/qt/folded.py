"""Text that is folded to a width."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_TALLEST = 10_000


def height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Of all its lines, in device-independent pixels."""
    wrap = Qt.TextFlag.TextWordWrap.value
    return metrics.boundingRect(0, 0, width, _TALLEST, wrap, text).height()
