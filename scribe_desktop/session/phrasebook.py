"""The phrases at hand: three libraries, how often each was used, and how the user's own ones change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import Action, require
from scribe_desktop.phrases import espanso
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.exchange import Import, read_any
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import NAME, Phrase
from scribe_desktop.phrases.privacy import suspicions
from scribe_desktop.phrases.reader import read
from scribe_desktop.phrases.writer import written
from scribe_desktop.session.audit import announced, settings_change
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.profile import Profile

_USED, _CLINIC = "phrase.used", "phrase.clinic"


class Phrasebook:
    """Personal phrases win over the clinic's, and those over the starter set.

    `library` and `counts` may be read on any thread; the methods belong to the store's.
    """

    def __init__(self, desk: Desk, profile: Profile) -> None:
        self._desk = desk
        self._own = profile.phrases
        self._settings = desk.store.settings
        self.counts: Mapping[str, int] = {
            name: int(count) for name, count in self._settings.section(_USED).items()
        }
        self.reload()

    def reload(self) -> None:
        """Read all files anew."""
        self.clinic_folder = self._settings.get(_CLINIC)
        clinic = [Path(self.clinic_folder)] if self.clinic_folder else []
        self.library = Library.load([assets.resource("phrases"), *clinic, self._own])

    def origin(self, phrase: Phrase) -> str:
        """Which library a phrase belongs to, as the user calls it."""
        folders = {self._own: "Personal", assets.resource("phrases"): "Starter"}
        return folders.get(phrase.path.parent, "Clinic")

    def rank(self, phrase: Phrase) -> int:
        """0 for a personal phrase, then the clinic's, then the starter set: the least one wins."""
        return ("Personal", "Clinic", "Starter").index(self.origin(phrase))

    def keyed(self) -> tuple[Phrase, ...]:
        """The phrases that have a key of their own: the personal ones first, then the clinic's."""
        return tuple(sorted((phrase for phrase in self.library.all() if phrase.keys), key=self.rank))

    def used(self, name: str) -> None:
        """Count one more use."""
        self.counts = {**self.counts, name: self.counts.get(name, 0) + 1}
        self._settings.put(f"{_USED}.{name}", str(self.counts[name]))

    def set_clinic_folder(self, folder: str) -> None:
        """Read the clinic's phrases from there; empty: from nowhere. Raises `BadInput` if it is no folder."""
        require(self._desk.person, Action.CHANGE_SETTINGS)
        folder = folder.strip()
        if folder and not Path(folder).is_dir():
            raise BadInput(
                f"{folder} is no folder here.", remedy="Choose the folder with the clinic's phrases."
            )
        with settings_change(self._desk, "folder of the clinic's phrases"):
            self._settings.put(_CLINIC, folder)
        self.reload()

    def save(self, phrase: Phrase) -> tuple[str, ...]:
        """Put a phrase into the personal library, its earlier version kept beside the file.

        Returns:
            What in it looks like a patient's data.

        Raises:
            BadInput: a part of it cannot be used; says which, for the body with the line.
        """
        self._refuse_mistakes(phrase)
        own = self._own_path(phrase.name)
        path = own or self._own / f"{phrase.name}.toml"
        others = [other for other in (read(path) if own else ()) if other.name != phrase.name]
        self._write(path, [*others, phrase])
        self.reload()
        return self.suspicions(phrase)

    def suspicions(self, phrase: Phrase) -> tuple[str, ...]:
        said = f"{phrase.title}\n{phrase.body}"
        return tuple(suspicions(said, self._desk.store.encounters.patients()))

    def remove(self, name: str) -> None:
        """Take a phrase out of the personal library; what it hid of the others shows again."""
        path = self._own_path(name)
        if path is not None:
            self._write(path, [phrase for phrase in read(path) if phrase.name != name])
            self.reload()

    def versions(self, name: str) -> tuple[Phrase, ...]:
        """The earlier versions of a personal phrase, newest first."""
        path = self._own_path(name)
        kept = sorted(path.parent.glob(f"{path.name}.*.old"), reverse=True) if path else []
        found = (one for old in kept for one in read(old) if one.name == name)
        return tuple(dict.fromkeys(found))

    def bring_in(self, path: Path) -> tuple[Import, tuple[str, ...]]:
        """Add a file's phrases to the personal library; what it had under these names is kept as a version.

        Returns:
            What was read, and which phrases look as if they held a patient's data.
        """
        found = read_any(path)
        fresh = [phrase for phrase in found.phrases if self._own_path(phrase.name) is None]
        known = [phrase for phrase in found.phrases if phrase not in fresh]
        if fresh:
            target = self._own / f"{re.sub(r'[^a-z0-9_-]+', '-', path.stem.casefold())}.toml"
            before = read(target) if target.exists() else ()
            self._write(target, [*before, *fresh])
        for phrase in known:
            self.save(phrase)
        self.reload()
        doubts = ((phrase, self.suspicions(phrase)) for phrase in found.phrases)
        return found, tuple(f".{phrase.name} holds {', '.join(said)}" for phrase, said in doubts if said)

    def give_out(self, path: Path) -> tuple[int, tuple[str, ...]]:
        """Write the personal phrases into one file, for espanso if its name ends in .yml or .yaml.

        Returns:
            How many, and what is not quite the same there.
        """
        own = [phrase for phrase in self.library.all() if phrase.path.parent == self._own]
        ending = path.suffix.casefold()
        if ending in (".yml", ".yaml"):
            export = espanso.written(own, self.library.get)
            self._export(path, export.text, len(own))
            return len(own), export.remarks
        if ending != ".toml":
            raise BadInput(f"{path.name} is of no kind that can be written.", remedy="Choose .toml or .yml.")
        self._export(path, written(own), len(own))
        return len(own), ()

    def _export(self, path: Path, text: str, count: int) -> None:
        with announced(self._desk, AuditKind.PHRASES_EXPORTED, f"{count} phrases"):
            _put(path, text)

    def _own_path(self, name: str) -> Path | None:
        phrase = self.library.get(name)
        return phrase.path if phrase is not None and phrase.path.parent == self._own else None

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

    def _write(self, path: Path, phrases: Sequence[Phrase]) -> None:
        stamp = f"{self._desk.clock():%Y%m%dT%H%M%S%f}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _put(path.with_name(f"{path.name}.{stamp}.old"), path.read_text(encoding="utf-8"))
        _put(path, written(_unplaced(phrases)))


def _unplaced(phrases: Iterable[Phrase]) -> Iterable[Phrase]:
    return (replace(phrase, body=phrase.body.strip("\n")) for phrase in phrases)


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises `BadInput` when that is not possible."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be written: {error.strerror}.", remedy="Check the folder and the disk."
        ) from error
