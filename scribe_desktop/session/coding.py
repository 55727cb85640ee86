"""Looking up billing codes: ICD-10-CM, and the lists of CPT and HCPCS that the clinic imported."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from scribe_desktop import assets
from scribe_desktop.codes import icd10cm, listing
from scribe_desktop.codes.code import Code, CodeSystem
from scribe_desktop.codes.index import CodeIndex
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk

Indexes = Mapping[CodeSystem, CodeIndex]


class Coding:
    """Only suggests: a code is put into a note by a person, marked for the provider to confirm."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._indexes: dict[CodeSystem, CodeIndex] = {}

    def indexes(self) -> Indexes:
        """What there is to search in, ICD-10-CM first. The first call takes a moment and reads the store."""
        with self._lock:
            for system in CodeSystem:
                index = self._indexes.get(system) or self._load(system)
                if index is not None:
                    self._indexes[system] = index
            return dict(self._indexes)

    def sizes(self) -> dict[CodeSystem, int]:
        """How many codes of each importable system the clinic has."""
        return {system: len(self._stored(system)) for system in listing.IMPORTABLE}

    def import_list(self, system: CodeSystem, path: Path) -> int:
        """Put a file's codes in place of those imported before; returns how many there are now.

        Raises:
            BadInput: the file is not such a list; nothing was changed.
        """
        self._desk.require(Action.CHANGE_CLINIC_LISTS)
        codes = listing.read(path, system)
        self._keep(system, codes)
        return len(codes)

    def forget_list(self, system: CodeSystem) -> None:
        self._desk.require(Action.CHANGE_CLINIC_LISTS)
        self._keep(system, ())

    def _keep(self, system: CodeSystem, codes: tuple[Code, ...]) -> None:
        lines = "\n".join(f"{code.code}\t{code.title}" for code in codes)
        with self._lock:
            with settings_change(self._desk, f"{system.value} list, {len(codes)} codes"):
                self._desk.store.settings.put(_key(system), lines)
            self._indexes.pop(system, None)

    def _load(self, system: CodeSystem) -> CodeIndex | None:
        if system is CodeSystem.ICD10CM:
            return icd10cm.load(assets.resource("codes"))
        codes = self._stored(system)
        return CodeIndex.of(codes) if codes else None

    def _stored(self, system: CodeSystem) -> tuple[Code, ...]:
        lines = self._desk.store.settings.get(_key(system)).splitlines()
        return tuple(Code(code, title) for code, _, title in (line.partition("\t") for line in lines))


def _key(system: CodeSystem) -> str:
    return f"codes.{system.value}"
