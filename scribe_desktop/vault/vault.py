"""The vault of one workstation: makes the data key, and gives it to whoever proves to be allowed."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scribe_desktop.errors import BadInput, DeviceKeyMissing, VaultError, WeakPassphrase, WrongPassphrase
from scribe_desktop.notes.people import Person, Workstation
from scribe_desktop.vault import key_file
from scribe_desktop.vault.attempts import Attempts, pause_after
from scribe_desktop.vault.instant import Instant, now
from scribe_desktop.vault.key_file import KeyFile, Login
from scribe_desktop.vault.memory import SecretBytes
from scribe_desktop.vault.passphrase import normalised, why_refused
from scribe_desktop.vault.port import KeyHolder
from scribe_desktop.vault.recovery_code import new_code, read_code
from scribe_desktop.vault.succession import follow, link, needed
from scribe_desktop.vault.wrap import DEFAULT_COST, KEY_LENGTH, Cost, Wrap, fingerprint, seal, unseal

__all__ = ["KeyHolder", "Login", "Vault"]

_USE_CODE = "Open it with the recovery code, then set your passphrase again."


@dataclass(frozen=True, repr=False)
class Successor:
    """A data key that is to replace another."""

    old_key: bytes
    new_key: bytes
    code: str
    """The recovery code from then on, to be shown once."""
    keys: KeyFile


class Vault:
    """Everybody's way to the one data key that encrypts this workstation's store.

    Reading anything raises `DamagedKeyFile` or `NewerStore` when keys.json is not usable, writing
    `StoreNotWritable`. Unlocking takes about 0.2 s by design: keep it off the GUI thread. One process at
    a time may change a vault; the store's own lock sees to that.
    """

    def __init__(
        self,
        folder: Path,
        keyring: KeyHolder | None,
        cost: Callable[[], Cost] = lambda: DEFAULT_COST,
        *,
        instant: Callable[[], Instant] = now,
    ) -> None:
        """`cost`: asked once, when the workstation is set up, for what a guess should cost."""
        self._path = folder / "keys.json"
        self._next = folder / "keys.json.next"
        self._keyring = keyring
        self._attempts = Attempts(folder, instant=instant)
        self._cost = cost

    @property
    def exists(self) -> bool:
        """Whether this workstation has been set up, even if its key file is damaged by now."""
        return self._path.exists() or key_file.copy_of(self._path).exists()

    @property
    def workstation(self) -> Workstation:
        return self._read().workstation

    @property
    def bound(self) -> bool:
        """Whether every login takes this device's key besides the passphrase."""
        return all(wrap.device for _, wrap in self._read().people)

    def logins(self) -> tuple[Login, ...]:
        return tuple(login for login, _ in self._read().people)

    def stranded(self) -> tuple[Login, ...]:
        """Those whose device key is not in this machine's keyring: only the recovery code helps them."""
        people = self._read().people
        return tuple(login for login, wrap in people if wrap.device and not self._held(wrap.device))

    def create(self, person: Person, passphrase: str, workstation: Workstation) -> tuple[bytes, str]:
        """Set the workstation up. Returns the data key (32 bytes) and the recovery code, to be shown once.

        Raises:
            VaultError: it is set up already.
            WeakPassphrase: see `why_refused`.
            DeviceKeyMissing: the keyring refused the device key.
        """
        if self.exists:
            raise VaultError("This workstation has been set up already.", remedy="Log in instead.")
        _require_strong(passphrase, person.name, workstation)
        data_key, code = _fresh_key(), new_code()
        recovery = _recovery_wrap(data_key, code, self._cost())
        keys = KeyFile(workstation, fingerprint(data_key), (), recovery)
        self._admit(keys, data_key, Login(person.id, person.name, person.role), passphrase)
        return data_key, code

    def require_strong(self, passphrase: str, name: str) -> None:
        """Raise `WeakPassphrase` unless somebody of this name could take it here."""
        _require_strong(passphrase, name, self.workstation)

    def add(self, data_key: bytes, person: Person, passphrase: str) -> None:
        """Give one more person a login. Raises `WeakPassphrase`, or `BadInput` if they have one."""
        keys = self._opened_by(data_key)
        if any(login.person_id == person.id for login, _ in keys.people):
            raise BadInput(f"{person.name} has a login already.", remedy="Set a new passphrase instead.")
        _require_strong(passphrase, person.name, keys.workstation)
        self._admit(keys, data_key, Login(person.id, person.name, person.role), passphrase)

    def set_passphrase(self, data_key: bytes, person_id: str, passphrase: str) -> None:
        """Replace one person's passphrase and bind it to this machine's keyring; nobody else's changes.

        Raises:
            WeakPassphrase: see `why_refused`.
            DeviceKeyMissing: the keyring did not answer.
        """
        keys = self._opened_by(data_key)
        login, _ = _entry(keys, person_id)
        _require_strong(passphrase, login.name, keys.workstation)
        self._admit(keys, data_key, login, passphrase)
        self._attempts.forget(person_id)

    def unlock(self, person_id: str, passphrase: str) -> bytes:
        """The data key. What was wrong before stays counted until `proved` is called.

        Raises:
            WrongPassphrase: as it says.
            MustWait: there were wrong ones just before; this one was not looked at.
            LockedOut: there were too many wrong ones in a row.
            DeviceKeyMissing: bound to a device key that this machine's keyring does not hold.
        """
        keys = self._read()
        login, wrap = _entry(keys, person_id)
        device_key = self._device_key(wrap.device)
        before = self._attempts.begin(person_id, device_key)
        held = keys.key_of(person_id)
        sealed_key = unseal(wrap, _secret(passphrase), _purpose(held, login), device_key)
        data_key = sealed_key and follow(keys.links, sealed_key, keys.key_id)
        if data_key is None:
            raise WrongPassphrase(
                "This passphrase is not the right one.",
                remedy="Check Caps Lock and the keyboard layout and try again, or use the recovery code.",
                wait=pause_after(before.failures + 1 if before else 1),
            )
        self._attempts.put_back(person_id, device_key, before)
        return data_key

    @contextmanager
    def counted(self, person_id: str) -> Iterator[None]:
        """Count what is tried inside as wrong unless it ends well, as `unlock` does with a passphrase.

        A `VaultError` raised inside gets the time to wait. Raises `MustWait` or `LockedOut` before.
        """
        _, wrap = _entry(self._read(), person_id)
        before = self._attempts.begin(person_id, self._device_key(wrap.device))
        try:
            yield
        except VaultError as error:
            error.wait = pause_after(before.failures + 1 if before else 1)
            raise
        self._attempts.forget(person_id)

    def proved(self, person_id: str) -> None:
        """Somebody has shown all that proves who they are, or may try anew: no failures count any more."""
        self._attempts.forget(person_id)

    def is_outdated(self, person_id: str) -> bool:
        """Whether a wrap is to be made anew: under an older data key, cheaper than by now, or not bound."""
        keys = self._read()
        _, wrap = _entry(keys, person_id)
        unbound = self._keyring is not None and not wrap.device
        return unbound or person_id in keys.behind or wrap.cost.work < keys.recovery.cost.work

    def renew_wrap(self, data_key: bytes, person_id: str, passphrase: str) -> None:
        """After a log-in: wrap the data key anew for the same passphrase. Raises `DeviceKeyMissing`."""
        keys = self._opened_by(data_key)
        login, _ = _entry(keys, person_id)
        self._admit(keys, data_key, login, passphrase)

    def remove(self, data_key: bytes, person_id: str) -> None:
        """Take a person's log-in away: their wrap is gone, their passphrase opens nothing."""
        keys = self._opened_by(data_key)
        _entry(keys, person_id)
        people = tuple((login, wrap) for login, wrap in keys.people if login.person_id != person_id)
        key_file.write(self._path, _tidied(replace(keys, people=people)))

    def confirm(self, person_id: str, passphrase: str) -> None:
        """Have somebody prove again who they are, as before signing. Raises as `unlock` does."""
        self.unlock(person_id, passphrase)
        self.proved(person_id)

    def unlock_with_recovery(self, code: str) -> bytes:
        """The data key, on any machine.

        Raises:
            BadInput: the code is mistyped.
            WrongPassphrase: it is a code, but not this workstation's.
        """
        keys = self._read()
        data_key = recovered(keys.recovery, keys.key_id, code)
        if data_key is None and (staged := self.staged()):
            data_key = recovered(staged.recovery, staged.key_id, code)
        if data_key is None:
            raise WrongPassphrase(
                f"This is not the recovery code of {keys.workstation.name}.",
                remedy="Look for the code printed when this workstation was set up.",
            )
        return data_key

    def renew_recovery(self, data_key: bytes) -> str:
        """A new recovery code, to be shown once; the old one no longer opens anything."""
        keys, code = self._opened_by(data_key), new_code()
        recovery = _recovery_wrap(data_key, code, keys.recovery.cost)
        key_file.write(self._path, replace(keys, recovery=recovery))
        return code

    def succeed(self, data_key: bytes, person_id: str, passphrase: str) -> "Successor":
        """A new data key in place of this one, with its key file, none of it in force yet.

        Everybody but this person keeps the old wrap, which leads to the new key until they log in.
        The caller has confirmed the passphrase.
        """
        keys = self._opened_by(data_key)
        fresh, code = _fresh_key(), new_code()
        behind = {login.person_id: keys.key_of(login.person_id) for login, _ in keys.people}
        del behind[person_id]
        login, _ = _entry(keys, person_id)
        following = replace(
            keys,
            key_id=fingerprint(fresh),
            recovery=_recovery_wrap(fresh, code, keys.recovery.cost),
            behind=behind,
            links=(*keys.links, link(data_key, fresh)),
        )
        people = self._with(following, fresh, login, passphrase)
        return Successor(data_key, fresh, code, _tidied(replace(following, people=people)))

    def stage(self, successor: "Successor") -> None:
        """Put the next key file beside the present one, which stays in force until `promote`."""
        # the link from the old key is what finds the way after a crash, even if nobody is behind
        way = {one.old: one for one in (*successor.keys.links, link(successor.old_key, successor.new_key))}
        key_file.stage(self._next, replace(successor.keys, links=tuple(way.values())))

    def staged(self) -> KeyFile | None:
        """The next key file, of a re-keying that is under way or was cut short."""
        return key_file.read(self._next) if self._next.exists() else None

    def promote(self) -> None:
        """Let the staged key file take the place of the present one; nothing happens when there is none."""
        staged = self.staged()
        if staged is not None:
            key_file.write(self._path, _tidied(staged))
            self._next.unlink()

    def unstage(self) -> None:
        """Forget the staged key file."""
        self._next.unlink(missing_ok=True)

    def key_file(self) -> KeyFile:
        """Everything in keys.json, for a backup."""
        return self._read()

    def remember(self, name: str, value: bytes) -> None:
        """Keep something small beside the device keys, for `remembered`; nothing happens without a keyring.

        Raises `DeviceKeyMissing` when the keyring does not answer.
        """
        if self._keyring is not None:
            self._keyring.put(name, value)

    def remembered(self, name: str) -> bytes | None:
        """What was kept under this name, if anything. Raises `DeviceKeyMissing`."""
        return self._keyring.get(name) if self._keyring is not None else None

    def _read(self) -> KeyFile:
        return key_file.read(self._path)

    def _opened_by(self, data_key: bytes) -> KeyFile:
        keys = self._read()
        if fingerprint(data_key) != keys.key_id:
            raise ValueError("not the data key of this vault")
        return keys

    def _admit(self, keys: KeyFile, data_key: bytes, login: Login, passphrase: str) -> None:
        people = self._with(keys, data_key, login, passphrase)
        behind = {who: key for who, key in keys.behind.items() if who != login.person_id}
        key_file.write(self._path, _tidied(replace(keys, people=people, behind=behind)))

    def _with(
        self, keys: KeyFile, data_key: bytes, login: Login, passphrase: str
    ) -> tuple[tuple[Login, Wrap], ...]:
        """The people of a key file, this one with a fresh wrap of the data key."""
        device_key, purpose = self._device_key_for_sealing(keys), _purpose(keys.key_id, login)
        wrap = seal(data_key, _secret(passphrase), purpose, device_key, keys.recovery.cost)
        people = {entry.person_id: (entry, known) for entry, known in keys.people}
        people[login.person_id] = (login, wrap)
        return tuple(people.values())

    def _device_key_for_sealing(self, keys: KeyFile) -> bytes:
        """The device key in use here, or a new one put into the keyring; empty without a keyring."""
        if self._keyring is None:
            return b""
        for device in _devices(keys):
            if held := self._held(device):
                return held
        fresh = secrets.token_bytes(KEY_LENGTH)
        self._keyring.put(fingerprint(fresh), fresh)
        return self._device_key(fingerprint(fresh))

    def _device_key(self, device: str) -> bytes:
        if not device:
            return b""
        if held := self._held(device):
            return held
        if self._keyring is None:
            raise DeviceKeyMissing(
                "This login is bound to a key in the system keyring of the machine where it was set up, "
                "and no keyring is open here.",
                remedy=f"If this is that machine, unlock its keyring and start again. If not: {_USE_CODE}",
            )
        raise DeviceKeyMissing(
            f"The key that this login is bound to is not in {self._keyring.label}: the keyring was changed, "
            "or these files come from another machine.",
            remedy=_USE_CODE,
        )

    def _held(self, device: str) -> bytes | None:
        key = self._keyring.get(device) if self._keyring else None
        return key if key and fingerprint(key) == device else None


