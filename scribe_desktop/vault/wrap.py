"""One sealed copy of the data key: AES-256-GCM under a key from Argon2id and, where bound, the device key.

The ciphers are imported where they are used: reading who can log in takes none of them.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass

from scribe_desktop.vault.memory import SecretBytes, wipe

KEY_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12
SEALED_LENGTH = KEY_LENGTH + 16
"""Bytes; the last 16 are GCM's tag."""


@dataclass(frozen=True)
class Cost:
    """What one guess costs with Argon2id."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def work(self) -> int:
        """Memory written for one guess, KiB: what two costs are compared by."""
        return self.memory_kib * self.passes


DEFAULT_COST = Cost(memory_kib=65_536, passes=3, lanes=4)
"""RFC 9106, second recommended option; above OWASP's minimum of 19 MiB and 2 passes."""


@dataclass(frozen=True)
class Wrap:
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes
    device: str
    """Fingerprint of the device key that opening takes as well; empty when it takes none."""


def fingerprint(key: bytes) -> str:
    """A name for a random 256-bit key that tells nothing about it: 32 hexadecimal digits."""
    digest = hashlib.sha256(b"scribe-desktop key fingerprint\0")
    digest.update(key)  # a sum of the two would be a copy of the key
    return digest.hexdigest()[:32]


def digest(wrap: Wrap) -> str:
    """A name for one sealed copy, which tells nothing about it: 32 hexadecimal digits."""
    return hashlib.sha256(b"scribe-desktop wrap\0" + wrap.sealed).hexdigest()[:32]


def seal(
    data_key: bytes,
    secret: bytes,
    purpose: tuple[str, ...],
    device_key: bytes = b"",
    cost: Cost = DEFAULT_COST,
) -> Wrap:
    """Seal the data key for whoever knows the secret (and has the device key), for this purpose alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(SALT_LENGTH), secrets.token_bytes(NONCE_LENGTH)
    device = fingerprint(device_key) if device_key else ""
    context = _context(purpose, device)
    key = _wrapping_key(secret, salt, cost, device_key, context)
    try:
        return Wrap(cost, salt, nonce, AESGCM(key).encrypt(nonce, data_key, context), device)
    finally:
        wipe(key)


def unseal(wrap: Wrap, secret: bytes, purpose: tuple[str, ...], device_key: bytes = b"") -> bytes | None:
    """The data key, or None when secret, purpose or device key are not the ones it was sealed for."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    context = _context(purpose, wrap.device)
    key = _wrapping_key(secret, wrap.salt, wrap.cost, device_key, context)
    try:
        return SecretBytes.taken(AESGCM(key).decrypt(wrap.nonce, wrap.sealed, context))
    except InvalidTag:
        return None
    finally:
        wipe(key)


def _context(purpose: tuple[str, ...], device: str) -> bytes:
    return json.dumps(["scribe-desktop wrap", *purpose, device]).encode("ascii")


def _wrapping_key(secret: bytes, salt: bytes, cost: Cost, device_key: bytes, context: bytes) -> bytearray:
    """The caller wipes it."""
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    stretched = hash_secret_raw(
        secret, salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=KEY_LENGTH, type=Type.ID
    )
    material = bytearray(KEY_LENGTH + len(device_key))
    material[:KEY_LENGTH], material[KEY_LENGTH:] = stretched, device_key
    try:
        return bytearray(HKDF(SHA256(), KEY_LENGTH, salt=salt, info=context).derive(material))
    finally:
        wipe(material)
