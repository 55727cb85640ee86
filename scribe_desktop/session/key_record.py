"""What the store remembers of the key file: what it holds and what is void, so that no older one counts."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scribe_desktop.errors import NotInForce, StoreNotWritable
from scribe_desktop.notes.audit import AuditKind, Outcome
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.vault.wrap import digest

if TYPE_CHECKING:
    from scribe_desktop.session.desk import Desk
    from scribe_desktop.session.log_ins_after import LogInsAfter
    from scribe_desktop.store.store import Store
    from scribe_desktop.vault.key_file import KeyFile
    from scribe_desktop.vault.vault import Vault

_log = logging.getLogger(__name__)

RECOVERY = "recovery"
"""Whose wrap the recovery code opens; all others are by the id of a person."""

SECTION = "keys"
"""Of the settings: everything below."""
_KNOWN = "keys.known"
"""The digest of every wrap in the key file that was written last, by whose it is, and its data key."""
_DATA_KEY = "data key"
_CHANGING = "keys.changing"
"""Whose wrap is being replaced, and its digest: void as soon as the key file has another."""
_VOID = "keys.void"
_REMOVED = "keys.removed"
_UNTOLD = "keys.untold"
"""Who is to be told that the key file was another."""
_WRITTEN_DOWN = "keys.written-down"
"""The digest of the recovery wrap whose code somebody has proved to have on paper."""
_BOUND = "keys.bound"
"""Whether log-ins here were ever bound to a device key."""

_OLDER = "the key file (keys.json) here is an older one that was put back."
_NEWER = "Put the newer one back (keys.json.bak beside it may be it), or "
_VOID_WORDS = {
    False: ("passphrase", "use the recovery code"),
    True: ("recovery code", "let somebody log in whose passphrase is the same as ever"),
}
_ANOTHER = (
    "The key file (keys.json) was not the one written last: somebody put another in its place. The audit "
    "trail has when. Unless you know why, look at who can log in, and have a new data key made: Settings, "
    "Passphrase and keys."
)
_NOT_WRITTEN_DOWN = (
    "The recovery code was made, and nobody confirmed that it is written down; an earlier one opens nothing. "
    "Make a new one: Settings, Recovery code."
)
_UNBOUND = (
    "Your log-in is not bound to this computer’s keyring: the passphrase alone opens the notes. "
    "Unlock the keyring, start the program again and log in: that binds it."
)
_OTHERS_UNBOUND = (
    "Log-ins that are not bound to this computer’s keyring: {}. Each is bound when that person logs in; "
    "remove those that nobody uses."
)


class KeyRecord:
    """A wrap is void only once another took its place: no crash, no full disk locks anybody out.

    Nor does a key file that is merely another one; that is told.
    """

    def __init__(self, store: "Store", vault: "Vault") -> None:
        self._store, self._vault = store, vault

    def require_in_force(self, whose: str) -> None:
        """Raise `NotInForce` if what opens by this person's passphrase, or `RECOVERY`, is void."""
        if whose in self._words(_REMOVED):
            raise NotInForce(
                f"This log-in was removed; {_OLDER}", remedy="Ask who gives log-ins here for a new one."
            )
        if _digests(self._vault.key_file()).get(whose) in self._words(_VOID):
            what, otherwise = _VOID_WORDS[whose == RECOVERY]
            raise NotInForce(f"This {what} was replaced by another; {_OLDER}", remedy=f"{_NEWER}{otherwise}.")

    @contextmanager
    def changing(self, whose: str) -> Iterator[None]:
        """What gives, replaces or takes away this wrap in the key file is done inside.

        Killed at any moment, the old wrap is in force, or void from the next log-in on. Raises
        `StoreNotWritable`; nothing was done then.
        """
        with self._store.together():
            self._settle()
            before = _digests(self._vault.key_file()).get(whose, "")
            self._store.settings.put(_CHANGING, f"{whose} {before}")
        try:
            yield
        finally:
            try:
                self._settle()
            except StoreNotWritable:
                _log.warning("what a change of keys made void is written down at the next log-in")

    def code_is_written_down(self) -> None:
        """Somebody has the recovery code in force on paper. Raises `StoreNotWritable`."""
        self._store.settings.put(_WRITTEN_DOWN, digest(self._vault.key_file().recovery))

    def enter(self, desk: "Desk", *, is_new: bool) -> None:
        """Compare the key file with what is known of it, when somebody has come in; another one is on record.

        A disk that takes no more keeps nobody out: it is done at the next log-in then.

        Args:
            is_new: nobody worked in this store before, and nobody has its recovery code yet.
        """
        keys = self._vault.key_file()
        try:
            with self._store.together():
                self._settle()
                self._compare(desk, keys, is_new=is_new)
                if not self._get(_BOUND) and any(wrap.device for _, wrap in keys.people):
                    self._store.settings.put(_BOUND, "yes")
        except StoreNotWritable:
            _log.warning("the key file is compared at the next log-in")

    def _compare(self, desk: "Desk", keys: "KeyFile", *, is_new: bool) -> None:
        known, here = self._known(), _known_of(keys)
        if known.get(_DATA_KEY) != keys.key_id:
            # the first time; or a new data key, under which no older file opens anything, and whose
            # recovery code was written down before it came into force
            self._store.settings.put(_WRITTEN_DOWN, "" if is_new else digest(keys.recovery))
            if not known:
                self._put(_REMOVED, {person.id for person in self._store.people.all()} - set(here))
        elif known != here:
            differ = sorted(whose for whose in known | here if known.get(whose) != here.get(whose))
            desk.audit(AuditKind.KEY_FILE_REPLACED, outcome=Outcome.FAILED, detail=f"of {' '.join(differ)}")
            managers = (one for one in self._store.people.all() if may(one, Action.MANAGE_PEOPLE))
            self._put(_UNTOLD, (one.id for one in managers))
        if known != here:
            self._store.settings.put(_KNOWN, json.dumps(here))

    def tell(self, desk: "Desk") -> tuple[str, ...]:
        """What to say to whoever has just logged in."""
        keys, person, said = self._vault.key_file(), desk.person, list[str]()
        untold = self._words(_UNTOLD)
        if person.id in untold:
            said.append(_ANOTHER)
            try:
                self._put(_UNTOLD, untold - {person.id})
            except StoreNotWritable:
                _log.warning("that the key file was another is told again at the next log-in")
        if may(person, Action.APPOINT) and self._get(_WRITTEN_DOWN) != digest(keys.recovery):
            said.append(_NOT_WRITTEN_DOWN)
        unbound = [login for login, wrap in keys.people if self._get(_BOUND) and not wrap.device]
        if any(login.person_id == person.id for login in unbound):
            said.append(_UNBOUND)
        elif unbound and may(person, Action.MANAGE_PEOPLE):
            said.append(_OTHERS_UNBOUND.format(", ".join(login.name for login in unbound)))
        return tuple(said)

    def _settle(self) -> None:
        """Have a change that was begun hold as far as the key file has it."""
        whose, _, before = self._get(_CHANGING).partition(" ")
        if not whose:
            return
        known, now = self._known(), _digests(self._vault.key_file()).get(whose, "")
        former = {before, known.pop(whose, "")} - {now, ""}
        removed = self._words(_REMOVED) - {whose}
        with self._store.together():
            self._put(_VOID, self._words(_VOID) | former)
            self._put(_REMOVED, removed | {whose} if former and not now else removed)
            self._store.settings.put(_KNOWN, json.dumps(known | ({whose: now} if now else {})))
            self._store.settings.put(_CHANGING, "")

    def _known(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self._get(_KNOWN) or "{}")
        return kept

    def _get(self, name: str) -> str:
        return self._store.settings.get(name)

    def _words(self, name: str) -> set[str]:
        return set(self._get(name).split())

    def _put(self, name: str, words: Iterable[str]) -> None:
        self._store.settings.put(name, " ".join(sorted(words)))


