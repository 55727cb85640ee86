"""Text that came from another note: of this patient and still to be confirmed, or of another patient."""

from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.notes.copied import unconfirmed
from scribe_desktop.notes.passage import Origin
from scribe_desktop.notes.provenance import OTHER_PATIENT, in_words


def not_confirmed(subject: Subject) -> Iterator[Spot]:
    """Copied notes carry old errors on; each paragraph wants somebody who read it today.

    One finding a section: copied text comes in many paragraphs, and would hide all else in the list.
    """
    for key, passage in subject.passages():
        found = list(unconfirmed(passage))
        for start, end, source in found[:1]:
            more = f" ({len(found) - 1} more in this section)" if len(found) > 1 else ""
            yield Spot(key, start, end, f"{in_words(source, {})}{more}")


def from_another_patient(subject: Subject) -> Iterator[Spot]:
    for key, passage in subject.passages():
        at = 0
        for text, source in passage.pieces():
            if source.origin is Origin.PASTED and source.detail == OTHER_PATIENT and text.strip():
                yield Spot(key, at, at + len(text), "Pasted from another patient’s note: is it true here?")
            at += len(text)
