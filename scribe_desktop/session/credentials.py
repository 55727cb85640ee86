"""The scribes' certificates: keeping them, vouching for them, reminding of them, asking for them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scribe_desktop.errors import BadInput, Refused
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.credential import LONGEST_COURSE, Course, Credential, read_courses, stored
from scribe_desktop.notes.lifecycle import EventKind
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.policies import Policies


@dataclass(frozen=True)
class Holder:
    person: Person
    credential: Credential


class Credentials:
    def __init__(self, desk: Desk, policies: Policies) -> None:
        self._desk = desk
        self._policies = policies

    def holders(self) -> tuple[Holder, ...]:
        """Whose certificates this person may see: everybody's, if they manage people, else their own."""
        people: tuple[Person, ...] = (self._desk.person,)
        if self._desk.may(Action.MANAGE_PEOPLE):
            people = self._desk.store.people.all()
        return tuple(Holder(person, self._read(person.id)) for person in people)

    def keep(self, person_id: str, credential: Credential) -> Credential:
        """Keep a certificate; whoever manages people vouches for somebody else's by keeping it.

        Returns:
            It as it is kept. What its holder changes is no longer vouched for.

        Raises:
            BadInput: there is a number or a day, and no certificate that they are of.
            NotAllowed: it is somebody else's, and this person does not manage people.
        """
        before, person = self._required(person_id), self._desk.person
        if not credential.certificate.strip() and (credential.number.strip() or credential.expires):
            raise BadInput("The certificate is missing.", remedy="Say what it is, e.g. CMSS.")
        if person_id != person.id:
            checked_by = person.name
        else:
            checked_by = "" if credential.changed(before) else before.checked_by
        kept = replace(credential, checked_by=checked_by)
        self._write(person_id, kept)
        return kept

    def add_course(self, person_id: str, course: Course) -> Credential:
        """Add a course.

        Raises:
            BadInput: it has no title, its hours are none, or its day is still to come.
            NotAllowed: it is somebody else's, and this person does not manage people.
        """
        credential = self._required(person_id)
        if not course.title.strip():
            raise BadInput("The course has no title.", remedy="Say what it was about.")
        if not 0 < course.hours <= LONGEST_COURSE:  # nor if they are no number at all
            raise BadInput("A course takes more than 0 and up to 100 hours.", remedy="Correct the hours.")
        if course.day > self._today():
            raise BadInput("That day is still to come.", remedy="Enter a course once it is over.")
        courses = sorted((*credential.courses, course), key=lambda one: one.day, reverse=True)
        kept = replace(credential, courses=tuple(courses))
        self._write(person_id, kept)
        return kept

    def remove_course(self, person_id: str, course: Course) -> Credential:
        """Take a course out again. Raises `NotAllowed`."""
        credential = self._required(person_id)
        kept = replace(credential, courses=tuple(one for one in credential.courses if one != course))
        self._write(person_id, kept)
        return kept

    def reminder(self) -> str:
        """What to tell this person at log-in, once for each of `REMINDERS`; empty when there is nothing.

        One thing at a time, so that it can be read: the rest at the next log-in.
        """
        credential, today = self._read(self._desk.person.id), self._today()
        due, hours_due = credential.due_reminder(today), credential.hours_due(today)
        if due is not None and self._is_new("credential", f"{credential.expires} {due}"):
            return credential.reminder(today)
        if hours_due is not None and self._is_new("hours", f"{today.year} {hours_due}"):
            return credential.hours_reminder(today)
        return ""

    def _is_new(self, name: str, stage: str) -> bool:
        """Whether this person has not been reminded of this yet; they are now."""
        settings, key = self._desk.store.settings, f"person.{self._desk.person.id}.{name}-reminded"
        if settings.get(key) == stage:
            return False
        settings.put(key, stage)
        return True

    def require_current(self, note_id: str) -> None:
        """Raise `Refused` if the clinic asks for it and a scribe of this note has no current certificate."""
        self._desk.require(Action.DELIVER)
        if not self._policies.now.credentials:
            return
        for scribe in self._scribes(note_id):
            if not self._read(scribe.id).is_current(self._today()):
                raise Refused(
                    f"{scribe.name}, who documented this note, has no current certificate on record.",
                    remedy="Have it checked under Credentials, then send the note again.",
                )

    def _required(self, person_id: str) -> Credential:
        """The credential as it is, for somebody who may change it."""
        own = person_id == self._desk.person.id
        self._desk.require(Action.KEEP_CREDENTIAL if own else Action.MANAGE_PEOPLE)
        return self._read(person_id)

    def _scribes(self, note_id: str) -> Iterator[Person]:
        """Whoever submitted the note or whose words are in it, and is a scribe."""
        store = self._desk.store
        ids = [e.author.person_id for e in store.notes.events(note_id) if e.kind is EventKind.SUBMITTED]
        for passage in store.drafts.load(note_id).values():
            ids += [run.source.person_id for run in passage.runs]
        known = {person.id: person for person in store.people.all()}
        yield from (
            known[person_id]
            for person_id in dict.fromkeys(ids)
            if person_id in known and known[person_id].role is Role.SCRIBE
        )

    def _read(self, person_id: str) -> Credential:
        kept = self._desk.store.settings.section(f"credential.{person_id}")
        expires = kept.get("expires", "")
        return Credential(
            certificate=kept.get("certificate", ""),
            number=kept.get("number", ""),
            expires=date.fromisoformat(expires) if expires else None,
            attestation=kept.get("attestation", ""),
            checked_by=kept.get("checked_by", ""),
            courses=read_courses(kept.get("courses", "")),
        )

    def _write(self, person_id: str, credential: Credential) -> None:
        values = {
            "certificate": credential.certificate.strip(),
            "number": credential.number.strip(),
            "expires": credential.expires.isoformat() if credential.expires else "",
            "attestation": credential.attestation.strip(),
            "checked_by": credential.checked_by,
            "courses": stored(credential.courses),
        }
        with self._desk.store.together():
            for name, value in values.items():
                self._desk.store.settings.put(f"credential.{person_id}.{name}", value)
            self._desk.audit(AuditKind.CREDENTIAL_CHANGED, detail=person_id)

    def _today(self) -> date:
        return self._desk.clock().astimezone().date()
