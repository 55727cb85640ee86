"""Whether a phrase looks as if it held one patient's data."""

import re
from collections.abc import Iterable, Iterator

from scribe_desktop.notes.patient import Patient

_SIGNS = (
    ("a phone number", re.compile(r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)")),
    ("a date", re.compile(r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)")),
    ("an MRN", re.compile(r"\b(?:MRN|medical record)\W{0,4}[A-Z]{0,4}-?\d{4,}", re.IGNORECASE)),
    ("a social security number", re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")),
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)),
)


def suspicions(text: str, patients: Iterable[Patient]) -> Iterator[str]:
    """What in the text looks like a patient's data, in words that stand after "holds"."""
    for kind, sign in _SIGNS:
        if found := sign.search(text):
            yield f"{kind} ({found[0]})"
    said = set(re.findall(r"[\w-]+", text.casefold()))
    together = " ".join(text.casefold().split())
    for patient in patients:
        if patient.mrn.casefold() in said:
            yield f"the MRN of a patient here ({patient.mrn})"
        name = " ".join(patient.name.casefold().split())
        if said.issuperset(name.split()) and re.search(rf"\b{re.escape(name)}\b", together):
            yield f"the name of a patient here ({patient.name})"
