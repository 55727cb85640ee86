"""Plays sound through the loudspeaker that the system would choose."""

from threading import Event

from scribe_desktop.errors import NoMicrophone, NoSound
from scribe_desktop.speech import portaudio
from scribe_desktop.speech.port import SAMPLE_RATE

_BLOCK = SAMPLE_RATE // 10


def play(pcm: bytes, stop: Event) -> None:
    """Play 16-bit mono sound at 16 kHz and wait for its end, or until `stop` is set; not for the GUI thread.

    Raises:
        NoSound: there is no loudspeaker, or it refuses.
    """
    try:
        with portaudio.sound_system() as sounddevice:
            try:
                stream = sounddevice.RawOutputStream(samplerate=SAMPLE_RATE, channels=1, dtype="int16")
            except sounddevice.PortAudioError as error:
                raise _silent() from error
            portaudio.register(stream)
    except NoMicrophone as error:
        raise NoSound(str(error), remedy=error.remedy) from error
    try:
        stream.start()
        for at in range(0, len(pcm), 2 * _BLOCK):
            if stop.is_set():
                stream.abort()
                return
            stream.write(pcm[at : at + 2 * _BLOCK])
        stream.stop()
    except sounddevice.PortAudioError as error:
        raise _silent() from error
    finally:
        portaudio.close(stream)


def _silent() -> NoSound:
    return NoSound(
        "The sound cannot be played: no loudspeaker answers.",
        remedy="Connect a loudspeaker or headphones, or choose one in the system's settings.",
    )