def _devices(keys: KeyFile) -> Iterator[str]:
    return iter(dict.fromkeys(wrap.device for _, wrap in keys.people if wrap.device))


def _entry(keys: KeyFile, person_id: str) -> tuple[Login, Wrap]:
    for login, wrap in keys.people:
        if login.person_id == person_id:
            return login, wrap
    raise BadInput("This person has no login here.", remedy="Choose a name from the list.")


def _tidied(keys: KeyFile) -> KeyFile:
    """Without links that nobody needs any more, so that an old data key leads nowhere."""
    return replace(keys, links=needed(keys.links, keys.behind.values()))


def _purpose(key_id: str, login: Login) -> tuple[str, ...]:
    """What a person's seal is tied to: moved to another person, role or vault, it does not open."""
    return "passphrase", key_id, login.person_id, login.role.value


def recovered(wrap: Wrap, key_id: str, code: str) -> bytes | None:
    """The data key of this fingerprint, or None when it is another code. Raises `BadInput` for a slip."""
    return unseal(wrap, read_code(code).encode("ascii"), ("recovery", key_id))


def _recovery_wrap(data_key: bytes, code: str, cost: Cost) -> Wrap:
    purpose = ("recovery", fingerprint(data_key))
    return seal(data_key, read_code(code).encode("ascii"), purpose, cost=cost)


def _fresh_key() -> bytes:
    return SecretBytes.taken(secrets.token_bytes(KEY_LENGTH))


def _secret(passphrase: str) -> bytes:
    # a lone surrogate can be typed but not encoded: it is simply a wrong passphrase
    return SecretBytes.taken(normalised(passphrase).encode("utf-8", "surrogatepass"))


def _require_strong(passphrase: str, name: str, workstation: Workstation) -> None:
    if reason := why_refused(passphrase, context=(name, workstation.name)):
        raise WeakPassphrase(reason, remedy="Several unrelated words with spaces are easy to remember.")
