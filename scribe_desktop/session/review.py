"""What a provider or supervisor does: the queue, returning with a reason, signing, addenda."""

from contextlib import suppress

from scribe_desktop.errors import BadInput, StoreError
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.lifecycle import EventKind
from scribe_desktop.notes.note import Addendum, Signature
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.session.completion import require_answered, untouched_left_out
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.vault.vault import Vault


class Review:
    def __init__(
        self,
        desk: Desk,
        vault: Vault,
        preferences: Preferences,
        sound: KeptSound,
        restrictions: Restrictions,
    ) -> None:
        self._desk = desk
        self._restrictions = restrictions
        self._sound = sound
        self._vault = vault
        self._preferences = preferences

    def queue(self) -> tuple[EncounterSummary, ...]:
        """Submitted notes that wait for a provider, longest wait first."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        return self._restrictions.shown_rows(self._desk.store.encounters.in_review())

    def give_back(self, note_id: str, reason: str) -> None:
        """Return a note to its scribe. Raises `BadInput` without a reason."""
        self._desk.require(Action.RETURN)
        self._restrictions.require_note(note_id)
        if not reason.strip():
            raise BadInput("A returned note needs a reason.", remedy="Say what the scribe should change.")
        with self._desk.store.together():
            self._desk.store.notes.give_back(note_id, reason.strip(), self._desk.author)
            self._forget(note_id, Unsigned.REASON, Unsigned.ATTESTATION)
            self._desk.audit(AuditKind.NOTE_RETURNED, note_id=note_id)
        self._desk.audit.again(AuditKind.NOTE_EDITED, note_id)

    def attestation(self, note_id: str) -> str:
        """The provider's statement for this note, naming the scribe when somebody else documented it.

        The provider's signature affirms that scribed documentation is theirs (CMS Program Integrity Manual,
        Pub. 100-08, chapter 3, section 3.3.2.4); the wording is the clinic's, ours is a default.
        """
        self._desk.require(Action.SIGN)
        self._restrictions.require_note(note_id)
        scribes = self._documenters(note_id)
        who = f"I, {self._desk.person.signature_name}, "
        if not scribes:
            return who + "personally documented this visit. The note is accurate and complete."
        named = " and ".join(person.signature_name for person in scribes)
        return (
            who + f"personally provided the services described here, documented at my direction by {named}. "
            "I have reviewed and, where needed, corrected this note; it is accurate and complete."
        )

    def sign(self, note_id: str, passphrase: str, attestation: str) -> Signature:
        """Authenticate the note as it is saved, lock it, and queue it for every destination, all at once.

        Raises:
            WrongPassphrase: the passphrase typed again is not this person's.
            NotAllowed: this role does not sign.
            BadInput: open blanks are left, or the attestation is empty.
            WrongState: signed already.
        """
        self._desk.require(Action.SIGN)
        self._restrictions.require_note(note_id)
        drafts = self._desk.store.drafts
        content = drafts.load(note_id)
        changes = untouched_left_out(content)
        key = self._desk.store.notes.get(note_id).note_type
        note_type = self._desk.note_types.of_note(key, content)
        require_answered(note_type, {**content, **changes})
        self._require_text(attestation, "The attestation is empty.", "Restore the text or write your own.")
        confirm(self._desk, self._vault, passphrase, "to sign", note_id=note_id)
        with self._desk.store.together():
            if changes:
                drafts.save(note_id, changes, self._desk.author)
            signature = self._desk.store.notes.sign(
                note_id,
                note_type=note_type,
                attestation=attestation.strip(),
                signer_name=self._desk.person.signature_name,
                author=self._desk.author,
                destinations=self._preferences.destinations(),
            )
            # of everybody: nobody can use them any more
            kinds = (Unsigned.REASON, Unsigned.ATTESTATION)
            self._desk.store.unsigned_texts.forget(note_id, kinds)
            self._desk.audit(AuditKind.NOTE_SIGNED, note_id=note_id)
        # Signed is signed: a recording that cannot be discarded now is discarded at the next log-in.
        with suppress(StoreError):
            self._sound.tidy()
        return signature

    def add_addendum(self, note_id: str, text: str, passphrase: str) -> Addendum:
        """Sign a change to a signed note; it stands beside the note and is delivered like one.

        Raises as `sign` does; `BadInput` when the text is empty.
        """
        self._desk.require(Action.ADD_ADDENDUM)
        self._restrictions.require_note(note_id)
        self._require_text(text, "The addendum is empty.", "Write what is to be added or corrected.")
        confirm(self._desk, self._vault, passphrase, "to add an addendum", note_id=note_id)
        with self._desk.store.together():
            addendum = self._desk.store.notes.add_addendum(
                note_id,
                Passage.of(text.strip(), Source(Origin.TYPED, self._desk.person.id)),
                attestation=f"Addendum by {self._desk.person.signature_name}.",
                signer_name=self._desk.person.signature_name,
                author=self._desk.author,
                destinations=self._preferences.destinations(),
            )
            self._forget(note_id, Unsigned.ADDENDUM)
            self._desk.audit(AuditKind.ADDENDUM_ADDED, note_id=note_id)
        return addendum

    def _forget(self, note_id: str, *kinds: Unsigned) -> None:
        """What this person had written for it has been used."""
        self._desk.store.unsigned_texts.forget(note_id, kinds, self._desk.person.id)

    def _documenters(self, note_id: str) -> list[Person]:
        """People other than the signer whose words are in the note or who submitted it, in order."""
        store = self._desk.store
        ids = [e.author.person_id for e in store.notes.events(note_id) if e.kind is EventKind.SUBMITTED]
        for passage in store.drafts.load(note_id).values():
            ids += [run.source.person_id for run in passage.runs]
        others = dict.fromkeys(person_id for person_id in ids if person_id != self._desk.person.id)
        return [store.people.get(person_id) for person_id in others]

    @staticmethod
    def _require_text(text: str, problem: str, remedy: str) -> None:
        if not text.strip():
            raise BadInput(problem, remedy=remedy)
