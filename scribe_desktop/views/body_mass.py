"""The body mass index beside weight and height: computed, shown, never stored."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel, QWidget

from scribe_desktop.notes.body_mass import HEIGHT, WEIGHT, body_mass_index
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.passage_editor import PassageEditor

_TOO_YOUNG = (AgeBand.NEWBORN, AgeBand.INFANT)
"""In the first year weight for length is looked at instead."""


class BodyMass(QLabel):
    """Hidden while there is nothing to compute."""

    def __init__(
        self, editors: Mapping[str, PassageEditor], band: AgeBand, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "muted")
        self.setContentsMargins(12, 0, 12, 4)
        self._measured = {key: editors[key] for key in (WEIGHT, HEIGHT) if key in editors}
        if band not in _TOO_YOUNG:
            for editor in self._measured.values():
                editor.textChanged.connect(self.renew)
        self.hide()

    def renew(self) -> None:
        said = body_mass_index({key: editor.passage().text for key, editor in self._measured.items()})
        self.setText(f"BMI {said}")
        self.setVisible(bool(said))
