"""What is wiped is gone, and guessing never becomes cheaper than usual."""

from scribe_desktop.vault.calibration import calibrated
from scribe_desktop.vault.memory import wipe
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
