"""Words that dictation about one patient may bring: names, medication, problems, from all of their notes."""

from collections.abc import Iterable, Iterator

from scribe_desktop.language.spelling import words
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions

_SECTIONS = frozenset(
    ("medications", "antimicrobials", "pmh", "psh", "problems", "allergies", "plan_medications")
)
"""Keys of the sections whose words come again."""
_SHORTEST = 5
"""Letters: shorter words are everyday ones, or abbreviations."""
_VISITS = 5
"""The latest visits that are looked through."""


class PatientWords:
    """Asks what opening the chart asks."""

    def __init__(self, desk: Desk, restrictions: Restrictions) -> None:
        self._desk, self._restrictions = desk, restrictions

    def of_note(self, note_id: str) -> tuple[str, ...]:
        """As they are written there, in the order of the alphabet; reads the store.

        Raises `NotAllowed` or `Restricted`, as opening the chart does.
        """
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._restrictions.require_note(note_id)
        store = self._desk.store
        encounter = store.encounters.get(store.notes.get(note_id).encounter_id)
        visits = sorted(
            store.encounters.of_patient(encounter.patient.id),
            key=lambda row: row.encounter.started_at,
            reverse=True,
        )
        names = [encounter.patient.name, store.people.get(encounter.provider_id).name]
        contents = [store.drafts.load(row.note_id) for row in visits[:_VISITS]]
        return telling(names, contents)


def telling(names: Iterable[str], contents: Iterable[NoteContent]) -> tuple[str, ...]:
    """Parts of the names, and the longer words of the sections that say what the patient has and takes."""
    said = (text for content in contents for text in _listed(content))
    named = {word for name in names for word in words(name) if len(word) > 1}
    listed = {word for text in said for word in words(text) if len(word) >= _SHORTEST}
    return tuple(sorted(named | listed))


def _listed(content: NoteContent) -> Iterator[str]:
    for key, passage in content.items():
        if key.partition(".")[0] in _SECTIONS:
            yield passage.text
