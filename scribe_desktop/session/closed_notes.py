"""Puts phrases that were asked for by voice into notes that are not open any more, straight in the store."""

from datetime import datetime

from scribe_desktop.notes.passage import SPOKEN, Origin, Passage, Source
from scribe_desktop.notes.rights import Action
from scribe_desktop.phrases.expansion import expand
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.charting import Charting
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.expanded import pieces
from scribe_desktop.session.patient_facts import facts_of
from scribe_desktop.session.phrasebook import Phrasebook


class ClosedNotes:
    def __init__(self, desk: Desk, charting: Charting, phrasebook: Phrasebook) -> None:
        self._desk, self._charting, self._phrasebook = desk, charting, phrasebook

    def put(self, note_id: str, key: str, phrase: Phrase) -> datetime:
        """Put a phrase at the end of a section, with what is known of the note's own patient.

        Its open places stay open until somebody opens the note. Returns when it was safe.

        Raises:
            BadInput: the phrase makes no text.
            WrongState: the note is signed.
            NotAllowed: this role does not write in it now.
        """
        desk = self._desk
        desk.require(Action.OPEN_ENCOUNTER)
        chart = self._charting.open(desk.store.notes.get(note_id).encounter_id)
        fields = {name: passage.text for name, passage in chart.content.items() if "." in name}
        facts = facts_of(chart, desk.person, fields, desk.clock())
        library = self._phrasebook.library_for(chart.note_type.specialty)
        expansion = expand(phrase, "", facts, library.get)
        source = Source(Origin.PHRASE, desk.person.id, f"{phrase.name}{SPOKEN}")
        at = self._charting.append(note_id, key, Passage.join(pieces(expansion, source)))
        self._phrasebook.used(phrase.name)
        return at