def carry_over(store: "Store", log_ins: "LogInsAfter", kept: Mapping[str, str]) -> None:
    """Tell a restored store of the keys that it goes on with.

    Args:
        kept: what the store that is replaced has under `SECTION`; empty where that is not known.
    """
    for name, value in kept.items():
        store.settings.put(f"{SECTION}.{name}", value)
    here = _known_of(log_ins.keys)
    if not (log_ins.as_they_are and kept):
        store.settings.put(_KNOWN, json.dumps(here))
        store.settings.put(_CHANGING, "")
        store.settings.put(_WRITTEN_DOWN, digest(log_ins.keys.recovery))
    void, removed = (set(store.settings.get(name).split()) for name in (_VOID, _REMOVED))
    if not log_ins.as_they_are:
        void, removed = void - set(here.values()), removed - set(here)
    removed |= {login.person_id for login in log_ins.left_out} - set(here)
    for name, words in ((_VOID, void), (_REMOVED, removed)):
        store.settings.put(name, " ".join(sorted(words)))


def _digests(keys: "KeyFile") -> dict[str, str]:
    return {RECOVERY: digest(keys.recovery)} | {login.person_id: digest(wrap) for login, wrap in keys.people}


def _known_of(keys: "KeyFile") -> dict[str, str]:
    return _digests(keys) | {_DATA_KEY: keys.key_id}
