"""Reads a speech model out of a zip file or a folder that nobody has reason to trust yet."""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from scribe_desktop.errors import BadModel
from scribe_desktop.speech.model_disk import BLOCK, require_room
from scribe_desktop.speech.model_progress import Step, Watcher

MOST_FILES = 2_000
MOST_BYTES = 16 << 30
"""The largest models that there are need a quarter of it."""
MOST_TIMES = 40
"""How many times its own length a zip file may unpack to; models shrink to a half or a third."""

_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, ValueError)
"""What a damaged or hostile zip file, or one of another version, makes `zipfile` raise."""
_NEEDED = ("am/final.mdl", "graph/phones.txt|graph/words.txt|graph/phones/word_boundary.int")
_GRAPHS = (frozenset({"graph/HCLG.fst"}), frozenset({"graph/HCLr.fst", "graph/Gr.fst"}))
_ENCRYPTED = 0x1
_ANOTHER = "Get it again from where it comes from; leave it alone if you do not know who made it."
_OTHER_FILE = "Choose the zip file of a Vosk model as its maker offers it, or the folder that it unpacks to."


@dataclass(frozen=True)
class Member:
    """A file of a model: where it goes, relative to the model's folder, and how long it is."""

    place: PurePosixPath
    size: int
    origin: str
    """Its name in the zip file, or its path."""


@dataclass(frozen=True)
class Content:
    """What would be installed, looked through; nothing is unpacked yet."""

    name: str
    """That the model's folder has; empty if it has none."""
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        return sum(member.size for member in self.members)


class ModelSource:
    """A zip file or a folder, from `opened`; read from one thread."""

    def __init__(self, path: Path, archive: zipfile.ZipFile | None) -> None:
        self._path, self._archive = path, archive
        files = _zipped(path, archive) if archive else _in_folder(path)
        self.content = _content(path, files)

    def unpack(self, folder: Path, watcher: Watcher) -> None:
        """Write all files into this empty folder and force them to disk.

        Raises:
            BadModel: the zip file is damaged, or has more in it than it says.
            Cancelled: as the watcher wants.
            OSError: what the disk did, a lack of room at once.
        """
        require_room(folder, self.content.size)
        done = 0
        for member in self.content.members:
            target = folder.joinpath(*member.place.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._reading(member) as source, target.open("xb") as file:
                written = 0
                while block := source.read(BLOCK):
                    written += len(block)
                    if written > member.size:
                        raise _bad(self._path, f"{member.place} is longer than it says", _ANOTHER)
                    file.write(block)
                    watcher.note(Step.UNPACKING, done + written, self.content.size)
                if written < member.size:
                    raise _bad(self._path, f"{member.place} breaks off", _ANOTHER)
                file.flush()
                os.fsync(file.fileno())
            done += member.size

    @contextmanager
    def _reading(self, member: Member) -> Iterator[IO[bytes]]:
        if self._archive is None:
            with self._file(member) as file:
                yield file
            return
        damaged = f"it is damaged at {member.place}"
        try:
            source = self._archive.open(member.origin)
        except (*_UNREADABLE, OSError) as error:  # also of a member said to be where the file has no place
            raise _bad(self._path, damaged, _ANOTHER) from error
        try:
            with source:
                yield source
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise _bad(self._path, damaged, _ANOTHER) from error

    def _file(self, member: Member) -> IO[bytes]:
        try:
            return Path(member.origin).open("rb")
        except OSError as error:
            raise _bad(self._path, f"{member.place} cannot be read: {error.strerror}", _OTHER_FILE) from error


@contextmanager
def opened(path: Path) -> Iterator[ModelSource]:
    """Look a zip file or folder through, and let it be unpacked.

    Raises:
        BadModel: it cannot be read, is no model that Vosk can load, or holds what no model holds: names that
            lead out of the folder, links, devices, far too much.
    """
    try:
        if path.is_dir():
            yield ModelSource(path, None)
            return
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise _bad(path, "it is no zip file, or a damaged one", _OTHER_FILE) from error
    except OSError as error:
        raise _bad(path, f"it cannot be read: {error.strerror}", _OTHER_FILE) from error
    with archive:
        yield ModelSource(path, archive)


def _zipped(path: Path, archive: zipfile.ZipFile) -> list[Member]:
    infos = archive.infolist()
    _require_measure(path, len(infos), sum(info.file_size for info in infos))
    if sum(info.file_size for info in infos) > MOST_TIMES * path.stat().st_size:
        raise _bad(path, "it would unpack to far more than a model has", _ANOTHER)
    members = []
    for info in infos:
        place = _place(path, info.orig_filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _bad(path, f"{place} is no ordinary file", _ANOTHER)
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _KINDS:
            raise _bad(path, f"{place} is encrypted, or packed in a way that is not known", _OTHER_FILE)
        if not info.is_dir():
            members.append(Member(place, info.file_size, info.filename))
    return members


def _in_folder(path: Path) -> list[Member]:
    members = []
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            file = Path(folder, name)
            state = file.lstat()
            place = _place(path, file.relative_to(path).as_posix())
            if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
                raise _bad(path, f"{place} is no ordinary file", _OTHER_FILE)
            if stat.S_ISREG(state.st_mode):
                members.append(Member(place, state.st_size, str(file)))
            _require_measure(path, len(members), sum(member.size for member in members))
    return [Member(path.name / member.place, member.size, member.origin) for member in members]


def _place(path: Path, name: str) -> PurePosixPath:
    """Where a member goes; refuses names that lead elsewhere, here or on another system."""
    parts = name.rstrip("/").split("/")
    bad = any(part in ("", ".", "..") for part in parts)
    if bad or any(letter in name for letter in '\\:\0*?"<>|') or not name.isprintable():
        raise _bad(path, f"it has a file named {name!r}, which leads out of its folder", _ANOTHER)
    return PurePosixPath(*parts)


def _content(path: Path, members: Sequence[Member]) -> Content:
    places = [str(member.place).casefold() for member in members]
    if len(set(places)) < len(places):
        raise _bad(path, "it has two files of one name", _ANOTHER)
    tops = {member.place.parts[0] for member in members}
    name = ""
    if len(tops) == 1 and all(len(member.place.parts) > 1 for member in members):
        name = tops.pop()
        members = [Member(_within(member.place), member.size, member.origin) for member in members]
    _require_layout(path, {str(member.place) for member in members})
    return Content(name, tuple(members))


def _within(place: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*place.parts[1:])


def _require_layout(path: Path, places: set[str]) -> None:
    missing = [needed for needed in _NEEDED if places.isdisjoint(needed.split("|"))]
    if not any(place.startswith("conf/") for place in places):
        missing.append("conf/")
    if not any(graph <= places for graph in _GRAPHS):
        missing.append("graph/HCLG.fst")
    if missing:
        shown = ", ".join(needed.split("|")[0] for needed in missing)
        raise _bad(path, f"it is no Vosk model of the present layout: there is no {shown}", _OTHER_FILE)


def _require_measure(path: Path, files: int, size: int) -> None:
    if files > MOST_FILES or size > MOST_BYTES:
        raise _bad(path, "it holds far more than a model does", _ANOTHER)


def _bad(path: Path, why: str, remedy: str) -> BadModel:
    return BadModel(f"{path.name} cannot be installed: {why}.", remedy=remedy)
