"""Every store that was ever released opens today with all that was in it."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note import digest
from scribe_desktop.store import migrate
from scribe_desktop.store.copying import examine
from scribe_desktop.store.store import FILE, Store
from tests.unit.store.conftest import KEY

RELEASED = Path(__file__).parent / "released"


def test_there_is_one_of_every_schema() -> None:
    """`scripts/make-released-stores.py` writes a missing one."""
    assert sorted(path.stem for path in RELEASED.glob("*.db")) == sorted(migrate.REVISIONS)


@pytest.mark.parametrize("revision", migrate.REVISIONS)
def test_a_released_store_opens_with_all_that_was_in_it(revision: str, folder: Path) -> None:
    folder.mkdir()
    shutil.copy(RELEASED / f"{revision}.db", folder / FILE)
    with closing(Store.open(folder, KEY)) as store:
        assert store.notes.state("note-1") is NoteState.SIGNED
        assert store.drafts.load("note-1")["hpi"].text == "Crushing chest pain since noon."
        signature, (version,) = store.notes.signature("note-1"), store.notes.versions("note-1")
        assert signature is not None
        assert signature.content_digest == digest(version.content)
        assert [addendum.text.text for addendum in store.notes.addenda("note-1")] == [
            "Troponin came back negative."
        ]
        assert [one.document_id for one in store.deliveries.unfinished()] == ["signature-1"]
        assert [person.name for person in store.people.all()] == ["Ada Okafor", "Sam Ito"]
        assert store.settings.get("speech.engine") == "clinical"
        assert [hit.patient.name for hit in store.search.find("chest pain")] == ["Jane Roe"]
        assert len(store.search.find("troponin")) == 1
    assert examine(folder / FILE, KEY, deep=True).revision == migrate.REVISIONS[-1]
