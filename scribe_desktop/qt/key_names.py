"""Key combinations as people read them, and as they are written down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""The main one, and that of the keypad."""
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


def native(keys: str) -> str:
    """A combination in portable notation as this desktop writes it."""
    sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText) or keys


def listed(keys: Sequence[str]) -> str:
    """All of a command's keys in one line; a long row of numbered keys by its first and last one."""
    shown = keys if len(keys) < 4 else (keys[0], "…", keys[-1])
    return "   ".join(native(one) for one in shown)


def pressed(event: QKeyEvent) -> str:
    """What was pressed, in portable notation; empty while only modifiers are down."""
    if event.key() in (*_MODIFIERS, 0, Qt.Key.Key_unknown):
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    return QKeySequence(modifiers.value | key.value).toString(QKeySequence.SequenceFormat.PortableText)
