"""The tables as they are today; how they came about is in `migrations`."""

from datetime import date

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.lifecycle import EventKind
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.recording import Channel, RecordingState
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.store.codec import (
    decode_content,
    decode_runs,
    decode_texts,
    decode_words,
    encode_content,
    encode_runs,
    encode_texts,
    encode_words,
    storable,
)
from scribe_desktop.store.columns import AsText, Moment
from scribe_desktop.store.note_type_codec import decode_note_type, encode_note_type

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})

_PROSE = AsText(storable, str)
_RUNS = AsText(encode_runs, decode_runs)
_CONTENT = AsText(encode_content, decode_content)
_NOTE_TYPE = AsText(encode_note_type, decode_note_type)
_WORDS = AsText(encode_words, decode_words)
_TEXTS = AsText(encode_texts, decode_texts)


ARRIVAL: ColumnElement[int] = literal_column("rowid")
"""Orders one table's rows as they were added: ids tie within a millisecond, and clocks are set back."""


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _of(table: str, name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(f"{table}.id"), nullable=False, primary_key=primary_key)


def _author() -> tuple[Column[str], Column[str]]:
    return _of("people", "person_id"), _of("workstations", "workstation_id")


workstations = Table("workstations", metadata, _id(), Column("name", _PROSE, nullable=False))

people = Table(
    "people",
    metadata,
    _id(),
    Column("name", _PROSE, nullable=False),
    Column("role", AsText(str, Role), nullable=False),
    Column("credentials", _PROSE, nullable=False),
)

patients = Table(
    "patients",
    metadata,
    _id(),
    Column("name", _PROSE, nullable=False),
    Column("birth_date", AsText(date.isoformat, date.fromisoformat), nullable=False),
    Column("sex", AsText(str, Sex), nullable=False),
    Column("mrn", _PROSE, nullable=False),
    UniqueConstraint("mrn"),
)

encounters = Table(
    "encounters",
    metadata,
    _id(),
    _of("patients", "patient_id"),
    Column("visit_type", _PROSE, nullable=False),
    _of("people", "provider_id"),
    Column("started_at", Moment, nullable=False),
    Column("location", _PROSE, nullable=False),
    Index(None, "started_at"),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    _of("encounters", "encounter_id"),
    Column("note_type", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    *_author(),
    Index(None, "encounter_id"),
)

draft_passages = Table(
    "draft_passages",
    metadata,
    _of("notes", "note_id", primary_key=True),
    Column("key", Text, primary_key=True),
    Column("text", _PROSE, nullable=False),
    Column("runs", _RUNS, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *_author(),
)

unsigned_texts = Table(
    "unsigned_texts",
    metadata,
    _of("notes", "note_id", primary_key=True),
    Column("kind", AsText(str, Unsigned), primary_key=True),
    Column("text", _PROSE, nullable=False),
    Column("updated_at", Moment, nullable=False),
    _of("people", "person_id", primary_key=True),
    _of("workstations", "workstation_id"),
)

note_versions = Table(
    "note_versions",
    metadata,
    _id(),
    _of("notes", "note_id"),
    Column("number", Integer, nullable=False),
    Column("content", _CONTENT, nullable=False),
    *_author(),
    Column("at", Moment, nullable=False),
    Column("note_type", _NOTE_TYPE, nullable=False, server_default=""),
    UniqueConstraint("note_id", "number"),
)

note_events = Table(
    "note_events",
    metadata,
    # Order of arrival: unlike `at`, it does not jump when somebody corrects the clock.
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    _of("notes", "note_id"),
    Column("kind", AsText(str, EventKind), nullable=False),
    Column("version_id", Text, ForeignKey("note_versions.id")),
    Column("reason", _PROSE, nullable=False),
    *_author(),
    Column("at", Moment, nullable=False),
    UniqueConstraint("id"),
    Index(None, "note_id", "kind"),
)

signatures = Table(
    "signatures",
    metadata,
    _id(),
    _of("notes", "note_id"),
    _of("note_versions", "version_id"),
    Column("content_digest", Text, nullable=False),
    Column("attestation", _PROSE, nullable=False),
    Column("signer_name", _PROSE, nullable=False),
    *_author(),
    Column("at", Moment, nullable=False),
    Index(None, "note_id"),
)

addenda = Table(
    "addenda",
    metadata,
    _id(),
    _of("notes", "note_id"),
    Column("text", _PROSE, nullable=False),
    Column("runs", _RUNS, nullable=False),
    Column("attestation", _PROSE, nullable=False),
    Column("signer_name", _PROSE, nullable=False),
    *_author(),
    Column("at", Moment, nullable=False),
    Index(None, "note_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _of("notes", "note_id"),
    Column("document_id", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("state", AsText(str, DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Moment),
    Column("last_error", _PROSE, nullable=False),
    Column("reference", _PROSE, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("document_id", "destination"),
    Index(None, "state", "next_try_at"),
    Index(None, "note_id"),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", _PROSE, nullable=False),
)

backups = Table(
    "backups",
    metadata,
    _id(),
    Column("path", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("condemned", Boolean, nullable=False),
)

purges = Table(
    "purges",
    metadata,
    _id(),
    # no references: what they name is gone
    Column("encounter_id", Text, nullable=False),
    Column("patient_id", Text, nullable=False),
    Column("reason", _PROSE, nullable=False),
    Column("rows", Integer, nullable=False),
    *_author(),
    Column("at", Moment, nullable=False),
)

recordings = Table(
    "recordings",
    metadata,
    _id(),
    _of("notes", "note_id"),
    Column("section", Text, nullable=False),
    *_author(),
    Column("started_at", Moment, nullable=False),
    Column("device", _PROSE, nullable=False),
    Column("channel", AsText(str, Channel), nullable=False),
    Column("state", AsText(str, RecordingState), nullable=False),
    Column("recognised_up_to", Float, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Index(None, "note_id"),
    Index(None, "state"),
)

utterances = Table(
    "utterances",
    metadata,
    _id(),
    _of("recordings", "recording_id"),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("engine", Text, nullable=False),
    Column("text", _PROSE, nullable=False),
    Column("words", _WORDS, nullable=False),
    Column("alternatives", _TEXTS, nullable=False),
    Column("placed", Boolean, nullable=False),
    Index(None, "recording_id"),
)

audit_chain = Table(
    "audit_chain",
    metadata,
    _id(),
    # Of its own, so that the store may get another data key without breaking the chain.
    Column("key", LargeBinary, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    # No foreign keys: an entry outlives whom and what it is about.
    Column("person_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("workstation_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("patient_id", Text, nullable=False),
    Column("note_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", _PROSE, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Index(None, "at"),
    Index(None, "person_id"),
    Index(None, "patient_id"),
    Index(None, "kind"),
)
