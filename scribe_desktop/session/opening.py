"""Opens the store for somebody whose data key is known: where the slow half of the program is loaded."""

from scribe_desktop import assets
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.clock import Clock
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.notes.people import Person
from scribe_desktop.session import model_changes
from scribe_desktop.session.audit_begin import AuditBegin
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.key_record import RECOVERY, KeyRecord
from scribe_desktop.session.policies import Policies
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.proof import Proof
from scribe_desktop.session.second_factor import OwnSecondFactor
from scribe_desktop.session.session import Session
from scribe_desktop.speech.model_folder import ModelFolder
from scribe_desktop.store.store import Store
from scribe_desktop.vault.vault import Vault


def open_session(
    profile: Profile,
    vault: Vault,
    data_key: bytes,
    person_id: str,
    *,
    newcomer: Person | None = None,
    how: AuditKind = AuditKind.LOGGED_IN,
    code: str | None = None,
    clock: Clock,
) -> Session:
    """The session of this person. Raises a `StoreError` or `NotInForce`; nothing is open then.

    Args:
        newcomer: all that is known of a person who is not in the store yet.
        how: what the audit trail says of it.
        code: what was typed as second factor; None: none is asked for.
    """
    store = Store.open(profile.folder, data_key, clock=clock)
    try:
        record, is_new = KeyRecord(store, vault), not store.people.all()
        record.require_in_force(RECOVERY if how is AuditKind.RECOVERY_USED else person_id)
        person = _person(store, vault, person_id, newcomer)
        types = NoteTypes.load([assets.resource("note_types"), profile.note_types])
        desk = Desk(person, vault.workstation, store, types, clock)
        if code is not None:
            proof = Proof(desk, vault)
            OwnSecondFactor(desk, vault, Policies(desk, proof), proof).prove(code)
        begin = AuditBegin(desk, vault, profile)
        noticed = begin.enter(how)
        record.enter(desk, is_new=is_new)
        model_changes.notice(desk, ModelFolder(profile.models))
        session = Session(desk, vault, data_key, profile)
        session.audit.noticed, session.audit.told = noticed, tuple(begin.told)
        if said := session.returned_log_ins.in_words:
            session.audit.told += (said,)
        session.second_factor.hold_back()
        return session
    except BaseException:
        store.close()
        raise


def _person(store: Store, vault: Vault, person_id: str, newcomer: Person | None) -> Person:
    """Who this is, written into the store if a set-up that was cut short left only the log-in."""
    people = store.people.all()
    known = next((person for person in people if person.id == person_id), None)
    if known is not None:
        return known
    if not people:
        store.people.add_workstation(vault.workstation)
    if newcomer is None:
        login = next(login for login in vault.logins() if login.person_id == person_id)
        newcomer = Person(login.person_id, login.name, login.role)
    store.people.add(newcomer)
    return newcomer
