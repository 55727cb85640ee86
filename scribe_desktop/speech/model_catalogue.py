"""Which speech models can be downloaded: a table, to which a clinic may add addresses of its own."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from scribe_desktop import assets
from scribe_desktop.errors import BadInput

OWN_CATALOGUE = "models.toml"
"""In the models folder: a clinic's own entries, or a mirror in the house for those of the program."""
ENGINES = ("vosk",)
"""Those whose models can be installed."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REMEDY = "Correct the entry, or remove the file."


@dataclass(frozen=True)
class OfferedModel:
    name: str
    """That of its folder: "vosk-model-small-en-us-0.15"."""
    title: str
    engine: str
    language: str
    """Two letters."""
    size: int
    """Of the download in megabytes, roughly."""
    licence: str
    address: str
    sha256: str = ""
    """Of the download in lower-case hexadecimal digits; empty where nobody knows it for certain."""
    word_error: float | None = None
    """The vendor's figure for LibriSpeech test-clean, in percent."""
    good_for: str = ""


def catalogue(models: Path | None = None) -> tuple[OfferedModel, ...]:
    """All models on offer, those of the file `OWN_CATALOGUE` in this folder included, in their order.

    Raises:
        BadInput: that file cannot be used; says where.
    """
    offered = {model.name: model for model in read(assets.resource("speech", "models.toml"))}
    if models is not None and (models / OWN_CATALOGUE).is_file():
        offered |= {model.name: model for model in read(models / OWN_CATALOGUE)}
    return tuple(offered.values())


def find(name: str, offered: Sequence[OfferedModel]) -> OfferedModel | None:
    return next((model for model in offered if model.name == name), None)


def usable_name(name: str) -> bool:
    """Whether a model's folder may be called so on every system."""
    return _NAME.fullmatch(name) is not None and not name.endswith(".")


def read(path: Path) -> tuple[OfferedModel, ...]:
    """The entries of one file. Raises `BadInput` naming the entry that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("model", [])
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {error}.", remedy=_REMEDY) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadInput(f"{path}: every entry has to begin with [[model]].", remedy=_REMEDY)
    return tuple(_model(path, table) for table in tables)


def _model(path: Path, table: Mapping[str, Any]) -> OfferedModel:
    place = f"{path}, {table.get('name', 'an entry without a name')}"
    if unknown := table.keys() - {field.name for field in fields(OfferedModel)}:
        raise BadInput(f"{place}: nothing is called {', '.join(sorted(unknown))} here.", remedy=_REMEDY)
    needed = {field.name for field in fields(OfferedModel) if field.default is MISSING}
    if missing := needed - table.keys():
        raise BadInput(f"{place}: {', '.join(sorted(missing))} is missing.", remedy=_REMEDY)
    model = OfferedModel(**table)
    if (wrong := _why_wrong(model)) is not None:
        raise BadInput(f"{place}: {wrong}.", remedy=_REMEDY)
    return model


def _why_wrong(model: OfferedModel) -> str | None:
    texts = (value for name, value in vars(model).items() if name not in ("size", "word_error"))
    if not all(isinstance(text, str) for text in texts) or type(model.size) is not int:
        return "size has to be a whole number and everything else but word_error a text"
    if not usable_name(model.name):
        return "a model's name consists of letters, digits, dots, hyphens and underscores"
    if model.engine not in ENGINES:
        return f"there is no engine {model.engine} that models can be installed for"
    if not model.address.startswith(("https://", "http://")):
        return "the address has to begin with https:// or http://"
    if model.sha256 and not _SHA256.fullmatch(model.sha256):
        return "sha256 has to be 64 digits from 0 to 9 and a to f"
    if model.address.startswith("http://") and not model.sha256:
        return "an address without https needs a sha256"
    return None
