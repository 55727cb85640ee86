"""When a text is doubted, and which of two is believed."""

from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.second_look import drones, is_doubtful, settled

FULL = Hypothesis(tokens=tuple(range(20)), words=12)
SHORT = Hypothesis(tokens=tuple(range(9)), words=5)
DRONE = Hypothesis(tokens=(4, 7, 9) * 10, words=20)


def test_few_words_for_the_time_and_drones_are_doubted() -> None:
    assert is_doubtful(SHORT, 5.0)
    assert is_doubtful(DRONE, 5.0)
    assert not is_doubtful(FULL, 5.0)


def test_a_short_text_that_says_one_thing_twice_is_no_drone() -> None:
    assert not drones(Hypothesis(tokens=(4, 7, 9) * 4, words=12))


def test_the_longer_text_is_believed_and_the_other_stays_an_alternative() -> None:
    assert settled([SHORT], [FULL]) == [FULL, SHORT]


def test_the_search_is_believed_where_nothing_was_left_out() -> None:
    longer_by_one = Hypothesis(words=FULL.words + 1)
    assert settled([FULL, SHORT], [longer_by_one]) == [FULL, SHORT]


def test_a_drone_gives_way_to_any_text_but_another_drone() -> None:
    assert settled([DRONE, FULL], [SHORT]) == [SHORT, FULL]
    assert settled([DRONE], [DRONE]) == [DRONE]
