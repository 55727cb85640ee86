"""The same words on both channels at one time are noticed, and said once."""

from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.echo import Echo
from scribe_desktop.speech.port import Final

ROOM, COMPUTER = Channel.ROOM, Channel.COMPUTER
SAID = Final("It hurts in my chest on the left side.", 10.0, 13.0)


def test_what_the_loudspeaker_brings_into_the_microphone_is_noticed_once() -> None:
    echo = Echo()
    assert not echo.is_in(COMPUTER, SAID)
    assert echo.is_in(ROOM, Final("it hurts in my chess on the left", 10.4, 13.2))
    assert not echo.is_in(ROOM, SAID)


def test_either_may_come_first() -> None:
    echo = Echo()
    assert not echo.is_in(ROOM, SAID)
    assert echo.is_in(COMPUTER, SAID)


def test_a_conversation_has_no_echo() -> None:
    echo = Echo()
    assert not echo.is_in(COMPUTER, SAID)
    assert not echo.is_in(ROOM, Final("How long has it been hurting like that?", 13.5, 15.0))
    assert not echo.is_in(ROOM, Final("It hurts in your chest on the left side.", 13.4, 16.0))
    assert not echo.is_in(ROOM, Final("You said it hurts in my chest on the left side.", 40.0, 43.0))
    assert not echo.is_in(COMPUTER, Final("It hurts in my chest on the left side.", 60.0, 63.0))


def test_short_words_are_said_by_both_by_chance() -> None:
    echo = Echo()
    assert not echo.is_in(COMPUTER, Final("Thank you.", 1.0, 2.0))
    assert not echo.is_in(ROOM, Final("Thank you.", 1.0, 2.0))
