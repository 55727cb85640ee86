"""A note's content, its versions, its signature and its addenda."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.people import Author

NoteContent = Mapping[str, Passage]
"""Passages by key: a section's ("hpi") or a field's ("vitals.heart_rate"); blank ones may be absent."""


BESIDE = "@"
"""Begins the keys of what is kept with a note but stands in no document, such as marks of its level."""


def says_something(content: NoteContent) -> bool:
    """Whether anything is written in a note."""
    return any(not passage.is_blank for key, passage in content.items() if not key.startswith(BESIDE))


@dataclass(frozen=True)
class Note:
    id: str
    encounter_id: str
    note_type: str
    created_at: datetime
    created_by: Author


@dataclass(frozen=True)
class NoteVersion:
    """What a note said at one moment; never changed afterwards."""

    id: str
    note_id: str
    number: int
    """1 for the first; counts up per note."""
    content: NoteContent
    author: Author
    at: datetime
    note_type: NoteType | None = None
    """For a signed one: sections, titles and labels as they were then, whatever becomes of the type."""


@dataclass(frozen=True)
class Signature:
    """A provider's authentication of one version: attestation, date and time, and what was signed."""

    id: str
    note_id: str
    version_id: str
    content_digest: str
    attestation: str
    signer_name: str
    """As signed, credentials included; kept even if the person is renamed later."""
    author: Author
    at: datetime


@dataclass(frozen=True)
class Addendum:
    """A change after signing: it stands beside the signed text and never replaces it."""

    id: str
    note_id: str
    text: Passage
    signer_name: str
    author: Author
    at: datetime
    attestation: str = field(default="")


def digest(content: NoteContent) -> str:
    """SHA-256 in hex over keys and texts, blank passages left out, independent of order and provenance."""
    texts = {key: passage.text for key, passage in content.items() if not passage.is_blank}
    return hashlib.sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
