"""One destination in the settings: its fields, whether it is on, and whether it answers."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from scribe_desktop.connectors.port import Connector, Setting
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.views.notice import tell
from scribe_desktop.views.proof_row import ProofRow
from scribe_desktop.views.submission import Submission


class ConnectorCard(QFrame):
    """Built from `Connector.settings`; knows no connector by name."""

    saved = Signal()

    def __init__(self, name: str, connector: type[Connector], preferences: Preferences, jobs: Jobs) -> None:
        super().__init__()
        self._name = name
        self._preferences = preferences
        theme.mark(self, role="card")
        self.on = QCheckBox(f"{connector.title}: send signed notes here", self)
        self.fields = {setting.key: _field(setting, self) for setting in connector.settings}
        self._secrets = {setting.key: setting.label for setting in connector.settings if setting.secret}
        self.own = ProofRow(self)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.hide()
        self.test = QPushButton("Test connection", self)
        self.test.setAccessibleName(f"Test connection: {connector.title}")
        self.save = QPushButton("Save", self)
        self.save.setAccessibleName(f"Save {connector.title}")
        theme.mark(self.save, primary=True)
        self._testing = Submission(jobs, self, self.test, self.message)
        self._saving = Submission(jobs, self, self.save, self.message)
        self.test.clicked.connect(self._try_it)
        self.save.clicked.connect(self._keep)
        self._lay_out(connector)

    def show_values(self, values: Mapping[str, str], *, on: bool) -> None:
        """Fill in what is stored."""
        self.on.setChecked(on)
        for key, field in self.fields.items():
            field.setText(values.get(key, ""))

    def _lay_out(self, connector: type[Connector]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.on)
        for setting in connector.settings:
            column.addLayout(_labelled(setting, self.fields[setting.key]))
        column.addWidget(self.own)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.test)
        buttons.addWidget(self.save)
        column.addLayout(buttons)

    def _values(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.fields.items()}

    def _try_it(self) -> None:
        preferences, name, values = self._preferences, self._name, self._values()
        self._testing.run(
            lambda: preferences.connection(name, values), self._check, meanwhile="Testing…", on_store=True
        )

    def _check(self, connector: Connector) -> None:
        self._testing.run(
            connector.check, lambda answer: tell(self.message, answer, "ok"), meanwhile="Testing…"
        )

    def _keep(self) -> None:
        preferences, name, values, on = self._preferences, self._name, self._values(), self.on.isChecked()
        passphrase = self.own.take()
        self._saving.run(
            lambda: preferences.set_destination(name, values, on=on, own_passphrase=passphrase),
            lambda kept: self._kept(kept, on=on),
            meanwhile="Saving…",
            failed=lambda error: self.own.ask(error, self._keep),
            on_store=True,
        )

    def _kept(self, kept: Mapping[str, str], *, on: bool) -> None:
        forgotten = [
            label for key, label in self._secrets.items() if self.fields[key].text() and not kept[key]
        ]
        self.own.done()
        self.show_values(kept, on=on)
        state = "Notes signed from now on go here." if on else "Nothing is sent here."
        if forgotten:
            what = " and ".join(forgotten)
            tell(self.message, f"Saved. {state} {what}: forgotten, it was for another host.", "warning")
        else:
            tell(self.message, f"Saved. {state}", "ok")
        self.saved.emit()


def _field(setting: Setting, parent: QFrame) -> QLineEdit:
    made = QLineEdit(parent)
    made.setObjectName(setting.key)
    made.setAccessibleDescription(setting.help)
    if setting.secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _labelled(setting: Setting, field: QLineEdit) -> QVBoxLayout:
    label = QLabel(setting.label if setting.required else f"{setting.label} (optional)")
    label.setBuddy(field)
    help_text = QLabel(setting.help)
    help_text.setWordWrap(True)
    theme.mark(help_text, role="muted")
    column = QVBoxLayout()
    column.setSpacing(4)
    for widget in (label, field, help_text):
        column.addWidget(widget)
    return column
