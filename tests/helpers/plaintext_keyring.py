"""A keyring backend that keeps passwords in the open, as keyrings.alt's file backend does."""

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.compat import properties


class PlaintextKeyring(KeyringBackend):
    """Viable and eager, so that `keyring` itself would choose it."""

    held: ClassVar[dict[tuple[str, str], str]] = {}

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a class property, as in keyring's own backends
        return 0.5

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password
