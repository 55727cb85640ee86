"""The operating system's keyring as holder of device keys: trusted ones only, and no waiting for ever."""

import base64
import configparser
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import keyring.core
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from scribe_desktop.errors import DeviceKeyMissing, PlaintextKeyring

SERVICE = "scribe-desktop"
TIMEOUT = 5.0
"""Seconds before a keyring that does not answer is given up."""

# Named one by one, because a plug-in such as keyrings.alt would put itself forward with a plain file.
_TRUSTED = {
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.SecretService.Keyring": "the desktop's keyring (Secret Service)",
    "keyring.backends.libsecret.Keyring": "the desktop's keyring (libsecret)",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
}
_ANY = "keyring.backends.chainer.ChainerBackend"
_NONE = "keyring.backends.null.Keyring"
_OFF = (_NONE, "keyring.backends.fail.Keyring")
"""Chosen by whoever wants no keyring: they keep nothing, so nothing is in the open."""
_UNUSABLE = (
    ImportError, AttributeError, RuntimeError, ValueError, OSError, configparser.Error, KeyringError
)  # fmt: skip

T = TypeVar("T")


class OsKeyring:
    """A `KeyHolder` over one keyring backend; each call returns or raises within the time-out."""

    def __init__(self, backend: KeyringBackend, label: str, *, timeout: float = TIMEOUT) -> None:
        self._backend = backend
        self._label = label
        self._timeout = timeout

    @property
    def label(self) -> str:
        return self._label

    def get(self, name: str) -> bytes | None:
        value = self._ask(lambda: self._backend.get_password(SERVICE, name))
        try:
            return None if value is None else base64.b64decode(value, validate=True)
        except ValueError:
            return None

    def put(self, name: str, value: bytes) -> None:
        text = base64.b64encode(value).decode("ascii")
        self._ask(lambda: self._backend.set_password(SERVICE, name, text))

    def delete(self, name: str) -> None:
        if self.get(name) is not None:
            self._ask(lambda: self._backend.delete_password(SERVICE, name))

    def _ask(self, call: Callable[[], T]) -> T:
        try:
            return _within(self._timeout, call)
        except TimeoutError as error:
            raise DeviceKeyMissing(
                f"No answer from {self._label} within {self._timeout:g} seconds.",
                remedy="It may be waiting for its own password: unlock it and try again, "
                "or use the recovery code.",
            ) from error
        except Exception as error:
            raise DeviceKeyMissing(
                f"Access to {self._label} failed: {str(error).rstrip('.!') or type(error).__name__}.",
                remedy="Unlock it and try again, or use the recovery code.",
            ) from error


def find_keyring(*, timeout: float = TIMEOUT) -> tuple[OsKeyring | None, str]:
    """The keyring to bind to, or None, and a sentence that says which, or why there is none.

    The user's own choice (`PYTHON_KEYRING_BACKEND` or keyringrc.cfg) counts.

    Raises:
        PlaintextKeyring: it is one that is not known to protect keys. Passing it by in silence would leave
            keys unbound on a machine whose owner thinks that they are bound.
    """
    try:
        chosen = _within(timeout, lambda: keyring.core.load_env() or keyring.core.load_config())
        name = _name(chosen) if chosen else _ANY
        if name in _OFF:
            return None, f"The keyring is switched off on this machine ({name})."
        if name not in (_ANY, *_TRUSTED):
            raise _refused(name)
        backend = _within(timeout, _best) if chosen is None or name == _ANY else chosen
    except TimeoutError:
        return None, f"The system keyring gave no answer within {timeout:g} seconds."
    except _UNUSABLE as error:
        return None, f"The keyring chosen on this machine cannot be loaded: {error}."
    if backend is None:
        return None, "No system keyring was found on this machine."
    return _answering(OsKeyring(backend, _TRUSTED[_name(backend)], timeout=timeout))


def _refused(name: str) -> PlaintextKeyring:
    return PlaintextKeyring(
        f"The keyring chosen on this machine ({name}) is not known to protect keys; it is refused.",
        remedy="Take PYTHON_KEYRING_BACKEND out of the environment, or default-keyring out of keyringrc.cfg, "
        "so that the system's keyring is used; on Linux that is GNOME Keyring or KWallet. To go without one, "
        f"and have the passphrase alone protect the notes, choose {_NONE} there.",
    )


def _answering(holder: OsKeyring) -> tuple[OsKeyring | None, str]:
    try:
        holder.get("probe")
    except DeviceKeyMissing as error:
        return None, str(error)
    return holder, f"Keys are bound to this device by {holder.label}."


def _best() -> KeyringBackend | None:
    for name in _TRUSTED:
        try:
            return keyring.core.load_keyring(name)
        except _UNUSABLE:
            continue
    return None


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _within(seconds: float, call: Callable[[], T]) -> T:
    """The call's result or exception, or `TimeoutError`; a call that hangs is left behind in its thread."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except Exception as error:  # noqa: BLE001 - not swallowed: it is raised again in the caller's thread
            outcome.set_exception(error)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return outcome.result(seconds)
