"""What a logged-in person has at hand: the use cases, all on one open store."""

from scribe_desktop.language.wording import Stage
from scribe_desktop.language.written_form import ContinuedForm, WrittenForm
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.recording import Channel
from scribe_desktop.phrases.library import Library
from scribe_desktop.session.audit_review import AuditReview
from scribe_desktop.session.backups import Backups
from scribe_desktop.session.charting import Charting
from scribe_desktop.session.clinical_words import ClinicalWords
from scribe_desktop.session.clipboard_rule import ClipboardRule
from scribe_desktop.session.clippings import Clippings
from scribe_desktop.session.closed_notes import ClosedNotes
from scribe_desktop.session.coding import Coding
from scribe_desktop.session.copy_forward import CopyForward
from scribe_desktop.session.courier import Courier
from scribe_desktop.session.credential_export import CredentialExport
from scribe_desktop.session.credentials import Credentials
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.keys import Keys
from scribe_desktop.session.note_check import NoteCheck
from scribe_desktop.session.open_forms import OpenForms
from scribe_desktop.session.orders import Orders
from scribe_desktop.session.patient_words import PatientWords
from scribe_desktop.session.people import People
from scribe_desktop.session.phrasebook import Phrasebook
from scribe_desktop.session.policies import Policies
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.proof import Proof
from scribe_desktop.session.provenance import Provenance
from scribe_desktop.session.recovery import Recovery
from scribe_desktop.session.replacements import Replacements
from scribe_desktop.session.replay import Replay
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.retention import Retention
from scribe_desktop.session.returned_log_ins import ReturnedLogIns
from scribe_desktop.session.review import Review
from scribe_desktop.session.searching import Searching
from scribe_desktop.session.second_factor import OwnSecondFactor
from scribe_desktop.session.speech_models import SpeechModels
from scribe_desktop.session.spelling import Spelling
from scribe_desktop.session.typed_corrections import TypedCorrections
from scribe_desktop.session.unit_choice import UnitChoice
from scribe_desktop.session.unsigned_texts import UnsignedTexts
from scribe_desktop.session.voice import Voice
from scribe_desktop.session.wrong_patient import WrongPatient
from scribe_desktop.speech import engines
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.vault.vault import Vault


class Session:
    """Open from log-in to log-out; `close` leaves nothing readable behind."""

    def __init__(self, desk: Desk, vault: Vault, data_key: bytes, profile: Profile) -> None:
        self.desk = desk
        self.profile = profile
        self.proof = Proof(desk, vault)
        self.policies = Policies(desk, self.proof)
        self.second_factor = OwnSecondFactor(desk, vault, self.policies, self.proof)
        self.preferences = Preferences(desk, self.proof)
        self.checks = NoteCheck(desk)
        self.restrictions = Restrictions(desk)
        self.units = UnitChoice(desk)
        self.charting = Charting(desk, self.checks, self.restrictions)
        self.unsigned_texts = UnsignedTexts(desk, self.restrictions)
        self.clippings = Clippings()
        self.clipboard_rule = ClipboardRule(desk)
        self.coding = Coding(desk)
        self.copy_forward = CopyForward(desk, self.restrictions)
        self.orders = Orders(desk)
        self.provenance = Provenance(desk)
        self.open_forms = OpenForms(desk)
        self.sound = KeptSound(desk, profile.sound, self.preferences, self.restrictions)
        self.review = Review(desk, vault, self.preferences, self.sound, self.restrictions)
        self.credentials = Credentials(desk, self.policies)
        self.credential_export = CredentialExport(desk, self.credentials, self.proof)
        self.courier = Courier(desk, self.preferences, self.credentials, self.restrictions)
        self.people = People(desk, vault, data_key, self.proof)
        self.keys = Keys(desk, vault, data_key)
        self.returned_log_ins = ReturnedLogIns(desk, vault)
        self.backups = Backups(desk, vault, data_key, profile)
        self.retention = Retention(desk, vault, self.backups, self.sound, self.restrictions)
        self.phrasebook = Phrasebook(desk, profile, self.restrictions)
        self.closed_notes = ClosedNotes(desk, self.charting, self.phrasebook)
        form = WrittenForm.read()
        self.replay = Replay(desk, self.sound, self.restrictions, form)
        self.recovery = Recovery(desk, self.sound, self.recovered_text_of)
        self._voices: dict[str, Voice] = {}
        self.wrong_patient = WrongPatient(desk)
        self.spelling = Spelling(desk)
        self.speech_models = SpeechModels(desk, self.preferences, profile)
        self.patient_words = PatientWords(desk, self.restrictions)
        self.clinical_words = ClinicalWords(form, lambda: self.spelling.own_terms)
        self.replacements = Replacements(desk)
        self.typed_corrections = TypedCorrections(desk, self.replacements, self.restrictions)
        self._live_form = ContinuedForm(form)
        self.dictated_text = self._text(self._live_form)
        self._recovered_text = self._text(form)
        self._overheard_text = self._text(form.of_talk())
        self.searching = Searching(desk, self.restrictions)
        self.audit = AuditReview(desk, vault, self.proof, self.restrictions)

    def begin_dictation(self) -> None:
        """What was asked for in an earlier one, such as capitals, does not go on."""
        self._live_form.begin()

    def recovered_text_of(self, channel: Channel) -> DictatedText:
        """The same for what is recognised later, beside live dictation."""
        return self._overheard_text if channel is Channel.COMPUTER else self._recovered_text

    def _text(self, form: Stage) -> DictatedText:
        words = self.clinical_words
        return DictatedText([self.replacements.stage, words.correct, form, words.flag])

    @property
    def phrases(self) -> Library:
        """The dot phrases at hand where a note is of no specialty."""
        return self.phrasebook.library

    def text_of(self, channel: Channel) -> DictatedText:
        """What makes text of the words of a channel; whoever talks over the computer dictates nothing."""
        return self._overheard_text if channel is Channel.COMPUTER else self.dictated_text

    def voice(self, specialty: str = "") -> Voice:
        """What utterances mean in a note of this specialty, with the phrases as they are now."""
        library = self.phrasebook.library_for(specialty)
        voice = self._voices.get(specialty)
        if voice is None or voice.library is not library:
            voice = Voice(library, lambda phrase: self.phrasebook.rank(phrase, library))
            self._voices[specialty] = voice
        return voice

    @property
    def person(self) -> Person:
        return self.desk.person

    def engine(self) -> EngineChoice:
        """The recogniser to use now. Raises `NoModel` when there is none."""
        return engines.choose(self.preferences.speech_engine, self.engine_settings())

    def engine_settings(self) -> dict[str, dict[str, str]]:
        """Each engine's settings, the place of installed models included."""
        return {"vosk": {"models": str(self.profile.models), **self.preferences.vosk_settings()}}

    def close(self) -> None:
        self.clippings.clear()
        self.retention.stop()
        self.backups.close()
        self.retention.close()
        self.sound.close()
        self.searching.close()
        try:
            self.audit.leave()
        finally:
            self.desk.store.close()
