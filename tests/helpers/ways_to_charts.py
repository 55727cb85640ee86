"""Every way there is through session/ to somebody's chart, each to be tried against a restricted one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.copied import CopiedFrom
from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.note import Signature
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Recording
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.copy_forward import EarlierNote
from scribe_desktop.session.searching import Found
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take
from scribe_desktop.speech.port import Final, Word
from tests.helpers.visits import begin, new_visit, typed

NAME, MRN, SAID, DICTATED = "Imogen Hartley", "HS-1", "quinsy", "mumia"
TELLING = (*NAME.split(), MRN, "1989", SAID, DICTATED)
"""What nobody may be told of who may not open the chart."""
WHY = "Kept for longer than the law asks."
_SPOKEN = Final(f"No new {DICTATED}", 0.1, 0.9, (Word("No", 0.1, 0.2), Word(DICTATED, 0.3, 0.9)))


@dataclass(frozen=True)
class Target:
    """A restricted patient's visits, and one of somebody else's that anybody may open."""

    drafted: Chart
    """With dictation that no draft has taken yet."""
    waiting: Chart
    """In review."""
    signed: Chart
    """And refused by its destination."""
    old_id: str
    """Id of an encounter that is past what the clinic keeps."""
    other: Chart
    """Another patient's."""
    recording: Recording
    words: Passage
    """As if they stood in a note: what was dictated, with the utterance that it was heard in."""
    found: tuple[Found, ...]
    """What a search shows to those who may."""
    row: EncounterSummary
    folder: Path
    passphrase: str

    @property
    def patient_id(self) -> str:
        return self.signed.encounter.patient.id

    @property
    def signature(self) -> Signature:
        assert self.signed.signature is not None
        return self.signed.signature


def make(scribe: Session, provider: Session, folder: Path, passphrase: str) -> Target:
    """A target whose restriction holds for every session that begins from now on."""
    provider.preferences.set_destination(
        "folder", {"folder": str(folder)}, on=True, own_passphrase=passphrase
    )
    provider.retention.set_years(1)
    signed, waiting, drafted = (begin(scribe, mrn=MRN, name=NAME, hpi=f"A {SAID}.") for _ in range(3))
    provider.review.sign(signed.note.id, passphrase, "I agree.")
    scribe.charting.submit(waiting.note.id)
    stranger = new_visit(provider.person.id, mrn="HS-2", name="Casey Okonkwo")
    other = scribe.charting.open(scribe.charting.begin(replace(stranger, birth_date=date(1951, 2, 3))))
    at = provider.desk.clock() - timedelta(days=800)
    old_id = scribe.charting.begin(new_visit(provider.person.id, mrn=MRN, name=NAME), started_at=at)
    (delivery,) = provider.courier.for_note(signed.note.id)
    provider.desk.store.deliveries.refused(delivery.id, f"{NAME} is not known here.")
    take = take_into(scribe, drafted)
    take.write(bytes(32_000))
    utterance = take.heard(_SPOKEN, "clinical")
    take.release(10.0)
    found = provider.searching.find(SAID)
    (row,) = (one for one in provider.charting.encounters() if one.note_id == drafted.note.id)
    provider.restrictions.restrict(signed.encounter.patient.id, on=True)
    return Target(
        drafted,
        waiting,
        provider.charting.open(signed.encounter.id),
        old_id,
        other,
        provider.desk.store.recordings.get(take.recording.id),
        Passage.of(_SPOKEN.text, Spoken("clinical", utterance).source(scribe.person.id)),
        found,
        row,
        folder,
        passphrase,
    )


def take_into(session: Session, chart: Chart) -> Take:
    return session.sound.take(
        chart.note.id, "hpi", "", pass_on=lambda _: None, on_end=lambda: None, on_trouble=lambda _: None
    )


class ShownError(Exception):
    """Words of the chart were handed out."""


def _shown(words: Passage) -> None:
    raise ShownError(words.text)


def _exported_trail(session: Session, target: Target) -> str:
    path = target.folder / "trail.csv"
    session.audit.export(path, AuditFilter(), target.passphrase)
    return path.read_text(encoding="utf-8")


def _copied(session: Session, chart: Chart, version_id: str, into: Chart | None = None) -> object:
    """Sections of a note, of whatever version the caller names."""
    place = CopiedFrom(chart.note.id, version_id, chart.encounter.started_at.date(), "Nobody")
    earlier = EarlierNote(chart.encounter, chart.state, place)
    return session.copy_forward.sections((into or chart).encounter.id, earlier)


def _recover(session: Session, target: Target, recording: Recording) -> object:
    def none() -> None:
        raise ShownError("there was sound to recognise")

    return session.recovery.run(recording, none, _shown, lambda: False)  # type: ignore[arg-type]


