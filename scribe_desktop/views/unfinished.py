"""What was typed into a note's forms and is neither signed nor sent yet: reasons, attestations, addenda."""

from enum import StrEnum

from scribe_desktop.errors import WrongState
from scribe_desktop.session.charting import Chart


class Form(StrEnum):
    """As in "the … a patient's note"."""

    REASON = "reason for returning"
    ATTESTATION = "attestation of"
    ADDENDUM = "addendum to"


class Unfinished:
    """Kept as long as somebody is logged in, whichever chart is open; nobody else may see or sign it."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[Form, str]] = {}
        self._patients: dict[str, str] = {}

    def keep(self, chart: Chart, form: Form, text: str) -> None:
        """Keep what the form says now; nothing, when it is empty."""
        texts = self._texts.setdefault(chart.note.id, {})
        texts.pop(form, None)
        if text.strip():
            texts[form] = text
        self._patients[chart.note.id] = chart.encounter.patient.name

    def text(self, chart: Chart, form: Form) -> str:
        return self._texts.get(chart.note.id, {}).get(form, "")

    def has(self, chart: Chart) -> bool:
        """Whether any of this note's forms holds something."""
        return bool(self._texts.get(chart.note.id))

    def forget(self, chart: Chart) -> None:
        """Something was done with this note that its forms were for."""
        self._texts.pop(chart.note.id, None)

    @property
    def warning(self) -> WrongState | None:
        """What whoever leaves now would lose; None when that is nothing."""
        left = [
            f"The {form} {self._patients[note_id]}’s note is in the window only."
            for note_id, texts in self._texts.items()
            for form in texts
        ]
        if not left:
            return None
        return WrongState(" ".join(left), remedy="Stay to finish or cancel it.")
