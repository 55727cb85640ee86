import threading
import time

import pytest

from scribe_desktop.errors import PlaintextKeyring
from scribe_desktop.session.device_keys import DeviceKeys
from scribe_desktop.vault.port import KeyHolder


def test_the_keyring_is_looked_for_once_and_whoever_comes_meanwhile_waits() -> None:
    looks: list[str] = []

    def find() -> tuple[KeyHolder | None, str]:
        looks.append(threading.current_thread().name)
        time.sleep(0.1)
        return None, "There is none."

    keys = DeviceKeys(find)
    told: list[str] = []
    waiting = [threading.Thread(target=lambda: told.append(keys.note())) for _ in range(5)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert told == ["There is none."] * 5
    assert keys.holder() is None
    assert len(looks) == 1


def test_nothing_is_looked_for_before_somebody_asks() -> None:
    def find() -> tuple[KeyHolder | None, str]:
        raise AssertionError("nobody asked")

    DeviceKeys(find)


def test_a_keyring_that_is_refused_is_refused_to_everybody_and_told() -> None:
    def find() -> tuple[KeyHolder | None, str]:
        raise PlaintextKeyring("Not this one.", remedy="Take another.")

    keys = DeviceKeys(find)
    for _ in range(2):
        with pytest.raises(PlaintextKeyring):
            keys.holder()
    assert keys.note() == "Not this one. Take another."
