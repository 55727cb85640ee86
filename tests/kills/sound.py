"""Dictation, killed: all that was said up to half a second before becomes words, and once only."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import RecordingState, end_of
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.speech import spool
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.store.recordings import utterances_in
from tests.helpers.dictating_loop import BLOCK, SECTION, pcm
from tests.helpers.listener import Listener
from tests.helpers.recordings import BECKETT, recall, words
from tests.helpers.sample_profile import enter, prepare
from tests.kills.work import Work, require_whole_trail

ENGINE = "clinical"
_SAID_LAST = 2.0
"""Seconds at the end of what was kept in which a word may be cut in two."""


class Undisturbed:
    """What the recogniser hears in the recording when nothing ends it."""

    def __init__(self, recogniser: Recogniser) -> None:
        listener = Listener()
        stream = listener.open(recogniser)
        stream.feed(pcm(BECKETT))
        stream.finish()
        listener.wait_for_end()
        self._ends = [(word.end, word.text) for final in listener.finals for word in final.words]

    def up_to(self, seconds: float) -> str:
        return " ".join(word for end, word in self._ends if end <= seconds)

    def require_once(self, passage: Passage, seconds: float) -> int:
        """All words are there that end well before this moment, and about as many as were said; how many."""
        ids = list(dict.fromkeys(utterances_in([passage])))
        assert [end_of(one) for one in ids] == sorted(end_of(one) for one in ids)
        certain = self.up_to(seconds - _SAID_LAST)
        if certain:
            assert recall(certain, passage.text) > 0.8, f"{certain!r} became {passage.text!r}"
        most = len(words(self.up_to(seconds + 1.0)))
        assert len(words(passage.text)) <= most * 1.15 + 3, f"words came twice: {passage.text!r}"
        return len(words(certain))


def begin_note(session: Session, number: int) -> str:
    """An emptied note for each killing, so that nothing of an earlier one is taken for this one's."""
    encounter = session.charting.encounters()[number % 3].encounter
    note_id = session.desk.store.notes.for_encounter(encounter.id).id
    session.charting.save(note_id, {SECTION: Passage()})
    return note_id


def finish(session: Session, recogniser: Recogniser) -> None:
    """What the program does after log-in, without its window."""
    for one in session.sound.unfinished():

        def place(passage: Passage, note_id: str = one.recording.note_id) -> None:
            session.charting.append(note_id, SECTION, passage)

        outcome = session.recovery.run(one.recording, lambda: (recogniser, ENGINE), place, lambda: False)
        assert outcome.complete
        assert outcome.missing == 0


class Dictating(Work):
    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self._profile = prepare(folder / "profile")
        self._recogniser = Recogniser(EngineChoice(ENGINE))
        self._recogniser.start()
        self._undisturbed = Undisturbed(self._recogniser)
        self._sound = pcm(BECKETT)

    def close(self) -> None:
        self._recogniser.close()

    def round(self) -> None:
        with closing(enter(self._profile)) as session:
            note_id = begin_note(session, self.kills)
            before = session.desk.store.recordings.kept()
        given = _killed_while_dictating(self._profile, note_id, self.moment(1.0) * len(self._sound))
        with closing(enter(self._profile)) as session:
            recording_ids = session.desk.store.recordings.kept() - before
            kept = self._kept(session, *recording_ids)
            assert self._sound.startswith(kept)
            assert len(kept) >= given, f"{given - len(kept)} bytes are lost"
            finish(session, self._recogniser)
            assert session.sound.unfinished() == ()
            require_whole_trail(session)
            passage = session.desk.store.drafts.load(note_id)[SECTION]
            for one in recording_ids:
                assert session.desk.store.recordings.get(one).state is RecordingState.RECOGNISED
        seconds = len(kept) / BYTES_PER_SECOND
        self.required["words dictated"] += self._undisturbed.require_once(passage, seconds)
        self.required["seconds of sound"] += round(seconds)

    @staticmethod
    def _kept(session: Session, recording_id: str = "") -> bytes:
        """The sound in a recording's file; none if it was killed before it began one."""
        if not recording_id:
            return b""
        key = session.desk.store.recordings.get(recording_id).key
        chunks = spool.read(session.sound.path(recording_id), key, recording_id)
        return b"".join(chunk.pcm for chunk in chunks)


def _killed_while_dictating(profile: Profile, note_id: str, when: float) -> int:
    """Kill once it was given `when` bytes; returns how many it was given at least half a second before."""
    command = [
        sys.executable,
        "-m",
        "tests.helpers.dictating_loop",
        str(profile.folder),
        note_id,
        str(BECKETT),
    ]
    given = 0
    with subprocess.Popen(command, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            given = int(line)
            if given >= when - BLOCK:
                break
        process.kill()
        rest = process.stdout.read()
    return max([given, *map(int, rest.splitlines()[: rest.count("\n")])])
