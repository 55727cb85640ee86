"""How often in a row somebody's passphrase was typed wrong, and how long the next try has to wait.

It stops guessing at the keyboard. Whoever can copy or delete the program's files is stopped by the seals
in keys.json, not by this count.
"""

import errno
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, cast

from scribe_desktop.durable import staged, sync_folder
from scribe_desktop.errors import LockedOut, MustWait
from scribe_desktop.vault.instant import Instant, elapsed, now

_log = logging.getLogger(__name__)

FREE = 2
"""Wrong tries in a row without a pause: slips of the finger."""
LONGEST_PAUSE = 900.0
"""Seconds."""
MOST = 100
"""Wrong tries in a row until only a reset helps (NIST SP 800-63B-4, section 3.2.2)."""

_FORMAT = 1


def pause_after(failures: int) -> float:
    """Seconds to wait after this many wrong tries in a row: 2, 4, 8, … up to a quarter of an hour."""
    return 0.0 if failures <= FREE else min(2.0 ** min(failures - FREE, 10), LONGEST_PAUSE)


_FIRST_LONGEST = next(count for count in range(MOST) if pause_after(count) == LONGEST_PAUSE)


@dataclass(frozen=True)
class Tally:
    """Wrong tries in a row, and when the last one was."""

    failures: int
    at: Instant


class Attempts:
    """Kept beside keys.json for each person, so that starting the program again shortens nothing.

    Where the disk takes nothing, it is counted in memory: whoever treats a patient has to get in, and the
    next start of the program would be the first to forget.
    """

    def __init__(self, folder: Path, *, instant: Callable[[], Instant] = now) -> None:
        self._path = folder / "attempts.json"
        self._instant = instant
        self._unwritten: dict[str, Tally | None] = {}
        self._here = Lock()

    def begin(self, person_id: str, key: bytes) -> Tally | None:
        """Count a try as wrong before it is made, so that killing the program in between gains nothing.

        Args:
            key: authenticates the count (empty without a keyring, when it only tells damage); an entry that
                does not fit it counts as a long row of failures.

        Returns:
            The tally before this try, for `put_back`.

        Raises:
            MustWait: too soon after the last wrong one; this try must not be made.
            LockedOut: there were too many.
        """
        with self._turn():
            before, at = self._tally(person_id, key), self._instant()
            if before is not None:
                self._refuse(person_id, key, before, at)
            self._write(person_id, key, Tally((before.failures if before else 0) + 1, at))
            return before

    def put_back(self, person_id: str, key: bytes, before: Tally | None) -> None:
        """The try that `begin` counted was not wrong, but not all of the log-in either."""
        with self._turn():
            self._write(person_id, key, before)

    def forget(self, person_id: str) -> None:
        """Begin to count anew: somebody proved who they are, or their passphrase is another one now."""
        with self._turn():
            self._write(person_id, b"", None)

    def _refuse(self, person_id: str, key: bytes, tally: Tally, at: Instant) -> None:
        if tally.failures >= MOST:
            raise LockedOut(
                f"The passphrase was wrong {MOST} times in a row, so this log-in is closed.",
                remedy="Use the recovery code, or ask an administrator to open it again under People.",
            )
        gone = elapsed(tally.at, at)
        if gone < 0:  # the clock was set back: wait again from now, not until it catches up
            self._write(person_id, key, Tally(tally.failures, at))
        left = pause_after(tally.failures) - max(gone, 0.0)
        if left > 0:
            raise MustWait("There were wrong passphrases just before.", wait=left)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let no other thread or copy of the program count meanwhile, where that can be said."""
        # one of the slower imports, and on the way to the first window otherwise
        from filelock import FileLock

        with ExitStack() as held:
            held.enter_context(self._here)
            try:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                held.enter_context(FileLock(self._path.with_name("attempts.lock"), mode=0o600))
            except OSError as error:
                _log.warning("counting wrong passphrases without a lock: %s", error.strerror)
            yield

    def _tally(self, person_id: str, key: bytes) -> Tally | None:
        if person_id in self._unwritten:
            return self._unwritten[person_id]
        known = self._entries()
        if known is not None and person_id not in known:
            return None
        written = _parsed(known[person_id]) if known is not None else None
        if written is None or not hmac.compare_digest(written[1], _mac(key, person_id, written[0])):
            return Tally(_FIRST_LONGEST, self._instant())
        return written[0]

    def _entries(self) -> dict[str, Any] | None:
        """What is written of each person; None when the file cannot be read as what it should be."""
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8"))["people"])
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _write(self, person_id: str, key: bytes, tally: Tally | None) -> None:
        known = self._entries()
        people = {other: entry for other, entry in (known or {}).items() if other != person_id}
        if tally is not None:
            people[person_id] = {**asdict(tally), "mac": _mac(key, person_id, tally)}
        if people == known and person_id not in self._unwritten:
            return
        data = json.dumps({"format": _FORMAT, "people": people}, indent=2).encode()
        try:
            self._put(data)
            self._unwritten.pop(person_id, None)
        except OSError as error:
            _log.warning("wrong passphrases are counted in memory only: %s", error.strerror)
            self._unwritten[person_id] = tally

    def _put(self, data: bytes) -> None:
        """Raises `OSError`; the file is as it was then.

        What is no longer than before fits into its old place, also on a disk without room: what somebody
        typed right must not count as wrong there.
        """
        try:
            staged(self._path, data).replace(self._path)
        except OSError as error:
            self._path.with_name(f"{self._path.name}.new").unlink(missing_ok=True)
            if error.errno not in (errno.ENOSPC, errno.EDQUOT) or len(data) > self._path.stat().st_size:
                raise
            with self._path.open("r+b") as file:
                file.write(data)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        sync_folder(self._path.parent)


def _parsed(entry: object) -> tuple[Tally, str] | None:
    """A tally and its code; None when the entry is no such thing."""
    try:
        table = dict(cast("dict[str, Any]", entry))
        at = Instant(float(table["at"]["wall"]), str(table["at"]["boot"]), float(table["at"]["up"]))
        return Tally(int(table["failures"]), at), str(table["mac"])
    except (KeyError, TypeError, ValueError):
        return None


def _mac(key: bytes, person_id: str, tally: Tally) -> str:
    said = json.dumps(["scribe-desktop attempts", person_id, asdict(tally)]).encode("ascii")
    return hmac.new(hashlib.sha256(b"scribe-desktop attempts\0" + key).digest(), said, "sha256").hexdigest()
