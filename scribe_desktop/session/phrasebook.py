"""The phrases at hand: the libraries, how often each phrase was used, and how libraries change."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import Action
from scribe_desktop.phrases import espanso, table
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.exchange import Import, read_any
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import NAME, Phrase
from scribe_desktop.phrases.privacy import suspicions
from scribe_desktop.phrases.reader import read
from scribe_desktop.phrases.shelves import Kind, Shelf, Shelves
from scribe_desktop.phrases.writer import written
from scribe_desktop.session.audit import announced, settings_change
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.phrase_files import put, put_keeping
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.restrictions import Restrictions

_USED, _CLINIC = "phrase.used", "phrase.clinic"
_WRITERS = {".yml": espanso.written, ".yaml": espanso.written, ".csv": table.written}


class Phrasebook:
    """Personal phrases win over the clinic's, those over the specialty's, and those over the starter set.

    Libraries and counts may be read on any thread; the methods belong to the store's.
    """

    def __init__(self, desk: Desk, profile: Profile, restrictions: Restrictions) -> None:
        self._desk, self._restrictions = desk, restrictions
        self._own = profile.phrases
        self._settings = desk.store.settings
        self._specialty_key = f"person.{desk.person.id}.specialty"
        self.specialty = self._settings.get(self._specialty_key)
        """Key of this person's own specialty, whose phrases are at hand in every note; empty: none."""
        self.counts: Mapping[str, int] = {
            name: int(count) for name, count in self._settings.section(_USED).items()
        }
        self.shelves = Shelves(())
        self.reload()

    def reload(self) -> None:
        """Read all files anew."""
        self.clinic_folder = self._settings.get(_CLINIC)
        clinic = Path(self.clinic_folder) if self.clinic_folder else None
        known = (*self._desk.note_types.specialties(), self.specialty)
        shelves = Shelves.load(assets.resource("phrases"), self._own, clinic, known)
        self.shelves = shelves.prepared(self.shelves)

    @property
    def library(self) -> Library:
        """What is at hand where a note is of no specialty."""
        return self.library_for("")

    def library_for(self, specialty: str) -> Library:
        """What is at hand in a note of this specialty: its phrases, and behind them those of one's own."""
        return self.shelves.library(tuple(dict.fromkeys(filter(None, (specialty, self.specialty)))))

    def set_specialty(self, key: str) -> None:
        """Have the phrases of this specialty at hand in every note; empty: as each note type says."""
        self._settings.put(self._specialty_key, key)
        self.specialty = key

    def origin(self, phrase: Phrase) -> str:
        """Which library a phrase belongs to, as the user calls it."""
        return self.shelves.of(phrase).title

    def standing(self, phrase: Phrase) -> str:
        """Which library a phrase is from, which ones it hides, and which one hides it, in words."""
        mine, having = self.shelves.of(phrase), self.shelves.having(phrase.name)
        behind = [shelf.title for shelf in having if shelf.kind > mine.kind]
        before = [shelf for shelf in having if shelf.kind < mine.kind]
        said = [f"Library: {mine.title}."]
        if behind:
            where = " in notes of this specialty" if mine.specialty else ""
            said.append(f"Used{where} instead of the one in: {', '.join(behind)}.")
        if before:
            where = " in notes of that specialty" if before[0].specialty else ""
            said.append(f"The one in {before[0].title} is used{where} instead of it.")
        return " ".join(said)

    def rank(self, phrase: Phrase, library: Library) -> int:
        """How far down the order of precedence of this library a phrase stands: the least one wins."""
        return Kind.OTHER if phrase.name in library.behind else self.shelves.of(phrase).kind

    def keyed(self) -> tuple[Phrase, ...]:
        """The phrases that have a key of their own: the personal ones first, then the clinic's."""
        library = self.library
        having = (phrase for phrase in library.all() if phrase.keys)
        return tuple(sorted(having, key=lambda phrase: self.rank(phrase, library)))

    def used(self, name: str) -> None:
        """Count one more use."""
        self._desk.require(Action.WRITE_DRAFT)
        self.counts = {**self.counts, name: self.counts.get(name, 0) + 1}
        self._settings.put(f"{_USED}.{name}", str(self.counts[name]))

    def set_clinic_folder(self, folder: str) -> None:
        """Read the clinic's phrases from there; empty: from nowhere. Raises `BadInput` if it is no folder."""
        self._desk.require(Action.CHANGE_CLINIC_LISTS)
        folder = folder.strip()
        if folder and not Path(folder).is_dir():
            raise BadInput(
                f"{folder} is no folder here.", remedy="Choose the folder with the clinic's phrases."
            )
        with settings_change(self._desk, "folder of the clinic's phrases"):
            self._settings.put(_CLINIC, folder)
        self.reload()

    def save(self, phrase: Phrase, shelf: Shelf | None = None) -> tuple[str, ...]:
        """Put a phrase into a library, its earlier version kept beside the file.

        Args:
            shelf: which one; None: the personal one.

        Returns:
            What in it looks like a patient's data.

        Raises:
            BadInput: a part of it cannot be used, for the body with the line; or nothing can be put there.
            NotAllowed: this role keeps no phrases there.
        """
        shelf, place = self._open_to_change(shelf)
        self._refuse_mistakes(phrase)
        path = place if shelf.specialty else place / f"{phrase.name}.toml"
        self._write(self._kept(phrase.name, shelf) or path, [phrase], shelf)
        self.reload()
        return self._suspicions(phrase)

    def remove(self, name: str, shelf: Shelf | None = None) -> None:
        """Take a phrase out of a library; what it hid of the others shows again."""
        shelf, _ = self._open_to_change(shelf)
        path = self._kept(name, shelf)
        if path is not None:
            self._write(path, [], shelf, without=name)
            self.reload()

    def versions(self, name: str, shelf: Shelf | None = None) -> tuple[Phrase, ...]:
        """The earlier versions of a phrase that can be changed here, newest first."""
        path = self._kept(name, self._as_read(shelf))
        kept = sorted(path.parent.glob(f"{path.name}.*.old"), reverse=True) if path else []
        found = (one for old in kept for one in read(old) if one.name == name)
        return tuple(dict.fromkeys(found))

    def bring_in(self, path: Path, shelf: Shelf | None = None) -> tuple[Import, tuple[str, ...]]:
        """Add a file's phrases to a library; what it had under these names is kept as a version.

        Returns:
            What was read, and which phrases look as if they held a patient's data.
        """
        shelf, place = self._open_to_change(shelf)
        found = read_any(path)
        stem = re.sub(r"[^a-z0-9_-]+", "-", path.stem.casefold())
        target = place if shelf.specialty else place / f"{stem}.toml"
        by_file: defaultdict[Path, list[Phrase]] = defaultdict(list)
        for phrase in found.phrases:
            by_file[self._kept(phrase.name, shelf) or target].append(phrase)
        for file, phrases in by_file.items():
            self._write(file, phrases, shelf)
        self.reload()
        doubts = ((phrase, self._suspicions(phrase)) for phrase in found.phrases)
        return found, tuple(f".{phrase.name} holds {', '.join(said)}" for phrase, said in doubts if said)

    def give_out(self, path: Path, shelf: Shelf | None = None) -> tuple[int, tuple[str, ...]]:
        """Write a library's phrases into one file: TOML, for espanso (.yml, .yaml), or a table (.csv).

        Returns:
            How many, and what is not quite the same there.
        """
        shelf = self._as_read(shelf)
        given = [shelf.phrases[name] for name in sorted(shelf.phrases)]
        ending = path.suffix.casefold()
        if (write := _WRITERS.get(ending)) is not None:
            export = write(given, self.library_for(shelf.specialty).get)
            self._export(path, export.text, len(given))
            return len(given), export.remarks
        if ending != ".toml":
            raise BadInput(
                f"{path.name} is of no kind that can be written.", remedy="Choose .toml, .yml or .csv."
            )
        self._export(path, written(given), len(given))
        return len(given), ()

    def may_change(self, shelf: Shelf) -> bool:
        """Whether this person's role puts phrases into this library."""
        return self._desk.may(_changes(shelf))

    def _open_to_change(self, shelf: Shelf | None) -> tuple[Shelf, Path]:
        """The library and where its changes go. Raises `NotAllowed`, `BadInput` where there is no place."""
        shelf = self._as_read(shelf)
        self._desk.require(_changes(shelf))
        if shelf.kind is Kind.STARTER:
            remedy = "Save it in another library: it is used instead of the starter phrase then."
            raise BadInput("The starter phrases come with the program and stay as they are.", remedy=remedy)
        if shelf.place is None:
            raise BadInput(
                "The clinic has no folder for its phrases yet.",
                remedy="Choose one at the foot of this page, and “Read folder”.",
            )
        return shelf, shelf.place

    def _as_read(self, shelf: Shelf | None) -> Shelf:
        """The same library as it was read last; the personal one for none."""
        personal = self.shelves.all[0]
        wanted = (shelf.kind, shelf.specialty) if shelf else ()
        return next((one for one in self.shelves.all if (one.kind, one.specialty) == wanted), personal)

    def _suspicions(self, phrase: Phrase) -> tuple[str, ...]:
        """What in it looks like a patient's data; of whom this person may not know, the patterns alone."""
        said = f"{phrase.title}\n{phrase.body}"
        allowed = self._desk.may(Action.KEEP_PHRASES)
        patients = self._desk.store.encounters.patients() if allowed else ()
        return tuple(suspicions(said, (one for one in patients if self._restrictions.allows(one.id))))

    def _export(self, path: Path, text: str, count: int) -> None:
        with announced(self._desk, AuditKind.PHRASES_EXPORTED, f"{count} phrases"):
            put(path, text)

    def _kept(self, name: str, shelf: Shelf) -> Path | None:
        """The file in which a library's own place has the phrase."""
        phrase = shelf.phrases.get(name)
        return phrase.path if phrase is not None and shelf.keeps(phrase) else None

    def _refuse_mistakes(self, phrase: Phrase) -> None:
        if not re.fullmatch(NAME, phrase.name):
            remedy = "Use small letters, digits, - and _, beginning with a letter."
            raise BadInput(f"“{phrase.name}” cannot be typed as a dot phrase.", remedy=remedy)
        for part, text in (("title", phrase.title), ("text", phrase.body)):
            if not text.strip():
                raise BadInput(f"The {part} is missing.", remedy="Fill it in.")
        if mistake := first_mistake(phrase.body):
            line = phrase.body.count("\n", 0, mistake.offset) + 1
            raise BadInput(f"Line {line}: {mistake.problem}.", remedy=mistake.remedy)

    def _write(self, path: Path, phrases: Sequence[Phrase], shelf: Shelf, *, without: str = "") -> None:
        """Put phrases into a file of a library, in place of those of their names."""
        gone = {without, *(phrase.name for phrase in phrases)}
        kept = [phrase for phrase in (read(path) if path.exists() else ()) if phrase.name not in gone]
        stamp = f"{self._desk.clock():%Y%m%dT%H%M%S%f}"
        text = written(replace(phrase, body=phrase.body.strip("\n")) for phrase in (*kept, *phrases))
        if shelf.kind is Kind.PERSONAL:
            put_keeping(path, text, stamp)
        else:
            with announced(self._desk, AuditKind.SETTINGS_CHANGED, f"phrases: {shelf.title}"):
                put_keeping(path, text, stamp)


def _changes(shelf: Shelf) -> Action:
    return Action.KEEP_PHRASES if shelf.kind is Kind.PERSONAL else Action.CHANGE_CLINIC_LISTS
