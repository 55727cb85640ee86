"""Sentences of real notes, divided by document into those for counting, for tuning and for reporting.

The notes are those of ACI-BENCH and MTS-Dialog, which are no part of the project; `SCRIBE_CLINICAL_TEXT`
names the folder that holds both.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.bench.dictation.spoken import read_aloud, words

DATA = Path(os.environ.get("SCRIBE_CLINICAL_TEXT", Path(__file__).parents[4] / "shared" / "data"))
SHORTEST, LONGEST = 5, 24
"""Words of a sentence that can be said in one breath."""
_SPLIT = re.compile(r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<=[.?!])\s+|\n+|\s*•\s*")
_SAYABLE = re.compile(r"[A-Z][A-Za-z0-9 ,.%/'’-]*[.]")
_UNSAYABLE = re.compile(
    r"\d{4}|/[A-Za-z]|[A-Za-z]/|/\d+/|\d[A-Za-z]|[A-Za-z]\d|\d-\d|\d,\d|\.\w*\."
    r"|[A-Z]{5}|\b[A-Z]{3,} [A-Z]{3,}"
)


class Part(StrEnum):
    COUNTING = "counting"
    TUNING = "tuning"
    REPORTING = "reporting"


@dataclass(frozen=True)
class Document:
    id: str
    note: str
    dialogue: str

    @property
    def part(self) -> Part:
        """By a hash of its id: a fifth for reporting, a tenth for tuning."""
        share = _hash(self.id) % 10
        return Part.REPORTING if share < 2 else Part.TUNING if share == 2 else Part.COUNTING


@dataclass(frozen=True)
class Sentence:
    id: str
    written: str

    @property
    def spoken(self) -> str:
        return read_aloud(self.written)

    @property
    def words(self) -> list[str]:
        return words(self.spoken)


def documents() -> Iterator[Document]:
    """All 1,388. Raises `FileNotFoundError` where the data is not on this machine."""
    for split in ("train", "valid"):
        for row in _rows(DATA / "aci-bench" / f"{split}.csv"):
            yield Document(f"aci-{row['encounter_id']}", row["note"], row["dialogue"])
        for row in _rows(DATA / "mts-dialog" / f"{split}.csv"):
            yield Document(f"mts-{split}-{row['ID']}", row["section_text"], row["dialogue"])


def sentences(part: Part, count: int) -> list[Sentence]:
    """This many of the part's sentences, always the same; none that stands in another part too."""
    elsewhere = {key for document in documents() if document.part is not part for key in _keys(document)}
    found: dict[str, Sentence] = {}
    for document in documents():
        if document.part is part:
            for key, written in _keys(document).items():
                if key not in elsewhere:
                    found.setdefault(key, Sentence(f"{_hash(key):012x}", written))
    return sorted(found.values(), key=lambda sentence: sentence.id)[:count]


def _keys(document: Document) -> dict[str, str]:
    """Its sentences by what makes two of them the same."""
    found = {}
    for piece in _SPLIT.split(document.note):
        written = " ".join(piece.split())
        said = words(written)
        if (
            SHORTEST <= len(said) <= LONGEST
            and _SAYABLE.fullmatch(written)
            and not _UNSAYABLE.search(written)
        ):
            found[" ".join(said)] = written
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")
