"""Every styled widget in both themes and three sizes, as pictures to look at.

Run: QT_QPA_PLATFORM=offscreen python -m tests.views.gallery build/gallery
"""

import sys
from pathlib import Path

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop import assets
from scribe_desktop.qt import theme
from scribe_desktop.qt.icons import icon

HPI = """54-year-old man with chest pressure for two hours, beginning at rest while watching television. \
Radiates to the left arm, 7/10, with sweating and nausea. Denies fever, cough, leg swelling.

Took aspirin 325 mg at home, pain now ***."""


class Gallery(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self._fill_menu()
        columns = QSplitter()
        for make in (self._lists, self._note, self._controls):
            columns.addWidget(make())
        columns.setStretchFactor(1, 1)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(_banner())
        rows.addWidget(columns, 1)
        rows.addWidget(_bar())
        self.setCentralWidget(page)
        self.statusBar().showMessage("Saved 2 s ago")

    def _fill_menu(self) -> None:
        self.note_menu = self.menuBar().addMenu("&Note")
        for text, name, key in (
            ("Submit for review", "send", "Ctrl+Return"),
            ("Sign…", "sign", "Ctrl+Shift+S"),
            ("Undo", "undo", "Ctrl+Z"),
        ):
            self.note_menu.addAction(icon(name), text).setShortcut(key)
        self.note_menu.addSeparator()
        self.note_menu.addAction("Add addendum…").setEnabled(False)
        for title in ("&Encounter", "&Dictation", "&View", "&Help"):
            self.menuBar().addMenu(title)

    def _lists(self) -> QWidget:
        encounters = QListWidget()
        for text in ("Ada Reyes · 54 M", "Tomás Lindqvist · 7 mo F", "Priya Natarajan · 33 F"):
            encounters.addItem(QListWidgetItem(icon("user", "muted"), text))
        encounters.setCurrentRow(0)
        sections = QListWidget()
        theme.mark(sections, quiet=True)
        sections.addItems(["Chief complaint", "History of present illness", "Vital signs", "Physical exam"])
        sections.setCurrentRow(1)
        tree = QTreeWidget()
        tree.setHeaderLabels(["Section", "State"])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for group in ("Subjective", "Objective"):
            top = QTreeWidgetItem(tree, [group, ""])
            QTreeWidgetItem(top, ["Vital signs", "2 of 8"])
        tree.expandAll()
        table = QTableWidget(3, 3)
        table.setHorizontalHeaderLabels(["Patient", "State", "Since"])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        for row, texts in enumerate(
            (
                ("Ada Reyes", "Draft", "4 min"),
                ("T. Lindqvist", "In review", "1 h"),
                ("P. Natarajan", "Signed", "2 h"),
            )
        ):
            for column, text in enumerate(texts):
                table.setItem(row, column, QTableWidgetItem(text))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.selectRow(1)
        return _column(_label("Encounters", "heading"), encounters, sections, tree, table)

    def _note(self) -> QWidget:
        self.editor = QPlainTextEdit(HPI)
        theme.mark(self.editor, role="note")
        plain = QPlainTextEdit("A plain editor")
        plain.setMaximumHeight(theme.px(72))
        badges = QWidget()
        row = QHBoxLayout(badges)
        row.setContentsMargins(0, 0, 0, 0)
        for text, tone in (
            ("Draft", "neutral"),
            ("In review", ""),
            ("Returned", "amber"),
            ("Refused", "danger"),
            ("Signed", "ok"),
        ):
            badge = _label(text, "badge")
            theme.mark(badge, tone=tone)
            row.addWidget(badge)
        row.addStretch()
        return _column(
            _label("Chest pain", "title"),
            badges,
            _label("History of present illness", "heading"),
            self.editor,
            plain,
            _message(
                "inline-error", "warning", "danger", "The disk is full. Free some space; nothing is lost."
            ),
            _message(
                "inline-warning", "eye", "amber", "Pulse 210 is outside the plausible range. Look again."
            ),
            _message("toast", "check", "ok", "Delivered to Riverside EHR · DocumentReference/12"),
            _label("Autosave is on", "muted"),
            _label("Wrong passphrase", "error"),
            _label("3 blanks left", "warning"),
            _label("All sections filled", "ok"),
            _label("K7QX-93MD-P2LA-TT5C", "mono"),
        )

    def _controls(self) -> QWidget:
        tabs = QTabWidget()
        tabs.addTab(_column(_buttons(), _fields(), _choices(), _progress()), "Controls")
        tabs.addTab(_column(_icons()), "Icons")
        return tabs


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    theme.mark(label, role=role)
    return label


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(*[theme.px(16)] * 4)
    layout.setSpacing(theme.px(8))
    for widget in widgets:
        layout.addWidget(widget)
    return column


def _frame(role: str, *widgets: QWidget) -> QFrame:
    frame = QFrame()
    theme.mark(frame, role=role)
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
    layout.setSpacing(theme.px(12))
    for widget in widgets:
        layout.addWidget(widget)
    return frame


def _pixmap(name: str, colour: str) -> QLabel:
    label = QLabel()
    label.setPixmap(icon(name, colour).pixmap(QSize(theme.px(20), theme.px(20))))
    label.setFixedWidth(theme.px(20))
    return label


def _message(role: str, name: str, colour: str, text: str) -> QFrame:
    label = QLabel(text)
    label.setWordWrap(True)
    return _frame(role, _pixmap(name, colour), label)


def _banner() -> QFrame:
    state = _label("In review", "badge")
    state.setSizePolicy(state.sizePolicy().horizontalPolicy().Fixed, state.sizePolicy().verticalPolicy())
    who = _label("54 y M · MRN 4471902 · ED bed 12", "muted")
    filler = QLabel()
    filler.setMinimumWidth(theme.px(80))
    return _frame("banner", _label("Ada Reyes", "title"), who, filler, state)


def _bar() -> QFrame:
    listen = QPushButton(icon("microphone", "accent_text"), "Dictate")
    theme.mark(listen, primary=True)
    partial = _label("…radiates to the left arm", "muted")
    lock = QToolButton()
    lock.setIcon(icon("lock"))
    frame = _frame("bar", listen, partial, _label("Saved", "ok"), lock)
    layout = frame.layout()
    assert isinstance(layout, QHBoxLayout)
    layout.setStretch(1, 1)
    return frame


def _buttons() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    for column, marks in enumerate(({}, {"primary": True}, {"danger": True}, {"quiet": True})):
        text = next(iter(marks), "default").capitalize()
        for row, enabled in enumerate((True, False)):
            button = QPushButton(text)
            button.setEnabled(enabled)
            theme.mark(button, **marks)
            grid.addWidget(button, row, column)
    checked = QPushButton(icon("eye", "accent"), "Checked")
    checked.setCheckable(True)
    checked.setChecked(True)
    grid.addWidget(checked, 2, 0)
    menu = QPushButton("Menu")
    menu.setMenu(QMenu(menu))
    grid.addWidget(menu, 2, 1)
    return box


def _fields() -> QGroupBox:
    group = QGroupBox("New encounter")
    form = QFormLayout(group)
    form.setSpacing(theme.px(8))
    name = QLineEdit()
    name.setPlaceholderText("As on the ID band")
    visit = QComboBox()
    visit.addItems(["Office visit", "Emergency"])
    born = QDateEdit(QDate(1971, 4, 12))
    born.setCalendarPopup(True)
    pulse = QLineEdit("210")
    theme.mark(pulse, attention=True)
    mrn = QLineEdit("?")
    theme.mark(mrn, invalid=True)
    gone = QLineEdit("Cannot be changed")
    gone.setEnabled(False)
    fixed = QLineEdit("Signed")
    fixed.setReadOnly(True)
    for text, field in (
        ("Name", name),
        ("Visit", visit),
        ("Born", born),
        ("Pain", QSpinBox()),
        ("Pulse", pulse),
        ("MRN", mrn),
        ("Disabled", gone),
        ("Read only", fixed),
    ):
        form.addRow(text, field)
    return group


def _choices() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    for column, kind in enumerate((QCheckBox, QRadioButton)):
        for row, (on, enabled) in enumerate(((True, True), (False, True), (False, False))):
            choice = kind(("On", "Off", "Disabled")[row])
            choice.setChecked(on)
            choice.setEnabled(enabled)
            grid.addWidget(choice, row, column)
    return box


def _progress() -> QProgressBar:
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setValue(62)
    return progress


def _icons() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    for number, path in enumerate(sorted(assets.resource("icons").glob("*.svg"))):
        button = QToolButton()
        button.setIcon(icon(path.stem))
        button.setIconSize(QSize(theme.px(24), theme.px(24)))
        button.setToolTip(path.stem)
        grid.addWidget(button, number // 6, number % 6)
    return box


def main(folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("light", "dark"):
        for scale in (1.0, 1.5, 2.0):
            theme.apply(app, name, scale)
            window = Gallery()
            window.resize(round(1280 * scale), round(820 * scale))
            window.show()
            window.activateWindow()
            window.editor.setFocus(Qt.FocusReason.TabFocusReason)
            app.processEvents()
            window.grab().save(str(folder / f"{name}-{round(scale * 100)}.png"))
            window.note_menu.popup(window.pos())
            app.processEvents()
            window.note_menu.grab().save(str(folder / f"{name}-{round(scale * 100)}-menu.png"))
            window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
