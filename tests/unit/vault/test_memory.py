"""What is wiped is gone, and guessing never becomes cheaper than usual."""

import ctypes

from scribe_desktop.vault.calibration import calibrated
from scribe_desktop.vault.memory import SecretBytes, wipe
from scribe_desktop.vault.wrap import DEFAULT_COST


def test_a_wiped_secret_is_zeros_where_it_lay() -> None:
    secret = bytearray(b"granite otter")
    wipe(secret)
    assert secret == bytes(13)
    wipe(bytearray())


def test_a_calibrated_cost_is_never_below_the_usual_one() -> None:
    slow = calibrated(target=0.0)
    assert slow == DEFAULT_COST
    assert calibrated(target=0.3).work >= DEFAULT_COST.work


def test_secret_bytes_are_overwritten_with_their_last_holder() -> None:
    source = bytes(range(1, 33))
    secret = SecretBytes.taken(source)
    assert source == bytes(32)
    assert secret == bytes(range(1, 33))
    place = id(secret) + bytes.__basicsize__ - 1
    other_holder = [secret]
    del secret
    assert ctypes.string_at(place, 32) == bytes(range(1, 33))
    other_holder.clear()
    assert ctypes.string_at(place + 16, 16) == bytes(16)