def _note_phrase(session: Session) -> object:
    return session.phrasebook.save(Phrase("mine", "Mine", (), f"{NAME} {MRN} comes again.", ""))


Way = Callable[[Session, Target], object]

WAYS: dict[str, Way] = {
    "Charting.encounters": lambda s, _: s.charting.encounters(),
    "Charting.open": lambda s, t: s.charting.open(t.drafted.encounter.id),
    "Charting.open, signed": lambda s, t: s.charting.open(t.signed.encounter.id),
    "Charting.save": lambda s, t: s.charting.save(t.drafted.note.id, {"hpi": typed(s, "More")}),
    "Charting.save, in review": lambda s, t: s.charting.save(t.waiting.note.id, {"hpi": typed(s, "More")}),
    "Charting.append": lambda s, t: s.charting.append(t.drafted.note.id, "hpi", typed(s, "More")),
    "Charting.change_type": lambda s, t: s.charting.change_type(t.drafted.note.id, "trauma"),
    "Charting.submit": lambda s, t: s.charting.submit(t.drafted.note.id),
    "Charting.begin, mistyped": lambda s, _: s.charting.begin(
        new_visit(s.charting.providers()[0].id, mrn=MRN, name="Somebody Else")
    ),
    "Charting.begin": lambda s, _: s.charting.begin(
        new_visit(s.charting.providers()[0].id, mrn=MRN, name=NAME)
    ),
    "ClosedNotes.put": lambda s, t: s.closed_notes.put(
        t.drafted.note.id, "hpi", Phrase("here", "Here", (), "@NAME@ is here.", "")
    ),
    "UnsignedTexts.keep": lambda s, t: s.unsigned_texts.keep(t.waiting.note.id, {Unsigned.REASON: "Dose"}),
    "UnsignedTexts.keep, nothing": lambda s, t: s.unsigned_texts.keep(t.waiting.note.id, {}),
    "PatientWords.of_note": lambda s, t: s.patient_words.of_note(t.drafted.note.id),
    "CopyForward.notes": lambda s, t: s.copy_forward.notes(t.drafted.encounter.id),
    "CopyForward.sections": lambda s, t: _copied(s, t.signed, ""),
    "CopyForward.sections, into another's chart": lambda s, t: _copied(s, t.signed, "", into=t.other),
    "CopyForward.sections, by a forged version": lambda s, t: _copied(s, t.other, t.signature.version_id),
    "Review.queue": lambda s, _: s.review.queue(),
    "Review.attestation": lambda s, t: s.review.attestation(t.waiting.note.id),
    "Review.give_back": lambda s, t: s.review.give_back(t.waiting.note.id, "Add the dose"),
    "Review.sign": lambda s, t: s.review.sign(t.drafted.note.id, t.passphrase, "I agree."),
    "Review.add_addendum": lambda s, t: s.review.add_addendum(t.signed.note.id, "Later", t.passphrase),
    "Searching.find": lambda s, _: s.searching.find(SAID),
    "Searching.find, in this chart": lambda s, t: s.searching.find(SAID, patient_id=t.patient_id),
    "Searching.read": lambda s, t: s.searching.read(t.found),
    "KeptSound.take": lambda s, t: take_into(s, t.drafted),
    "KeptSound.unfinished": lambda s, _: s.sound.unfinished(),
    "KeptSound.placed_in_draft": lambda s, t: s.sound.placed_in_draft(t.recording),
    "KeptSound.settle": lambda s, t: s.sound.settle(s.sound.utterances_in(t.words)),
    "KeptSound.tidy": lambda s, _: s.sound.tidy(),
    "Replay.clip": lambda s, t: s.replay.clip(t.words, 0, 2),
    "Replay.choice": lambda s, t: s.replay.choice(t.words, 0, 2),
    "Recovery.run": lambda s, t: _recover(s, t, t.recording),
    "Recovery.run, said to be another's": lambda s, t: _recover(
        s, t, replace(t.recording, note_id=t.other.note.id)
    ),
    "TypedCorrections.note": lambda s, t: s.typed_corrections.note(t.words),
    "Phrasebook.save": lambda s, _: _note_phrase(s),
    "Courier.waiting": lambda s, _: s.courier.waiting(),
    "Courier.unfinished": lambda s, _: s.courier.unfinished(),
    "Courier.seconds_to_next_try": lambda s, _: s.courier.seconds_to_next_try(),
    "Courier.for_note": lambda s, t: s.courier.for_note(t.signed.note.id),
    "Courier.document": lambda s, t: s.courier.document(t.signed.note.id, t.signature.id),
    "Courier.send_again": lambda s, t: s.courier.send_again(t.signed.note.id),
    "Courier.send_all_again": lambda s, _: s.courier.send_all_again(),
    "Courier.deliver_due": lambda s, _: s.courier.deliver_due(),
    "Credentials.require_current": lambda s, t: s.credentials.require_current(t.signed.note.id),
    "AuditReview.names": lambda s, _: s.audit.names(),
    "AuditReview.look": lambda s, t: s.audit.look(AuditFilter(patient_id=t.patient_id)),
    "AuditReview.more": lambda s, t: s.audit.more(AuditFilter(patient_id=t.patient_id), 10_000),
    "AuditReview.export": _exported_trail,
    "Restrictions.is_restricted": lambda s, t: s.restrictions.is_restricted(t.patient_id),
    "Restrictions.is_emergency": lambda s, t: s.restrictions.is_emergency(t.patient_id),
    "Restrictions.allows": lambda s, t: s.restrictions.allows(t.patient_id),
    "Restrictions.allows_note": lambda s, t: s.restrictions.allows_note(t.drafted.note.id),
    "Restrictions.closed_to_me": lambda s, _: s.restrictions.closed_to_me(),
    "Restrictions.shown": lambda s, t: s.restrictions.shown(t.drafted.encounter),
    "Restrictions.shown_rows": lambda s, t: s.restrictions.shown_rows([t.row]),
    "Restrictions.require_patient": lambda s, t: s.restrictions.require_patient(t.patient_id),
    "Restrictions.require_note": lambda s, t: s.restrictions.require_note(t.drafted.note.id),
    "Restrictions.require_recording": lambda s, t: s.restrictions.require_recording(t.recording.id),
    "Retention.due": lambda s, _: s.retention.due(),
    "Retention.find": lambda s, _: s.retention.find(MRN),
    "Retention.purge, mistyped": lambda s, t: s.retention.purge(
        t.signed.encounter.id, reason=WHY, mrn="HS-2", passphrase=t.passphrase
    ),
    "Retention.goes_along": lambda s, t: s.retention.goes_along([t.old_id, t.signed.encounter.id]),
    "Retention.reveal": lambda s, t: s.retention.reveal(t.signed.encounter.id),
    "Retention.purge": lambda s, t: s.retention.purge(
        t.signed.encounter.id, reason=WHY, mrn=MRN, passphrase=t.passphrase
    ),
    "Retention.purge_due": lambda s, t: s.retention.purge_due(
        [t.old_id], reason=WHY, count="1", passphrase=t.passphrase
    ),
    "Restrictions.open_in_emergency": lambda s, t: s.restrictions.open_in_emergency(
        t.drafted.encounter.id, "covering tonight, in resuscitation"
    ),
    "Restrictions.restrict": lambda s, t: s.restrictions.restrict(t.patient_id, on=False),
}
"""By the function that it goes through, and what is special about it."""

