"""Which rules of the note check are on: one box each, kept as soon as it is ticked."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout

from scribe_desktop.checks.rules import RULES, Rule
from scribe_desktop.notes.rights import Action
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import tell
from scribe_desktop.views.only_for import only_for
from scribe_desktop.views.page import Page


class RulesView(Page):
    rule_layout: QVBoxLayout
    message: QLabel
    close_view: QPushButton

    close_asked = Signal()
    changed = Signal()
    """Other rules are on now."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("rules_view")
        self._session, self._jobs = session, jobs
        self.boxes = {rule.id: QCheckBox(_title(rule)) for rule in RULES}
        for rule in RULES:
            box = self.boxes[rule.id]
            box.setChecked(rule.always or rule.id not in session.checks.off)
            box.setEnabled(not rule.always)
            box.setAccessibleDescription(f"A finding {rule.severity.value}.")
            box.toggled.connect(partial(self._switch, rule.id))
            self.rule_layout.addWidget(box)
        self.steer(first=lambda: self.boxes[RULES[0].id], leave=self.close_asked.emit)
        self.close_view.clicked.connect(self.close_asked)
        only_for(session.person, Action.CHANGE_RULES, self.message, *self.boxes.values())

    def _switch(self, rule: str, on: bool) -> None:
        checks = self._session.checks
        self._jobs.store(
            lambda: checks.switch(rule, on=on),
            lambda _none: self._kept(rule, on),
            lambda error: tell(self.message, error.in_full()),
            owner=self,
        )

    def _kept(self, rule: str, on: bool) -> None:
        tell(self.message, f"“{self.boxes[rule].text()}” is {'on' if on else 'off'}.", "ok")
        self.changed.emit()


def _title(rule: Rule) -> str:
    return f"{rule.title}: always on" if rule.always else rule.title
