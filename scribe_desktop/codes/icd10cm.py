"""The billable codes of ICD-10-CM as one file that loads in a moment; written by `scripts/make-codes.py`."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scribe_desktop.codes.index import CodeIndex, Entry, Favour, Tables
from scribe_desktop.codes.words import Readings

_FILE, _WORDINGS = "icd10cm.npz", "icd10cm.toml"


def write(folder: Path, entries: Sequence[Entry], edition: str) -> None:
    """Write the index of these entries, which are in the order of their codes, into `folder`."""
    tables = Tables.of(entries)
    np.savez_compressed(
        folder / _FILE,
        edition=_blob([edition]),
        codes=_blob([entry.code.code for entry in entries]),
        titles=_blob([entry.code.title for entry in entries]),
        words=_blob(tables.words),
        title_words=tables.title_words,
        title_lengths=tables.title_lengths.astype(np.uint8),
        term_words=tables.term_words,
        term_lengths=tables.term_lengths.astype(np.uint16),
        inherited_words=tables.inherited_words,
        inherited_lengths=tables.inherited_lengths.astype(np.uint16),
    )


def load(folder: Path) -> CodeIndex:
    """The index as it was written, with the everyday wordings and the common codes beside it."""
    own = tomllib.loads((folder / _WORDINGS).read_text(encoding="utf-8"))
    with np.load(folder / _FILE, allow_pickle=False) as kept:
        codes, titles = _lines(kept["codes"]), _lines(kept["titles"])
        tables = Tables(
            _lines(kept["words"]),
            kept["title_words"],
            kept["title_lengths"].astype(np.int32),
            kept["term_words"],
            kept["term_lengths"].astype(np.int32),
            kept["inherited_words"],
            kept["inherited_lengths"].astype(np.int32),
        )
    usual, common = (frozenset(own[name].split()) for name in ("usual", "common"))
    favour = Favour(usual, common, own["chapters"], own["title_words"])
    return CodeIndex(codes, titles, tables, Readings(own["wordings"], own["words"]), favour)


def edition(folder: Path) -> str:
    """Which release of the classification the file holds."""
    with np.load(folder / _FILE, allow_pickle=False) as kept:
        return _lines(kept["edition"])[0]


def titles(folder: Path) -> list[str]:
    """The title of every code, in the order of the codes."""
    with np.load(folder / _FILE, allow_pickle=False) as kept:
        return _lines(kept["titles"])


def vocabulary(folder: Path) -> list[str]:
    """All words of the titles and terms, in small letters."""
    with np.load(folder / _FILE, allow_pickle=False) as kept:
        return _lines(kept["words"])


def _blob(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _lines(blob: NDArray[np.uint8]) -> list[str]:
    return blob.tobytes().decode().split("\n")
