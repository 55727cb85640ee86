"""Somebody else's program: one editor, whose text a file always has, and something on the clipboard.

Run: python -m tests.helpers.other_program FILE CLIPBOARD
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main(file: Path, clipboard: str) -> int:
    app = QApplication(["other-program"])
    editor = QPlainTextEdit()
    editor.textChanged.connect(lambda: file.write_text(editor.toPlainText(), encoding="utf-8"))
    editor.resize(600, 300)
    editor.show()
    app.clipboard().setText(clipboard)
    QTimer.singleShot(0, lambda: file.write_text("", encoding="utf-8"))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
