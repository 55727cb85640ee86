"""What a person types over dictated words counts as a correction of them, as choosing another word does."""

from collections.abc import Iterable

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.rights import Action
from scribe_desktop.notes.typed_over import typed_over, utterances
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.replacements import Replacements
from scribe_desktop.session.restrictions import Restrictions


class TypedCorrections:
    """Reads and writes the store."""

    def __init__(self, desk: Desk, replacements: Replacements, restrictions: Restrictions) -> None:
        self._desk, self._recordings = desk, desk.store.recordings
        self._replacements, self._restrictions = replacements, restrictions

    def note(self, passage: Passage) -> tuple[str, str] | None:
        """Remember what was typed over in a section, each place once however often it is looked at.

        Returns:
            What was recognised and what was typed for it, where that is worth offering as a rule now.

        Raises `NotAllowed` or `Restricted`, as writing in the chart does.
        """
        self._desk.require(Action.WRITE_DRAFT)
        heard = dict(self._heard(utterances(passage)))
        worth = None
        for one in typed_over(passage, heard):
            if self._replacements.note(one.heard, one.written, one.place):
                worth = one.heard, one.written
        return worth

    def _heard(self, ids: Iterable[str]) -> Iterable[tuple[str, list[str]]]:
        for utterance_id in ids:
            utterance = self._recordings.utterance(utterance_id)
            if utterance is not None:
                self._restrictions.require_recording(utterance.recording_id)
                words = [word.text for word in utterance.words] or utterance.text.split()
                yield utterance_id, words