ON_RECORD: dict[str, AuditKind] = {
    "Charting.begin": AuditKind.ENCOUNTER_BEGUN,
    "Courier.send_all_again": AuditKind.DELIVERY_ASKED,
    "Courier.deliver_due": AuditKind.DELIVERY_TRIED,
    "Retention.reveal": AuditKind.IDENTITY_SHOWN,
    "Retention.purge": AuditKind.PURGED,
    "Retention.purge_due": AuditKind.PURGED,
    "Restrictions.open_in_emergency": AuditKind.EMERGENCY_ACCESS,
}
"""What does something about a restricted chart by right, and leaves this entry with the patient.

Whoever begins an encounter with the right name, date of birth and MRN knows them; a signed note is delivered
by whoever is there, unseen; a purge takes the MRN, or the number of visits past the policy, and who has to
decide about it may ask whose chart it is.
"""

REFUSED_IN_PASSING = {
    "Courier.waiting", "Courier.unfinished", "Courier.deliver_due", "Courier.seconds_to_next_try",
    "Credentials.require_current", "Phrasebook.save",
}  # fmt: skip
"""Delivery goes on beside whatever somebody does: that an auditor may not is no attempt at anything.

And phrases are nobody's chart.
"""

APART: dict[str, str] = {
    "looks at what it is given": """
        KeptSound.utterances_in NoteCheck.run NoteCheck.require_submittable Replacements.stage
        Spelling.knows_with WrongPatient.chosen WrongPatient.wrote WrongPatient.doubt
        as_signed.note_type_of Confirmations.saw Confirmations.require_own Phrasebook.origin
        Phrasebook.standing Phrasebook.rank Phrasebook.may_change UnitChoice.of""",
    "one's own: words, rules, keys, looks, the charts that one had open, by their ids": """
        OpenForms.put OpenForms.keep Provenance.keep Replacements.rules Replacements.note Replacements.accept
        Replacements.listed Replacements.keep
        Replacements.not_applied Spelling.own_words Spelling.load Spelling.suggestions
        Spelling.add Spelling.replace Spelling.take_in Spelling.export Charting.usual_note_types
        Preferences.listening Preferences.set_listening Preferences.toggle_computer Preferences.ears
        Preferences.keymap Preferences.set_keymap Preferences.desktop_keys Preferences.set_desktop_keys
        Preferences.shorthand Preferences.set_shorthand Preferences.recently_asked
        Preferences.set_recently_asked Preferences.open_charts Preferences.set_open_charts
        OwnSecondFactor.is_due OwnSecondFactor.paper_left OwnSecondFactor.propose OwnSecondFactor.switch_on
        OwnSecondFactor.renew_paper OwnSecondFactor.switch_off OwnSecondFactor.drop OwnSecondFactor.prove
        OwnSecondFactor.hold_back Orders.confirmation""",
    "settings of the workstation": """
        ClipboardRule.seconds ClipboardRule.set_seconds Coding.indexes Coding.sizes Coding.import_list
        Coding.forget_list NoteCheck.switch Policies.set Preferences.speech_engine Preferences.microphone
        Preferences.vosk_model Preferences.vosk_settings Preferences.loudspeaker Preferences.set_speech
        Preferences.set_engine Preferences.sound_retention Preferences.sound_days
        Preferences.set_sound_retention Preferences.destinations Preferences.destination_title
        Preferences.values Preferences.connection Preferences.set_destination Retention.years
        Retention.set_years SpeechModels.entries SpeechModels.install SpeechModels.remove SpeechModels.use
        SpeechModels.fall_back UnitChoice.choose WrongPatient.set_policy
        model_changes.remember model_changes.notice""",
    "phrases, which hold no patient's data": """
        Phrasebook.reload Phrasebook.library Phrasebook.library_for Phrasebook.set_specialty Phrasebook.keyed
        Phrasebook.used Phrasebook.set_clinic_folder Phrasebook.remove Phrasebook.versions
        Phrasebook.bring_in Phrasebook.give_out""",
    "people and their log-ins": """
        Charting.providers Charting.name_of Credentials.holders Credentials.keep Credentials.add_course
        Credentials.remove_course Credentials.reminder CredentialExport.write Keys.change_passphrase
        Keys.logins Keys.remove_login Keys.succeed OwnSecondFactor.reset People.all People.roles_to_give
         People.add People.renew_recovery People.save_kit People.confirm People.open_again Proof.lasts
         Proof.require confirmation.confirm ReturnedLogIns.pending ReturnedLogIns.in_words
         ReturnedLogIns.looked returned_log_ins.put People.code_is_written_down KeyRecord.require_in_force
         KeyRecord.changing KeyRecord.code_is_written_down KeyRecord.enter KeyRecord.tell
         key_record.carry_over""",
    "encrypted copies as a whole, and keys": """
        Backups.plan Backups.set_plan Backups.standing Backups.is_due Backups.make_planned
        Backups.make_at_log_out Backups.make Backups.rehearse Backups.stop Backups.close
        Backups.destroy_condemned Copies.holding Copies.condemn Copies.condemned Copies.destroy_condemned
        Copies.destroyed rekeying.carry_out rekeying.settle restored.enter""",
    "adds to the trail, or goes through all of it without names": """
        AuditBegin.enter AuditReview.verify AuditReview.export_anchor AuditReview.leave AuditTrail.or_owe
        AuditTrail.once AuditTrail.again AuditTrail.looked AuditTrail.glanced AuditTrail.refused
        AuditTrail.tell_refused AuditTrail.owe SearchRecord.asked SearchRecord.settle SearchRecord.end
        audit.announced audit.settings_change audit_begin.keyring_name audit_begin.keep_in_keyring
        Desk.audit Desk.may Desk.require Desk.author""",
    "takes a passphrase, a recovery code or the data key": """
        FrontDoor.is_set_up FrontDoor.workstation FrontDoor.key_id FrontDoor.logins FrontDoor.set_up
        FrontDoor.log_in FrontDoor.data_key FrontDoor.rekey FrontDoor.recover FrontDoor.is_occupied
        FrontDoor.look_into FrontDoor.look_for_keyring FrontDoor.finish_restore FrontDoor.restore
        FrontDoor.needs_administrator FrontDoor.appoint
        opening.open_session sample_clinic.is_built sample_clinic.build""",
    "places of files": """
        KeptSound.path Profile.default Profile.sample Profile.phrases Profile.note_types Profile.models
        Profile.sound Profile.outgoing check_up.examine""",
    "what is spoken into a recording that `KeptSound.take` began": """
        Take.write Take.finish Take.heard Take.over Take.release""",
    "the session itself, and its end": """
        Courier.stop Retention.stop Retention.close KeptSound.close Searching.close Session.begin_dictation
        Session.recovered_text_of Session.phrases Session.text_of Session.voice Session.person Session.engine
        Session.engine_settings Session.close""",
}
"""Public functions that lead to no chart, by why they do not."""
