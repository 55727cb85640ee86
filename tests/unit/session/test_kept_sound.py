"""Sound is kept as long as the setting says, found by whoever may write, and discarded for good."""

import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scribe_desktop import durable
from scribe_desktop.errors import NoSound, SoundNotKept, StoreNotWritable
from scribe_desktop.language.wording import Pieces
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.recording import RecordingState
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.preferences import Retention
from scribe_desktop.session.recovery import Recovered
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final, Word
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter

SECONDS = 3
SOUND = b"".join(bytes([second + 1]) * BYTES_PER_SECOND for second in range(SECONDS))
FINAL = Final(
    "No new mumia",
    0.5,
    2.5,
    (Word("No", 0.5, 0.8, 0.9), Word("new", 1.0, 1.4), Word("mumia", 1.4, 2.2)),
    ("No pneumonia", "Know new mumia"),
)


@pytest.fixture
def chart(scribe: Session) -> Chart:
    return begin(scribe)


class Spoken:
    """Three seconds of dictation into the HPI, with one utterance in it."""

    def __init__(self, session: Session, chart: Chart, *, final: Final | None = FINAL) -> None:
        self.session, self.chart = session, chart
        self.troubles: list[SoundNotKept | None] = []
        self.passed_on = bytearray()
        ended = threading.Event()
        self.take: Take = session.sound.take(
            chart.note.id,
            "hpi",
            "",
            pass_on=self.passed_on.extend,
            on_end=ended.set,
            on_trouble=self.troubles.append,
        )
        for at in range(0, len(SOUND), 1600):
            self.take.write(SOUND[at : at + 1600])
        self.take.finish()
        assert ended.wait(5)
        self.id = self.take.recording.id
        self.path = session.sound.path(self.id)
        self.words = Passage()
        if final is not None:
            utterance = self.take.heard(final, "clinical")
            self.words = session.dictated_text.written(final, "clinical", session.person.id, utterance)

    def place(self) -> None:
        self.session.charting.append(self.chart.note.id, "hpi", self.words)

    def over(self) -> None:
        assert self.take.over(complete=True)

    @property
    def state(self) -> RecordingState:
        return self.session.desk.store.recordings.get(self.id).state


def no_recogniser() -> tuple[Recogniser, str]:
    raise AssertionError("there is nothing to recognise")


def finish(session: Session) -> tuple[list[Recovered], list[str]]:
    """What the program does after log-in, with sound that says nothing."""
    placed: list[str] = []
    outcomes = []
    for one in session.sound.unfinished():

        def place(words: Passage, note_id: str = one.recording.note_id) -> None:
            session.charting.append(note_id, "hpi", words)
            placed.append(words.text)

        outcomes.append(session.recovery.run(one.recording, no_recogniser, place, lambda: False))
    return outcomes, placed


