"""Which phrase library the phrases page works in, and the person's own specialty."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.shelves import Kind, Shelf
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.phrasebook import Phrasebook

_ALL = "All libraries"
_AS_THE_NOTE = "None: as the note type says"


class PhraseLibraries(QObject):
    """Changes go to the chosen library, to one's own where that is none or the starter set."""

    chosen = Signal()
    """Another library is worked in."""
    specialty_set = Signal()
    """Other phrases are at hand in every note."""

    def __init__(self, book: Phrasebook, jobs: Jobs, library: QComboBox, specialty: QComboBox) -> None:
        super().__init__(library)
        self._book, self._jobs, self._box, self._specialty = book, jobs, library, specialty
        self.fill()
        self._box.activated.connect(lambda _row: self.chosen.emit())
        self._specialty.activated.connect(lambda _row: self._set_specialty())

    def fill(self) -> None:
        """Offer what libraries there are now; what was chosen stays chosen."""
        shelves = self._book.shelves.all
        _offer(self._box, [(_ALL, ""), *((shelf.title, _key(shelf)) for shelf in shelves)])
        specialties = [(shelf.title, shelf.specialty) for shelf in shelves if shelf.specialty]
        _offer(self._specialty, [(_AS_THE_NOTE, ""), *specialties])
        self._specialty.setCurrentIndex(max(self._specialty.findData(self._book.specialty), 0))

    @property
    def shelf(self) -> Shelf | None:
        """The library that is shown; None: all of them, as they hide one another."""
        key = self._box.currentData()
        return next((shelf for shelf in self._book.shelves.all if _key(shelf) == key), None)

    @property
    def target(self) -> Shelf:
        """Where changes go."""
        shelf = self.shelf
        unchanging = shelf is None or shelf.kind is Kind.STARTER or not self._book.may_change(shelf)
        return self._book.shelves.all[0] if shelf is None or unchanging else shelf

    @property
    def given(self) -> Shelf:
        """What an export writes."""
        return self.shelf or self._book.shelves.all[0]

    def search(self, text: str) -> tuple[Phrase, ...]:
        shelf = self.shelf
        library = self._book.library if shelf is None else Library(shelf.phrases.values())
        return library.search(text, (), self._book.counts)

    def get(self, name: str) -> Phrase | None:
        """The phrase of this name in what is shown."""
        shelf = self.shelf
        return self._book.library.get(name) if shelf is None else shelf.phrases.get(name)

    def button(self, phrase: Phrase | None) -> str:
        """What the button is called that saves this phrase; None: a new one."""
        target = self.target
        if target.kind is not Kind.PERSONAL:
            return f"&Save for {target.title if target.specialty else 'the clinic'}"
        return "&Save" if phrase is None or target.keeps(phrase) else "&Save as your own"

    def _set_specialty(self) -> None:
        key = str(self._specialty.currentData())
        self._jobs.store(
            lambda: self._book.set_specialty(key), lambda _none: self.specialty_set.emit(), owner=self
        )


def _key(shelf: Shelf) -> str:
    return f"{shelf.kind.name}/{shelf.specialty}"


def _offer(box: QComboBox, rows: list[tuple[str, str]]) -> None:
    known = box.currentData()
    box.clear()
    for title, key in rows:
        box.addItem(title, key)
    box.setCurrentIndex(max(box.findData(known), 0))
