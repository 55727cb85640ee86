"""What a person types over dictated words counts as a correction of them, as choosing another word does."""

from collections.abc import Iterable

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.rights import Action, require
from scribe_desktop.notes.typed_over import typed_over, utterances
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.replacements import Replacements


class TypedCorrections:
    """Reads and writes the store."""

    def __init__(self, desk: Desk, replacements: Replacements) -> None:
        self._desk, self._recordings = desk, desk.store.recordings
        self._replacements = replacements

    def note(self, passage: Passage) -> tuple[str, str] | None:
        """Remember what was typed over in a section, each place once however often it is looked at.

        Returns:
            What was recognised and what was typed for it, where that is worth offering as a rule now.
        """
        require(self._desk.person, Action.WRITE_DRAFT)
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
                words = [word.text for word in utterance.words] or utterance.text.split()
                yield utterance_id, words
