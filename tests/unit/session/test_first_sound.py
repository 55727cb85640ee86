"""When somebody may begin to speak."""

from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.first_sound import FirstSound


def test_it_is_told_once_when_every_channel_has_come() -> None:
    told: list[str] = []
    first = FirstSound([Channel.ROOM, Channel.COMPUTER], lambda: told.append("heard"))
    first.come(Channel.ROOM)
    first.come(Channel.ROOM)
    assert told == []
    first.come(Channel.COMPUTER)
    first.come(Channel.COMPUTER)
    assert told == ["heard"]


def test_sound_that_comes_after_the_end_is_not_told() -> None:
    told: list[str] = []
    first = FirstSound([Channel.MICROPHONE], lambda: told.append("heard"))
    first.end()
    first.come(Channel.MICROPHONE)
    assert told == []
