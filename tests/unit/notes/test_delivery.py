from datetime import timedelta

import pytest

from scribe_desktop.notes.delivery import FIRST_PAUSE, LONGEST_PAUSE, pause_after


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    seconds = [pause_after(attempts).total_seconds() for attempts in range(1, 11)]
    assert seconds == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


@pytest.mark.parametrize("attempts", [13, 14, 1_000_000])
def test_the_longest_pause_holds_however_often_it_failed(attempts: int) -> None:
    assert pause_after(attempts) == LONGEST_PAUSE == timedelta(minutes=15)
    assert FIRST_PAUSE < LONGEST_PAUSE
