"""What the vault asks of a place that holds device keys."""

from typing import Protocol


class KeyHolder(Protocol):
    """Holds small secrets for the person logged in to the operating system, outside the program's own files.

    Every method raises `DeviceKeyMissing` when the holder does not answer or refuses.
    """

    @property
    def label(self) -> str:
        """What the user knows it as: "GNOME keyring (Secret Service)"."""
        ...

    def get(self, name: str) -> bytes | None:
        """The value under this name; None when there is none, or none that `put` wrote."""
        ...

    def put(self, name: str, value: bytes) -> None: ...

    def delete(self, name: str) -> None:
        """Forget this name; nothing happens when it is not there."""
        ...
