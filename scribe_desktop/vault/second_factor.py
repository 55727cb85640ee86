"""A second factor: codes from an authenticator app (RFC 6238), and codes on paper for when it is lost."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER = "Scribe Desktop"
STEP = 30
"""Seconds that a code lasts."""
DIGITS = 6
SKEW = 1
"""Steps that the two clocks may be apart."""
PAPER_CODES = 10

_SECRET_LENGTH = 20
"""Bytes: what RFC 4226 recommends, and the block that SHA-1 gives."""
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_PAPER_LENGTH = 10


@dataclass(frozen=True)
class SecondFactor:
    secret: bytes
    last_step: int
    """The latest step whose code was used: it and all before it are worth nothing any more."""
    paper: tuple[str, ...]
    """Fingerprints of the paper codes that were not used yet."""

    def stored(self) -> str:
        """As text for the encrypted store; `read` takes it back."""
        return json.dumps(
            {
                "secret": base64.b32encode(self.secret).decode("ascii"),
                "last_step": self.last_step,
                "paper": list(self.paper),
            }
        )

    @classmethod
    def read(cls, stored: str) -> "SecondFactor":
        table = json.loads(stored)
        return cls(base64.b32decode(table["secret"]), int(table["last_step"]), tuple(table["paper"]))

    @property
    def spelled(self) -> str:
        """The secret in groups of four, to be typed into an app that has no camera."""
        text = base64.b32encode(self.secret).decode("ascii")
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    def address(self, account: str) -> str:
        """What a QR code tells an authenticator app: an `otpauth://` address with the secret in it."""
        return _totp(self.secret).get_provisioning_uri(account, ISSUER)

    def accept(self, typed: str, at: float) -> "SecondFactor | None":
        """The second factor after this code was used, or None when the code does not count.

        Args:
            typed: six digits from the app, or a code from paper; spaces and dashes do not matter.
            at: seconds since 1970.
        """
        plain = "".join(character for character in typed.casefold() if character.isalnum())
        if len(plain) == DIGITS and plain.isascii() and plain.isdigit():
            return self._accept_step(plain, int(at // STEP))
        used = _fingerprint(plain)
        if used not in self.paper:
            return None
        return replace(self, paper=tuple(code for code in self.paper if code != used))

    def _accept_step(self, digits: str, here: int) -> "SecondFactor | None":
        totp = _totp(self.secret)
        for step in range(here - SKEW, here + SKEW + 1):
            fits = secrets.compare_digest(totp.generate(max(step, 0) * STEP), digits.encode("ascii"))
            if fits and step > self.last_step:
                return replace(self, last_step=step)
        return None

    def with_new_paper(self) -> tuple["SecondFactor", tuple[str, ...]]:
        """The same with fresh paper codes in place of the old ones, and those codes, told only here."""
        codes = tuple(_paper_code() for _ in range(PAPER_CODES))
        marks = tuple(_fingerprint(code.replace("-", "")) for code in codes)
        return replace(self, paper=marks), codes


def new() -> SecondFactor:
    """A fresh secret without paper codes."""
    return SecondFactor(secrets.token_bytes(_SECRET_LENGTH), -1, ())


def _totp(secret: bytes) -> "TOTP":
    # imported where it is used: showing who can log in takes no ciphers
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303  authenticator apps know no other


def _paper_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_PAPER_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def _fingerprint(code: str) -> str:
    # 49 random bits inside the encrypted store: whoever could reverse this has the secret itself
    return hashlib.sha256(b"scribe-desktop paper code\0" + code.encode()).hexdigest()
