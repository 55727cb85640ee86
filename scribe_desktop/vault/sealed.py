"""Small secrets sealed under a random key, and checksums that only key holders can make.

The ciphers are imported where they are used, as in `wrap`.
"""

import hashlib
import hmac
import secrets

from scribe_desktop.vault.wrap import KEY_LENGTH, NONCE_LENGTH


def seal(key: bytes, secret: bytes, purpose: str) -> bytes:
    """AES-256-GCM under a key derived from `key` for this purpose alone: nonce, ciphertext and tag."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_LENGTH)
    return nonce + AESGCM(_derived(key, purpose)).encrypt(nonce, secret, purpose.encode())


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes | None:
    """What `seal` was given, or None when key or purpose are others or a bit was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, body = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    if len(nonce) < NONCE_LENGTH:
        return None
    try:
        return AESGCM(_derived(key, purpose)).decrypt(nonce, body, purpose.encode())
    except InvalidTag:
        return None


def mac(key: bytes, message: bytes, purpose: str) -> str:
    """HMAC-SHA-256 under a key derived for this purpose: 64 hexadecimal digits."""
    return hmac.new(_derived(key, purpose), message, hashlib.sha256).hexdigest()


def _derived(key: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_LENGTH, salt=None, info=f"scribe-desktop {purpose}".encode()).derive(key)
