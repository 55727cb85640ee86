"""The sound of dictation: kept while it is of use, found again after a crash, discarded for good."""

import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from scribe_desktop import durable
from scribe_desktop.errors import StoreInUse, StoreNotWritable
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, Recording, RecordingState, end_of, recording_of
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.charting import WRITING_TAKES
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.preferences import Preferences, Retention
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech import spool
from scribe_desktop.store.recordings import utterances_in

_SUFFIX = ".sound"


@dataclass(frozen=True)
class Unfinished:
    """A recording that has not become words to its end, or whose words no draft has."""

    recording: Recording
    section: str
    """Title of the section that it was spoken into."""
    patient: str
    told_up_to: float | None = None
    """Seconds of it whose words this run of the program has told; None: an earlier run recorded it."""


class KeptSound:
    """Its methods read and write files: not for the GUI thread."""

    def __init__(
        self, desk: Desk, folder: Path, preferences: Preferences, restrictions: Restrictions
    ) -> None:
        self._desk, self._folder, self._preferences = desk, folder, preferences
        self._restrictions = restrictions
        self._store = desk.store.recordings
        self._own: set[str] = set()
        self._left: list[Take] = []
        self._closed = False

    def take(
        self,
        note_id: str,
        section: str,
        device: str,
        channel: Channel = Channel.MICROPHONE,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
    ) -> Take:
        """Begin a recording of what is spoken into a note; see `Take`.

        Raises `NotAllowed` or `Restricted`, as opening the chart does, and for those who write no notes.
        """
        self._desk.require(Action.WRITE_DRAFT)
        self._restrictions.require_note(note_id)
        recording = Recording(
            new_id(),
            note_id,
            section,
            self._desk.author,
            self._desk.clock(),
            device,
            channel,
            RecordingState.OPEN,
            0.0,
            secrets.token_bytes(spool.KEY_BYTES),
        )
        self._own.add(recording.id)
        path = self.path(recording.id)
        return Take(
            self._store,
            recording,
            path,
            pass_on=pass_on,
            on_end=on_end,
            on_trouble=on_trouble,
            on_left=self._left.append,
        )

    def path(self, recording_id: str) -> Path:
        return self._folder / f"{recording_id}{_SUFFIX}"

    def unfinished(self) -> tuple[Unfinished, ...]:
        """What an earlier run of the program left for this person, oldest first.

        Notes that this person may not write in are somebody else's to finish.
        """
        if not self._desk.may(Action.WRITE_DRAFT):
            return ()
        found = (self._described(one) for one in self._store.unfinished() if one.id not in self._own)
        return tuple(one for one in found if one is not None)

    def left(self) -> tuple[Unfinished, ...]:
        """What this run recorded and its recogniser gave up on, until it has become words; oldest first."""
        if not self._desk.may(Action.WRITE_DRAFT):
            return ()
        found = []
        unfinished = {one.id: one for one in self._store.unfinished() if one.state is RecordingState.OPEN}
        for take in tuple(self._left):
            take.store_rest()
            recording = unfinished.get(take.recording.id)
            if recording is None:
                self._left.remove(take)
            elif (one := self._described(recording)) is not None:
                found.append(replace(one, told_up_to=take.told_up_to))
        return tuple(found)

    def placed_in_draft(self, recording: Recording) -> float:
        """How far the saved draft has this recording's words, in seconds; 0 when it has none.

        Raises `NotAllowed` or `Restricted`, as `take` does.
        """
        self._desk.require(Action.WRITE_DRAFT)
        self._restrictions.require_recording(recording.id)
        passages = self._desk.store.drafts.load(recording.note_id).values()
        ids = (one for one in utterances_in(passages) if recording_of(one) == recording.id)
        return max(map(end_of, ids), default=0.0)

    @staticmethod
    def utterances_in(words: Passage) -> tuple[str, ...]:
        """Ids of the kept utterances that these words were heard in."""
        return tuple(dict.fromkeys(utterances_in([words])))

    def settle(self, utterance_ids: tuple[str, ...]) -> None:
        """What was said there need not go into a note any more. Raises as `take` does."""
        self._desk.require(Action.WRITE_DRAFT)
        for one in map(self._store.utterance, utterance_ids):
            if one is not None:
                self._restrictions.require_recording(one.recording_id)
        self._store.settle(utterance_ids)

    def tidy(self) -> None:
        """Discard what the setting says, and whatever should have been discarded before.

        Raises:
            StoreNotWritable: the keys are still there, or a file that nothing opens any more.
        """
        if self._closed:
            return
        # the keys first: once they are gone, what is left of the files says nothing
        self._discard(self._dispensable())
        kept = self._store.kept()
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if path.stem not in kept:
                _remove(path)

    def _discard(self, recording_ids: tuple[str, ...]) -> None:
        notes = Counter(self._store.get(one).note_id for one in recording_ids)
        with self._desk.store.together():
            gone = self._store.discard(recording_ids)
            for note_id, count in notes.items():
                rule = self._preferences.sound_retention.value
                said = f"{count} recording{'s' if count > 1 else ''}, by the rule “{rule}”"
                self._desk.audit(AuditKind.SOUND_DISCARDED, note_id=note_id, detail=said)
        if gone:
            # while a backup is reading, what was overwritten stays in the encrypted log until it is done
            with suppress(StoreInUse):
                self._desk.store.empty_log()

    def close(self) -> None:
        """The store is being closed."""
        self._closed = True

    def _dispensable(self) -> tuple[str, ...]:
        kind = self._preferences.sound_retention
        if kind is Retention.UNTIL_SIGNED:
            return self._store.dispensable(signed=True, before=None)
        if kind is Retention.FOR_DAYS:
            ago = timedelta(days=self._preferences.sound_days)
            return self._store.dispensable(signed=False, before=self._desk.clock() - ago)
        return self._store.dispensable(signed=False, before=None)

    def _described(self, recording: Recording) -> Unfinished | None:
        store = self._desk.store
        state = store.notes.state(recording.note_id)
        if not self._desk.may(WRITING_TAKES.get(state, Action.ADD_ADDENDUM)):
            return None
        note = store.notes.get(recording.note_id)
        encounter = store.encounters.get(note.encounter_id)
        if not self._restrictions.allows(encounter.patient.id):
            return None
        note_type = self._desk.note_types.of_note(note.note_type, store.drafts.load(note.id))
        titles = (section.title for section in note_type.sections if section.key == recording.section)
        return Unfinished(recording, next(titles, recording.section), encounter.patient.name)


def _remove(path: Path) -> None:
    try:
        durable.shred(path)
    except OSError as error:
        raise StoreNotWritable(
            f"A recording that was discarded cannot be removed: {error.strerror}.",
            remedy="Its key is destroyed, so that nobody can hear it; removing it is tried again later.",
        ) from error
