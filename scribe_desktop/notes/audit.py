"""What the audit trail records: who did what to whose data, when, at which desk, and with what outcome.

The fields follow what is public of ASTM E2147 (audit logs for health information systems) and
45 CFR 164.312(b): moment, user, device, type of action, kind of data, patient, outcome. They refer to
people, patients and notes by id; no patient's words are in them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    OK = "ok"
    FAILED = "failed"
    DENIED = "denied"


class DataKind(StrEnum):
    """What an entry is about."""

    ACCESS = "log-in"
    PEOPLE = "people and keys"
    CHART = "chart"
    NOTE = "note"
    DELIVERY = "delivery"
    PHRASES = "phrases"
    SETTINGS = "settings"
    CLOCK = "clock"
    AUDIT = "audit trail"
    STORE = "store"


class AuditKind(StrEnum):
    """What was done. The names are kept in every store and never change."""

    SET_UP = "workstation.set-up"
    LOGGED_IN = "session.log-in"
    LOG_IN_FAILED = "session.log-in-failed"
    LOGGED_OUT = "session.log-out"
    NOT_CONFIRMED = "session.not-confirmed"
    REFUSED = "session.refused"
    RECOVERY_USED = "keys.recovery-used"
    RECOVERY_RENEWED = "keys.recovery-renewed"
    KIT_SAVED = "keys.recovery-kit-saved"
    PASSPHRASE_SET = "keys.passphrase-set"  # noqa: S105  no passphrase
    PERSON_ADDED = "people.added"
    ENCOUNTER_BEGUN = "chart.begun"
    CHART_READ = "chart.read"
    NOTE_TYPE_CHANGED = "note.type-changed"
    NOTE_EDITED = "note.edited"
    NOTE_SUBMITTED = "note.submitted"
    NOTE_RETURNED = "note.returned"
    NOTE_SIGNED = "note.signed"
    ADDENDUM_ADDED = "note.addendum"
    TEXT_INSERTED = "note.text-inserted"
    DELIVERY_ASKED = "delivery.asked"
    DELIVERY_TRIED = "delivery.tried"
    NOTE_COPIED = "note.copied"
    PHRASES_EXPORTED = "phrases.exported"
    WORDS_EXPORTED = "phrases.words-exported"
    SETTINGS_CHANGED = "settings.changed"
    CLOCK_SET_BACK = "clock.set-back"
    CLOCK_AHEAD = "clock.ahead"
    AUDIT_READ = "audit.read"
    AUDIT_VERIFIED = "audit.verified"
    AUDIT_EXPORTED = "audit.exported"
    ANCHOR_EXPORTED = "audit.anchor-exported"
    AUDIT_BROKEN = "audit.broken"
    ATTEMPTS_BROKEN = "audit.attempts-broken"
    SECOND_FACTOR_CHANGED = "keys.second-factor"
    ATTEMPTS_RESET = "keys.attempts-reset"
    CHART_RESTRICTED = "chart.restricted"
    EMERGENCY_ACCESS = "chart.emergency-access"
    CREDENTIAL_CHANGED = "people.credential"
    CREDENTIALS_EXPORTED = "people.credentials-exported"
    LOGIN_REMOVED = "people.log-in-removed"
    LOGIN_RETURNED = "people.log-in-returned"
    LOGINS_REVIEWED = "people.log-ins-reviewed"
    DATA_KEY_RENEWED = "keys.data-key-renewed"
    KEY_FILE_REPLACED = "keys.key-file-replaced"
    NOTES_SEARCHED = "chart.searched"
    HIT_READ = "chart.hit-read"
    VISITS_LISTED = "chart.visits-listed"
    IDENTITY_SHOWN = "chart.identity-shown"
    PURGED = "store.purged"
    BACKED_UP = "store.backed-up"
    RESTORED = "store.restored"
    SET_ASIDE = "store.set-aside"
    BACKUP_FOUND = "store.backup-found"
    COPY_DESTROYED = "store.copy-destroyed"
    SOUND_DISCARDED = "sound.discarded"
    MODEL_INSTALLED = "speech.model-installed"
    MODEL_REMOVED = "speech.model-removed"
    MODEL_CHOSEN = "speech.model-chosen"


@dataclass(frozen=True)
class About:
    title: str
    data: DataKind


_A = AuditKind
KINDS: dict[AuditKind, About] = {
    _A.SET_UP: About("Workstation set up", DataKind.PEOPLE),
    _A.LOGGED_IN: About("Logged in", DataKind.ACCESS),
    _A.LOG_IN_FAILED: About("Log-in", DataKind.ACCESS),
    _A.LOGGED_OUT: About("Locked or logged out", DataKind.ACCESS),
    _A.NOT_CONFIRMED: About("Passphrase typed again", DataKind.ACCESS),
    _A.REFUSED: About("Tried what their role may not", DataKind.ACCESS),
    _A.RECOVERY_USED: About("Recovery code used", DataKind.PEOPLE),
    _A.RECOVERY_RENEWED: About("Recovery code renewed", DataKind.PEOPLE),
    _A.KIT_SAVED: About("Recovery kit saved as a file", DataKind.PEOPLE),
    _A.PASSPHRASE_SET: About("Passphrase set", DataKind.PEOPLE),
    _A.PERSON_ADDED: About("Person added", DataKind.PEOPLE),
    _A.ENCOUNTER_BEGUN: About("Encounter begun", DataKind.CHART),
    _A.CHART_READ: About("Chart read", DataKind.CHART),
    _A.NOTE_TYPE_CHANGED: About("Note type changed", DataKind.NOTE),
    _A.NOTE_EDITED: About("Note edited", DataKind.NOTE),
    _A.NOTE_SUBMITTED: About("Note submitted", DataKind.NOTE),
    _A.NOTE_RETURNED: About("Note returned", DataKind.NOTE),
    _A.NOTE_SIGNED: About("Note signed", DataKind.NOTE),
    _A.ADDENDUM_ADDED: About("Addendum signed", DataKind.NOTE),
    _A.TEXT_INSERTED: About("Text inserted into another program", DataKind.NOTE),
    _A.DELIVERY_ASKED: About("Delivery asked for", DataKind.DELIVERY),
    _A.DELIVERY_TRIED: About("Delivery", DataKind.DELIVERY),
    _A.NOTE_COPIED: About("Whole note copied to the clipboard", DataKind.NOTE),
    _A.WORDS_EXPORTED: About("Own words exported", DataKind.PHRASES),
    _A.PHRASES_EXPORTED: About("Phrases exported", DataKind.PHRASES),
    _A.SETTINGS_CHANGED: About("Settings changed", DataKind.SETTINGS),
    _A.CLOCK_SET_BACK: About("Clock was set back", DataKind.CLOCK),
    _A.CLOCK_AHEAD: About("Clock is far ahead", DataKind.CLOCK),
    _A.AUDIT_READ: About("Audit trail read", DataKind.AUDIT),
    _A.AUDIT_VERIFIED: About("Audit trail verified", DataKind.AUDIT),
    _A.AUDIT_EXPORTED: About("Audit trail exported", DataKind.AUDIT),
    _A.ANCHOR_EXPORTED: About("Anchor exported", DataKind.AUDIT),
    _A.AUDIT_BROKEN: About("Audit trail against its anchor", DataKind.AUDIT),
    _A.ATTEMPTS_BROKEN: About("Record of failed log-ins", DataKind.AUDIT),
    _A.SECOND_FACTOR_CHANGED: About("Second factor changed", DataKind.PEOPLE),
    _A.ATTEMPTS_RESET: About("Log-in opened again", DataKind.PEOPLE),
    _A.CHART_RESTRICTED: About("Restriction of a chart", DataKind.CHART),
    _A.EMERGENCY_ACCESS: About("Emergency access", DataKind.CHART),
    _A.CREDENTIAL_CHANGED: About("Certificate changed", DataKind.PEOPLE),
    _A.CREDENTIALS_EXPORTED: About("Certificates exported", DataKind.PEOPLE),
    _A.LOGIN_REMOVED: About("Log-in removed", DataKind.PEOPLE),
    _A.LOGIN_RETURNED: About("Log-in brought by a restore", DataKind.PEOPLE),
    _A.LOGINS_REVIEWED: About("Log-ins after a restore looked at", DataKind.PEOPLE),
    _A.DATA_KEY_RENEWED: About("New data key prepared", DataKind.PEOPLE),
    _A.KEY_FILE_REPLACED: About("Key file not the one written last", DataKind.PEOPLE),
    _A.NOTES_SEARCHED: About("Notes searched", DataKind.CHART),
    _A.HIT_READ: About("Chart read among what a search found", DataKind.CHART),
    _A.VISITS_LISTED: About("Visits listed for purging", DataKind.CHART),
    _A.IDENTITY_SHOWN: About("Shown whose restricted chart it is", DataKind.CHART),
    _A.PURGED: About("Visit purged", DataKind.STORE),
    _A.BACKED_UP: About("Backup made", DataKind.STORE),
    _A.RESTORED: About("Restored from a backup", DataKind.STORE),
    _A.SET_ASIDE: About("Store moved aside by a restore", DataKind.STORE),
    _A.BACKUP_FOUND: About("Earlier backup found by a restore", DataKind.STORE),
    _A.COPY_DESTROYED: About("Copy of purged visits destroyed", DataKind.STORE),
    _A.SOUND_DISCARDED: About("Sound of dictation discarded", DataKind.NOTE),
    _A.MODEL_INSTALLED: About("Speech model installed", DataKind.SETTINGS),
    _A.MODEL_REMOVED: About("Speech model removed", DataKind.SETTINGS),
    _A.MODEL_CHOSEN: About("Speech model chosen", DataKind.SETTINGS),
}


@dataclass(frozen=True)
class AuditEvent:
    """Something that happened, before it has its place in the trail."""

    kind: AuditKind
    at: datetime
    person_id: str
    role: str
    workstation_id: str
    patient_id: str = ""
    note_id: str = ""
    outcome: Outcome = Outcome.OK
    detail: str = ""
    """A few words of the program's own: names of settings, destinations, counts; never a patient's."""


@dataclass(frozen=True)
class AuditEntry:
    """One entry as it stands in the trail; texts, because somebody may have altered them."""

    seq: int
    """Its place, counted from 1 without a gap, whatever the clock said."""
    at: datetime
    person_id: str
    role: str
    workstation_id: str
    kind: str
    data: str
    patient_id: str
    note_id: str
    outcome: str
    detail: str

    @property
    def title(self) -> str:
        """What was done, in words; the bare name of a kind that this version does not know."""
        known = {str(kind): about.title for kind, about in KINDS.items()}
        return known.get(self.kind, self.kind)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries somebody wants to see; what is empty leaves all in."""

    since: datetime | None = None
    until: datetime | None = None
    """Not this moment itself."""
    person_id: str = ""
    patient_id: str = ""
    kind: str = ""
