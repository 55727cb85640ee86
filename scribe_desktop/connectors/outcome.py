"""What a server's OperationOutcome says, without the patient's own data in it."""

import re
from collections.abc import Iterator

from scribe_desktop.connectors.document_reference import Resource
from scribe_desktop.notes.document import SignedDocument

_LONGEST = 300
_HIDDEN = "[…]"
_WORD = re.compile(r"\w+(?:[-'.]\w+)*")
_ENCODED = re.compile(r"[A-Za-z0-9+/=]{40,}")
_PHRASE = 3
"""So many words in a row that also stand in the document are taken for a quotation from it."""


def outcome_text(resource: Resource) -> str:
    """The errors' texts of an OperationOutcome, one after the other; empty for any other resource."""
    if resource.get("resourceType") != "OperationOutcome":
        return ""
    issues = [issue for issue in resource.get("issue") or () if isinstance(issue, dict)]
    grave = [issue for issue in issues if issue.get("severity") in ("fatal", "error")]
    return "; ".join(dict.fromkeys(text for text in map(_issue_text, grave or issues) if text))


def without_patient(text: str, document: SignedDocument) -> str:
    """The text, at most 300 characters, with all hidden that names the patient or quotes the document."""
    text = _ENCODED.sub(_HIDDEN, " ".join(text.split()))
    patient = document.encounter.patient
    for value in (patient.mrn, patient.name, patient.birth_date.isoformat()):
        text = re.sub(re.escape(value), _HIDDEN, text, flags=re.IGNORECASE)
    hidden = sorted({*_names(text, patient.name), *_quotations(text, document.text)}, reverse=True)
    for start, end in hidden:
        text = text[:start] + _HIDDEN + text[end:]
    text = re.sub(rf"{re.escape(_HIDDEN)}(?:\W*{re.escape(_HIDDEN)})+", _HIDDEN, text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _names(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where single parts of the patient's name stand."""
    parts = {word.casefold() for word in _WORD.findall(name)}
    return (word.span() for word in _WORD.finditer(text) if word[0].casefold() in parts)


def _quotations(text: str, source: str) -> Iterator[tuple[int, int]]:
    """Where the words stand that belong to a phrase out of the source."""
    known = [word.casefold() for word in _WORD.findall(source)]
    phrases = set(zip(*(known[offset:] for offset in range(_PHRASE)), strict=False))
    words = list(_WORD.finditer(text))
    for at in range(len(words) - _PHRASE + 1):
        run = words[at : at + _PHRASE]
        if tuple(word[0].casefold() for word in run) in phrases:
            yield from (word.span() for word in run)


def _issue_text(issue: Resource) -> str:
    details = issue.get("details")
    spoken = details.get("text") if isinstance(details, dict) else ""
    return str(issue.get("diagnostics") or spoken or "")
