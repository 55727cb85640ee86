"""Entries of the audit trail as a list that reads on while one scrolls, however long the trail is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from scribe_desktop.notes.audit import AuditEntry, Outcome
from scribe_desktop.notes.people import Role
from scribe_desktop.qt import theme
from scribe_desktop.session.audit_review import Names

_Index = QModelIndex | QPersistentModelIndex
_NOBODY = QModelIndex()

COLUMNS = ("Entry", "Time", "Person", "What", "Patient", "Detail")
_ROLES = {role.value: role.label for role in Role}


class AuditModel(QAbstractTableModel):
    """`wanted` is called with the number of the oldest entry shown when older ones come into sight."""

    def __init__(self, wanted: Callable[[int], object], parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._names = Names({}, {}, {})
        self._entries: list[AuditEntry] = []
        self._total = 0
        self._waiting = False

    def begin(self, names: Names, total: int, entries: Sequence[AuditEntry]) -> None:
        """Show these, newest first, in place of all others; `total` is how many fit altogether."""
        self.beginResetModel()
        self._names, self._total, self._entries = names, total, list(entries)
        self._waiting = False
        self.endResetModel()

    def add(self, entries: Sequence[AuditEntry]) -> None:
        """The next older ones, as asked for."""
        self._waiting = False
        if not entries:
            self._total = len(self._entries)
            return
        first = len(self._entries)
        self.beginInsertRows(_NOBODY, first, first + len(entries) - 1)
        self._entries.extend(entries)
        self.endInsertRows()

    def entry(self, row: int) -> AuditEntry:
        return self._entries[row]

    def rowCount(self, parent: _Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._waiting and len(self._entries) < self._total

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self._wanted(self._entries[-1].seq)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(entry)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()]}: {self._said(entry)[index.column()] or 'none'}"
        if role == Qt.ItemDataRole.ForegroundRole and entry.outcome != Outcome.OK:
            return theme.current().colour("danger")
        return None

    def in_full(self, row: int) -> str:
        """Everything that this entry says, as one text."""
        entry = self._entries[row]
        number, at, person, what, patient, detail = self._said(entry)
        role = _ROLES.get(entry.role, entry.role).lower()
        told = (
            f"Entry {number}",
            at,
            f"{person}, {role}" if role else person,
            f"{what} ({entry.data})",
            patient,
            entry.note_id and f"note {entry.note_id}",
            detail,
        )
        return "  ·  ".join(part for part in told if part)

    def _person(self, entry: AuditEntry) -> str:
        return self._names.people.get(entry.person_id) or entry.person_id or "nobody known"

    def _said(self, entry: AuditEntry) -> tuple[str, ...]:
        patient = self._names.patients.get(entry.patient_id) or entry.patient_id
        return (
            f"{entry.seq:,}",
            f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
            self._person(entry),
            entry.title if entry.outcome == Outcome.OK else f"{entry.title}: {entry.outcome}",
            patient,
            entry.detail,
        )
