"""What was cut or copied in a note, so that a paste knows where its words come from."""

from dataclasses import dataclass
from uuid import uuid4

from scribe_desktop.notes.copied import CopiedFrom, taken_over
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE


@dataclass(frozen=True)
class Place:
    """Where words stand: the patient whom they are about, and the note."""

    patient_id: str
    note: CopiedFrom


class Clippings:
    """Gone with the session. The clipboard itself holds only a token, which means nothing to anybody else."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Passage, Place]] = {}

    def keep(self, passage: Passage, place: Place) -> str:
        """Remember what was cut or copied there; returns its token."""
        token = uuid4().hex
        self._kept[token] = (passage, place)
        return token

    def drop(self, token: str) -> None:
        """The clipboard has something else now."""
        self._kept.pop(token, None)

    def clear(self) -> None:
        self._kept.clear()

    def pasted(self, text: str, token: str, into: Place | None, person_id: str) -> list[tuple[str, Source]]:
        """The text with its sources in the note that it goes into.

        Within one note words stay whose they were; out of another note of the same patient they are copied
        and wait to be confirmed; all else is pasted, and says whether it comes from another patient's note.

        Args:
            token: as the clipboard has it; empty or unknown for what comes from elsewhere.
            person_id: who pastes.
        """
        passage, origin = self._kept.get(token, (Passage(), None))
        if origin is None or passage.text != text:
            return [(text, Source(Origin.PASTED, person_id, OUTSIDE))]
        if into is None or origin.patient_id != into.patient_id:
            return [(text, Source(Origin.PASTED, person_id, OTHER_PATIENT))]
        if origin.note.note_id == into.note.note_id:
            return list(passage.pieces())
        return taken_over(passage, origin.note, person_id)
