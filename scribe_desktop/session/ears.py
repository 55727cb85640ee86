"""What a dictation listens to: the microphone, what the computer plays, or both as two channels."""

from dataclasses import dataclass
from enum import StrEnum

from scribe_desktop.notes.recording import Channel
from scribe_desktop.speech.sound_server import PLAYED


class Listening(StrEnum):
    """The names are kept in the store and never change."""

    MICROPHONE = "microphone"
    BOTH = "both"
    """A tele-visit: the room and the computer, each for itself."""
    COMPUTER = "computer"


@dataclass(frozen=True)
class Ear:
    device: str | None = None
    """A name from `input_devices`, or `PLAYED`; None for the system's microphone."""
    channel: Channel = Channel.MICROPHONE


def ears(listening: Listening, microphone: str | None, loudspeaker: str | None) -> tuple[Ear, ...]:
    """What is opened, the room first.

    Args:
        microphone: its name; None for the system's default.
        loudspeaker: name of the source that hears one; None for whichever the computer plays through.
    """
    computer = Ear(loudspeaker or PLAYED, Channel.COMPUTER)
    return {
        Listening.MICROPHONE: (Ear(microphone),),
        Listening.BOTH: (Ear(microphone, Channel.ROOM), computer),
        Listening.COMPUTER: (computer,),
    }[listening]