def test_words_stored_but_not_in_the_draft_are_brought_after_a_restart_once(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    spoken = Spoken(scribe, chart)
    spoken.over()
    again = enter(Role.SCRIBE)
    (found,) = again.sound.unfinished()
    assert (found.section, found.patient) == ("History of present illness", "Imogen Hartley")
    assert finish(again)[1] == ["No new mumia"]
    assert finish(enter(Role.SCRIBE)) == ([], [])
    assert again.desk.store.drafts.load(chart.note.id)["hpi"].text == "No new mumia"


def test_words_in_the_draft_whose_recording_lags_behind_are_not_recognised_again(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    """The store took the draft and not the utterance: the draft alone says how far it is."""
    spoken = Spoken(scribe, chart, final=None)
    late = Final("To the end", 0.1, float(SECONDS), ())
    utterance = f"{spoken.id}/{SECONDS * 1000}"
    words = scribe.dictated_text.written(late, "clinical", scribe.person.id, utterance)
    scribe.charting.append(chart.note.id, "hpi", words)
    outcomes, placed = finish(enter(Role.SCRIBE))
    assert placed == []
    assert [outcome.complete for outcome in outcomes] == [True]
    assert spoken.state is RecordingState.RECOGNISED


def test_dictation_that_is_running_is_not_taken_for_what_a_crash_left(scribe: Session, chart: Chart) -> None:
    Spoken(scribe, chart)
    assert scribe.sound.unfinished() == ()


def test_who_may_not_write_the_note_leaves_its_dictation_to_somebody_else(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    scribe.charting.save(
        chart.note.id, {"cc": Passage.of("Cough", Spoken(scribe, chart).words.runs[0].source)}
    )
    scribe.desk.store.notes.submit(chart.note.id, scribe.desk.author)
    assert enter(Role.SCRIBE).sound.unfinished() == ()
    assert len(enter(Role.PROVIDER).sound.unfinished()) == 1


def test_signing_discards_sound_and_what_was_heard(scribe: Session, chart: Chart, enter: Enter) -> None:
    spoken = Spoken(scribe, chart)
    spoken.place()
    spoken.over()
    scribe.sound.tidy()
    assert spoken.path.exists()
    before = scribe.desk.store.audit.head().seq
    enter(Role.PROVIDER).review.sign(chart.note.id, PASSPHRASE, "I agree.")
    told = scribe.desk.store.audit.page(AuditFilter(kind=AuditKind.SOUND_DISCARDED), limit=9)
    assert [(one.note_id, one.role) for one in told if one.seq > before] == [(chart.note.id, "provider")]
    assert "1 recording" in told[0].detail
    assert not spoken.path.exists()
    assert spoken.state is RecordingState.DISCARDED
    assert scribe.desk.store.recordings.get(spoken.id).key == b""
    draft = scribe.desk.store.drafts.load(chart.note.id)["hpi"]
    with pytest.raises(NoSound, match="discarded"):
        scribe.replay.clip(draft, 4, 4)


def test_words_that_no_draft_has_yet_keep_their_sound_whatever_the_setting(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    enter(Role.PROVIDER).preferences.set_sound_retention(Retention.NOT_AT_ALL, 1)
    spoken = Spoken(scribe, chart)
    spoken.over()
    scribe.sound.tidy()
    assert spoken.path.exists()
    spoken.place()
    scribe.sound.tidy()
    assert not spoken.path.exists()
    scribe.sound.tidy()
    told = scribe.desk.store.audit.page(AuditFilter(kind=AuditKind.SOUND_DISCARDED), limit=9)
    assert len(told) == 1, "discarded is discarded"


def test_sound_is_kept_for_the_days_that_the_setting_says(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    enter(Role.PROVIDER).preferences.set_sound_retention(Retention.FOR_DAYS, 3)
    spoken = Spoken(scribe, chart)
    spoken.place()
    spoken.over()
    enter(Role.PROVIDER).review.sign(chart.note.id, PASSPHRASE, "I agree.")
    assert spoken.path.exists()
    _later(scribe, days=2).tidy()
    assert spoken.path.exists()
    _later(scribe, days=4).tidy()
    assert not spoken.path.exists()


def _later(session: Session, *, days: int) -> KeptSound:
    """The sound at the same desk some days later."""
    now = session.desk.clock
    desk = replace(session.desk, clock=lambda: now() + timedelta(days=days))
    return KeptSound(desk, session.profile.sound, session.preferences, session.restrictions)


def test_a_file_that_outlived_its_key_is_removed_later(scribe: Session, chart: Chart) -> None:
    spoken = Spoken(scribe, chart)
    spoken.place()
    spoken.over()
    scribe.desk.store.recordings.discard([spoken.id])
    assert spoken.path.exists()
    scribe.sound.tidy()
    assert not spoken.path.exists()


def test_a_word_is_heard_again_with_a_little_around_it(scribe: Session, chart: Chart) -> None:
    spoken = Spoken(scribe, chart)
    spoken.place()
    draft = scribe.desk.store.drafts.load(chart.note.id)["hpi"]
    clip = scribe.replay.clip(draft, draft.text.index("mumia"), draft.text.index("mumia") + 5)
    assert clip.heard == "mumia"
    assert clip.pcm == SOUND[round(1.2 * BYTES_PER_SECOND) : round(2.4 * BYTES_PER_SECOND)]


def test_what_else_a_word_could_have_been_is_offered(scribe: Session, chart: Chart) -> None:
    spoken = Spoken(scribe, chart)
    choice = scribe.replay.choice(spoken.words, 3, len(spoken.words.text))
    assert (choice.heard, choice.texts) == ("new mumia", ("pneumonia",))


def test_where_nothing_was_dictated_nothing_is_heard(scribe: Session, chart: Chart) -> None:
    with pytest.raises(NoSound, match="dictated"):
        scribe.replay.clip(Passage(), 0, 0)


def test_a_folder_that_cannot_be_written_is_told_and_recognition_goes_on(
    scribe: Session, chart: Chart
) -> None:
    scribe.profile.sound.write_text("in the way")
    spoken = Spoken(scribe, chart)
    assert bytes(spoken.passed_on) == SOUND
    assert len(spoken.troubles) == 1
    assert isinstance(spoken.troubles[0], SoundNotKept)
    assert "memory" in str(spoken.troubles[0])
    spoken.place()
    spoken.over()
    assert scribe.desk.store.drafts.load(chart.note.id)["hpi"].text == "No new mumia"


def test_sound_of_which_the_disk_took_nothing_is_missed_after_a_restart(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    scribe.profile.sound.write_text("in the way")
    Spoken(scribe, chart, final=None)
    (outcome,) = finish(enter(Role.SCRIBE))[0]
    assert outcome == Recovered(0, 0.0, 0.0, complete=True, unkept_from=0.0)


def test_what_had_become_words_before_the_disk_took_nothing_is_not_missed(
    scribe: Session, chart: Chart, enter: Enter
) -> None:
    scribe.profile.sound.write_text("in the way")
    Spoken(scribe, chart)
    (outcome,) = finish(enter(Role.SCRIBE))[0]
    assert outcome == Recovered(1, 0.0, 0.0, complete=True, unkept_from=FINAL.end)


def test_what_a_recogniser_gave_up_on_is_left_to_this_run_and_its_words_are_not_brought_twice(
    scribe: Session, chart: Chart
) -> None:
    spoken = Spoken(scribe, chart)
    assert scribe.sound.left() == ()
    assert spoken.take.over(complete=False)
    (left,) = scribe.sound.left()
    assert (left.recording.id, left.told_up_to) == (spoken.id, FINAL.end)
    assert scribe.sound.unfinished() == ()
    placed: list[Passage] = []
    recogniser = Recogniser(EngineChoice("clinical"))
    outcome = scribe.recovery.run(
        left.recording, lambda: (recogniser, "clinical"), placed.append, lambda: False, left.told_up_to
    )
    recogniser.close()
    assert outcome.complete
    assert outcome.seconds == pytest.approx(SECONDS - FINAL.end)
    assert placed == []
    assert scribe.sound.left() == ()


def test_a_file_that_cannot_be_removed_is_told_after_its_key_is_gone(
    scribe: Session, chart: Chart, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(5, "Input/output error")

    enter(Role.PROVIDER).preferences.set_sound_retention(Retention.NOT_AT_ALL, 1)
    spoken = Spoken(scribe, chart)
    spoken.place()
    spoken.over()
    monkeypatch.setattr(durable, "shred", refuse)
    with pytest.raises(StoreNotWritable, match="cannot be removed"):
        scribe.sound.tidy()
    assert spoken.state is RecordingState.DISCARDED


def test_a_purged_visit_takes_its_sound_along(scribe: Session, chart: Chart, enter: Enter) -> None:
    spoken = Spoken(scribe, chart)
    spoken.place()
    spoken.over()
    retention = enter(Role.ADMINISTRATOR).retention
    purged = retention.purge(
        chart.encounter.id, reason="Wrong patient", mrn=chart.encounter.patient.mrn, passphrase=PASSPHRASE
    )
    assert purged.trouble == ""
    assert not spoken.path.exists()
    assert scribe.desk.store.recordings.kept() == frozenset()


def test_a_bug_in_the_writing_of_words_costs_no_word_at_a_recovery(
    scribe: Session, chart: Chart, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    Spoken(scribe, chart).over()
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *bug: told.append(bug[1]))

    def broken(pieces: object, heard: object) -> Pieces:
        raise ZeroDivisionError

    again = enter(Role.SCRIBE)
    monkeypatch.setattr(again, "_recovered_text", DictatedText([broken]))
    assert finish(again)[1] == ["No new mumia"]
    assert [type(bug) for bug in told] == [ZeroDivisionError]
