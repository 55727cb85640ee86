"""What a fresh worker would have to hear again."""

from scribe_desktop.speech.port import Final, Partial, Word
from scribe_desktop.speech.replay import BYTES_PER_SECOND, LONGEST, Replay


def seconds(first: int, last: int) -> bytes:
    """Audio whose every second is filled with its own number."""
    return b"".join(bytes([number]) * BYTES_PER_SECOND for number in range(first, last))


def test_all_audio_since_the_last_final_is_kept() -> None:
    replay = Replay()
    replay.add(seconds(0, 5))
    replay.settle(Final("one", 0.5, 3.0))
    replay.add(seconds(5, 7))
    assert replay.from_start() == seconds(3, 7)


def test_a_recognition_that_began_later_is_told_in_the_streams_own_time() -> None:
    replay = Replay()
    replay.add(seconds(0, 5))
    replay.settle(Final("one", 0.5, 3.0))
    replay.from_start()
    final = replay.settle(Final("two", 0.5, 1.5, (Word("two", 0.5, 1.5, 0.9),)))
    assert final == Final("two", 3.5, 4.5, (Word("two", 3.5, 4.5, 0.9),))


def test_a_final_that_ends_beyond_the_audio_leaves_nothing() -> None:
    replay = Replay()
    replay.add(seconds(0, 2))
    replay.settle(Final("one", 0.5, 2.2))
    assert replay.from_start() == b""
    replay.add(seconds(2, 3))
    assert replay.settle(Final("two", 0.25, 0.75)) == Final("two", 2.25, 2.75)


def test_hours_of_silence_do_not_pile_up() -> None:
    replay = Replay()
    for second in range(200):
        replay.add(seconds(second, second + 1))
    assert replay.from_start() == seconds(200 - int(LONGEST), 200)
    assert replay.settle(Final("late", 1.0, 2.0)) == Final("late", 141.0, 142.0)


def test_an_utterance_is_open_from_its_partial_to_its_final() -> None:
    replay = Replay()
    replay.add(seconds(0, 2))
    replay.settle(Partial("wor"))
    assert replay.utterance_open
    replay.settle(Final("word", 0.0, 1.0))
    assert not replay.utterance_open
