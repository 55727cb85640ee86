"""Looks for words that must not be readable anywhere: in every file that a program has, while it has it."""

import base64
import errno
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil

_PAUSE = 0.05
_PIECE = 1 << 20


@dataclass(frozen=True)
class Find:
    word: str
    form: str
    path: str


@dataclass
class PlaintextWatch:
    """Searches whole folders, and the files that a process and its children hold open, deleted ones too."""

    words: tuple[str, ...]
    folders: tuple[Path, ...]
    except_below: tuple[Path, ...] = ()
    """Folders that may be readable."""
    finds: set[Find] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    """Every file that was ever looked into."""
    rounds: int = 0

    def look(self, process: int | None = None) -> set[Find]:
        """Search once; returns what was found now, which is kept in `finds` as well."""
        found = set()
        for path in [*self._in_folders(), *(_written_by(process) if process else ())]:
            content = _content(path)
            if content is not None:
                name = _name(path)
                self.seen.add(name)
                found |= {Find(word, form, name) for word, form in _readable(self.words, content)}
        self.finds |= found
        self.rounds += 1
        return found

    @contextmanager
    def watching(self, process: int) -> Iterator[None]:
        """Look again and again at what this process does, in a thread of its own, and once at the end."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(_PAUSE):
                self.look(process)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.look(process)

    def _in_folders(self) -> Iterator[Path]:
        for folder in self.folders:
            for path in folder.rglob("*"):
                if not any(path.is_relative_to(allowed) for allowed in self.except_below):
                    yield path


def forms(word: str) -> dict[str, tuple[bytes, ...]]:
    """How a word may stand in a file, by name of the form; any one of its byte strings gives it away."""
    encoded = {"UTF-8": word.encode(), "UTF-16": word.encode("utf-16-le")}
    return {
        **{form: (raw,) for form, raw in encoded.items()},
        **{f"{form} in base64": tuple(_in_base64(raw)) for form, raw in encoded.items()},
        "JSON": (json.dumps(word)[1:-1].encode(),),
        "URL": (quote(word).encode(),),
        "hexadecimal": (word.encode().hex().encode(),),
    }


def _readable(words: Iterable[str], content: bytes) -> Iterator[tuple[str, str]]:
    folded = content.lower()
    for word in words:
        for form, needles in forms(word).items():
            exact = "base64" in form
            if any(n in content if exact else n.lower() in folded for n in needles):
                yield word, form


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """The letters that are the same whatever stands around, for each of the three alignments."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + raw)
        yield whole[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]


def _written_by(process: int) -> Iterator[Path]:
    """What this process or a child of it has open for writing, other than memory."""
    try:
        family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        for descriptor in _listed(Path("/proc", str(member.pid), "fd")):
            information = descriptor.parents[1] / "fdinfo" / descriptor.name
            try:
                flags = int(information.read_text().split("flags:")[1].split()[0], 8)
                in_memory = str(descriptor.readlink()).startswith("/memfd:")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if flags & os.O_ACCMODE and not in_memory:
                yield descriptor


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def _name(path: Path) -> str:
    """Where it really lies; the path itself where a descriptor was closed since it was read."""
    try:
        return os.path.realpath(path)
    except (FileNotFoundError, ProcessLookupError):
        return str(path)


def _content(path: Path) -> bytes | None:
    """What a regular file says; None for anything else, and for what has gone since it was listed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (FileNotFoundError, ProcessLookupError):
        return None
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            return None
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return b"".join(iter(lambda: os.read(descriptor, _PIECE), b""))
    finally:
        os.close(descriptor)
