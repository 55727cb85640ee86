"""A keyring that a test can look into and have stuck."""

from scribe_desktop.errors import DeviceKeyMissing


class Drawer:
    """Holds secrets in this process, as a keyring does in another one."""

    label = "a drawer"

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.stuck = False

    def get(self, name: str) -> bytes | None:
        self._answer()
        return self.held.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._answer()
        self.held[name] = value

    def delete(self, name: str) -> None:
        self._answer()
        self.held.pop(name, None)

    def _answer(self) -> None:
        if self.stuck:
            raise DeviceKeyMissing("The drawer is stuck.")
