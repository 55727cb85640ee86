"""Failed log-ins, written down while the store is locked, so that they come into the audit trail later.

Nobody who is not logged in has the store's keys, so each record is authenticated with a key that is
replaced by its own hash as soon as it was used (forward security, after Schneier and Kelsey). The store
knows where that row of keys began. Whoever reads the file later can neither change nor drop what was
written before; whoever has a copy from before can put that copy back, which nothing in the file shows.
"""

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scribe_desktop.durable import replace_whole

_log = logging.getLogger(__name__)

FORMAT = 1
MOST_SINGLE = 200
"""Attempts kept one by one; of later ones only how many there were, by person, and when."""
_MOST_STEPS = 2_000_000


@dataclass(frozen=True)
class Attempt:
    """Somebody did not get in; `count` times until `last_at`, when it is more than once."""

    at: datetime
    person_id: str
    what: str
    """What was wrong, in the program's words."""
    count: int = 1
    last_at: datetime | None = None


@dataclass(frozen=True)
class Base:
    """Where the row of keys stood when the store last looked."""

    id: str
    index: int
    key: bytes

    @classmethod
    def fresh(cls) -> "Base":
        return cls(secrets.token_hex(8), 0, secrets.token_bytes(32))

    @classmethod
    def parsed(cls, text: str) -> "Base | None":
        """What `text` wrote; None for empty text."""
        if not text:
            return None
        name, index, key = text.split()
        return cls(name, int(index), bytes.fromhex(key))

    @property
    def text(self) -> str:
        return f"{self.id} {self.index} {self.key.hex()}"


@dataclass(frozen=True)
class Found:
    attempts: tuple[Attempt, ...]
    trouble: str
    """Why the file cannot be relied on; empty when it can."""
    base: Base
    """For the store to keep, in the same commit as the attempts."""
    authentic: bool = True
    """False: anybody could have written these."""


@dataclass
class _File:
    id: str
    start: int
    """Index of the first record in it."""
    index: int
    """Index of the next one."""
    key: bytes
    records: list[list[Any]] = field(default_factory=list)
    """[microseconds since 1970, person id, what, authentication code]"""
    more: dict[str, list[int]] = field(default_factory=dict)
    """Per person: how many more, the first, the last."""

    @classmethod
    def at(cls, base: Base) -> "_File":
        return cls(base.id, base.index, base.index, base.key)

    @classmethod
    def read(cls, path: Path) -> "_File | None":
        """None when there is none. Raises `ValueError` when it is damaged, `OSError` when unreadable."""
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        try:
            if table.pop("format") != FORMAT:
                raise ValueError("another format")
            file = cls(**{**table, "key": bytes.fromhex(table["key"])})
            for at, person, what, code in file.records:
                bytes.fromhex(code), _moment(at), str(person), str(what)
            for count, first, last in file.more.values():
                _moment(first), _moment(last), int(count)
            if not 0 <= file.start <= file.index:
                raise ValueError("indices out of order")
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError("not of this format") from error
        return file

    def write(self, path: Path) -> None:
        table = {"format": FORMAT, **vars(self), "key": self.key.hex()}
        replace_whole(path, json.dumps(table).encode("utf-8"))

    def add(self, attempt: Attempt) -> None:
        at = round(attempt.at.timestamp() * 1_000_000)
        if len(self.records) < MOST_SINGLE:
            code = _code(self.key, self.index, at, attempt.person_id, attempt.what)
            self.records.append([at, attempt.person_id, attempt.what, code])
        else:
            count, first, _ = self.more.get(attempt.person_id, [0, at, at])
            self.more[attempt.person_id] = [count + 1, first, at]
        self.index, self.key = self.index + 1, _next(self.key)

    def attempts(self, since: int) -> tuple[Attempt, ...]:
        """Those with this index and later ones."""
        single = [Attempt(_moment(at), person, what) for at, person, what, _ in self.records]
        singles_end = self.start + len(single)
        several = [
            Attempt(_moment(first), person, "", count, _moment(last))
            for person, (count, first, last) in self.more.items()
        ]
        if several and since > singles_end:
            # some of them were told before; which, is not known any more
            last = max(attempt.last_at or attempt.at for attempt in several)
            several = [Attempt(last, "", "", self.index - since, last)] if self.index > since else []
        return (*single[max(since - self.start, 0) :], *several)

    def trouble(self, base: Base) -> str:
        """Why this is not what followed on `base`; empty when it is."""
        if self.id != base.id or self.index < base.index or self.start > base.index:
            return "The record of failed log-ins was replaced."
        if self.index - base.index > _MOST_STEPS:
            return "The record of failed log-ins is not plausible."
        if self.index - self.start != len(self.records) + sum(count for count, *_ in self.more.values()):
            return "Failed log-ins were removed from their record."
        key, singles_end = base.key, self.start + len(self.records)
        for index in range(base.index, self.index):
            if index < singles_end:
                at, person, what, code = self.records[index - self.start]
                if not hmac.compare_digest(code, _code(key, index, at, person, what)):
                    return "A failed log-in was altered in its record."
            key = _next(key)
        return "" if hmac.compare_digest(key, self.key) else "Failed log-ins were removed from their record."


STORED_BASE = "audit.failed-logins"
"""Setting of the store under which it keeps its `Base`."""


class FailedLogins:
    """One profile's record of failed log-ins; any process may add to it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "failed-logins.json"

    def note(self, attempt: Attempt) -> None:
        """Write one down. When that is impossible the log says so: the refusal itself matters more."""
        try:
            with self.held():
                try:
                    file = _File.read(self._path)
                except ValueError:
                    self._path.replace(self._path.with_suffix(".damaged"))
                    file = None
                file = file or _File.at(Base.fresh())
                file.add(attempt)
                file.write(self._path)
        except OSError as error:
            _log.warning("a failed log-in cannot be recorded: %s", error.strerror)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else adds to it meanwhile. Raises `OSError`."""
        # not before it is needed, so that the log-in window comes up without it
        from filelock import FileLock

        with FileLock(self._path.with_suffix(".lock"), mode=0o600, timeout=10):
            yield

    def collect(self, base: Base | None) -> Found:
        """Everything since the store last looked; call `clear` when it is committed, both while `held`.

        Args:
            base: what the store kept from last time; None when it never looked.
        """
        try:
            file = _File.read(self._path)
        except (ValueError, OSError):
            return Found((), "The record of failed log-ins is damaged.", Base.fresh(), authentic=False)
        if base is None:
            return Found(file.attempts(file.start) if file else (), "", Base.fresh(), authentic=False)
        if file is None:
            return Found((), "The record of failed log-ins was deleted.", Base.fresh(), authentic=False)
        if trouble := file.trouble(base):
            return Found(file.attempts(file.start), trouble, Base.fresh(), authentic=False)
        return Found(file.attempts(base.index), "", Base(file.id, file.index, file.key))

    def clear(self, base: Base) -> None:
        """Begin anew from here. Raises `OSError`; nothing is lost or told twice then."""
        _File.at(base).write(self._path)


def _code(key: bytes, index: int, at: int, person_id: str, what: str) -> str:
    covered = json.dumps([index, at, person_id, what]).encode("ascii")
    return hmac.digest(key, b"record" + covered, "sha256").hex()


def _next(key: bytes) -> bytes:
    return hashlib.sha256(b"scribe-desktop next key\0" + key).digest()


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
