"""The anchor: what the last entry of the audit trail was, kept where the database is not."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from scribe_desktop.durable import replace_whole
from scribe_desktop.errors import BadInput
from scribe_desktop.store.audit_chain import MAC_BYTES, Chain, Head, head_of, mac_at

_log = logging.getLogger(__name__)

FILE = "audit-anchor.json"
FORMAT = 1
MOST_BEHIND = 256
"""Entries by which the anchor may lag: those of one commit, if the program dies before it is written."""


@dataclass(frozen=True)
class Anchor:
    chain: str
    """Name of the chain that it holds."""
    seq: int
    mac: str
    """The MAC of entry `seq`, in hexadecimal digits."""
    at: str
    """When that was, as ISO 8601."""
    seal: str
    """Made with the chain's own key: without it nobody makes an anchor."""

    @classmethod
    def sealed(cls, chain: Chain, head: Head, at: datetime) -> "Anchor":
        bare = cls(chain.id, head.seq, head.mac.hex(), at.isoformat(timespec="seconds"), "")
        return cls(bare.chain, bare.seq, bare.mac, bare.at, chain.seal(bare._covered()).hex())

    @classmethod
    def parsed(cls, text: str) -> "Anchor":
        """What `text` wrote. Raises `BadInput`."""
        try:
            table = json.loads(text)
            anchor = cls(*(table[name] for name in ("chain", "seq", "mac", "at", "seal")))
            of_format = table["format"] == FORMAT and type(anchor.seq) is int
            lengths = {len(bytes.fromhex(anchor.mac)), len(bytes.fromhex(anchor.seal))}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadInput(
                "This is no anchor of an audit trail, or it is damaged.",
                remedy="Take the file that “Save anchor…” or `audit anchor` wrote.",
            ) from error
        if not of_format or lengths != {MAC_BYTES}:
            raise BadInput("This anchor is of another format.", remedy="Take an anchor of this store.")
        return anchor

    @property
    def text(self) -> str:
        """For a file, or on paper."""
        return json.dumps({"format": FORMAT, **vars(self)}, indent=2) + "\n"

    def genuine(self, chain: Chain) -> bool:
        """Whether this chain's store made it."""
        return self.chain == chain.id and self.seal == chain.seal(self._covered()).hex()

    def _covered(self) -> bytes:
        return json.dumps([FORMAT, self.chain, self.seq, self.mac, self.at]).encode("ascii")


def objection(anchor: Anchor, chain: Chain, head: Head, mac_there: bytes | None) -> str:
    """Why a trail with this head, and this MAC where the anchor points, is not the anchor's; or nothing."""
    if not anchor.genuine(chain):
        return "The anchor was altered, or belongs to another store."
    if anchor.seq > head.seq:
        return (
            f"The trail ends with entry {head.seq}, but its anchor of {anchor.at} knows entry {anchor.seq}: "
            "entries were cut off, or an older copy was put in place."
        )
    if mac_there is None or mac_there.hex() != anchor.mac:
        return f"Entry {anchor.seq} is not the one that the anchor of {anchor.at} knows."
    return ""


class AnchorFile:
    """The anchor that lies beside the database and follows every commit."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._known: bytes | None = None

    def write(self, anchor: Anchor) -> None:
        """Never raises: what it tells of is committed. An anchor that lags too far is found when judged."""
        written = anchor.text.encode("ascii")
        try:
            replace_whole(self.path, written)
        except OSError as error:
            _log.warning("the audit trail's anchor cannot be written: %s", error.strerror)
        else:
            self._known = written

    def read(self) -> Anchor | None:
        """None when the file is not there. Raises `BadInput` if it is no anchor, `OSError` if unreadable."""
        try:
            return Anchor.parsed(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            return Anchor.parsed("")

    def judge(self, chain: Chain, connection: Connection) -> str:
        """What is wrong between this anchor and the trail as it is; empty when they fit."""
        head = head_of(connection)
        try:
            anchor = self.read()
        except (BadInput, OSError) as error:
            return f"The anchor cannot be read: {error}"
        if anchor is None:
            return "The anchor is missing." if head.seq else ""
        behind = head.seq - anchor.seq
        said = objection(anchor, chain, head, mac_at(connection, anchor.seq))
        if not said and behind > MOST_BEHIND:
            said = f"The anchor is {behind:,} entries behind, more than a crash explains."
        return said

    def judge_change(self, chain: Chain, connection: Connection) -> str:
        """As `judge`, unless the file is the one that was written, or put aside, last."""
        if self._known is not None and self._lies_there() == self._known:
            return ""
        return self.judge(chain, connection)

    def put_aside(self, seq: int) -> None:
        """Keep a copy of an anchor that does not fit, named after the entry that says so."""
        self._known = self._lies_there()
        try:
            if self._known:
                replace_whole(self.path.with_name(f"audit-anchor.broken-{seq}.json"), self._known)
        except OSError as error:
            _log.warning("the anchor that does not fit cannot be put aside: %s", error.strerror)

    def _lies_there(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError:
            return b""  # `judge` says what is wrong with it
