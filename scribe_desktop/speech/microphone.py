"""Capture from a microphone that may vanish or fall silent at any moment."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from scribe_desktop.errors import MicrophoneLost, NoMicrophone
from scribe_desktop.speech import portaudio, sound_server
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.sound_server import PLAYED, Attachment, Source

BLOCK = 0.05
"""Seconds of audio in each callback."""
SILENCE_LIMIT = 1.8
"""Seconds without a callback after which the microphone counts as lost: a stalled device stays "active"."""
FIRST_BLOCK_LIMIT = 6.0
"""The same before the first callback: Bluetooth and a loudspeaker that slept take seconds to begin."""
_LOOK_EVERY = 0.1
_LATE = 0.3
"""Seconds between two looks that count at most: where they are longer, this program itself was held up."""
TAIL = 0.2
"""Seconds that capture goes on after `stop`, for the sound that is still on its way through the system."""
_QUIETEST = -60.0
"""dBFS that the level meter shows as nothing."""


@dataclass(frozen=True)
class InputDevice:
    name: str
    """What is remembered: its title, or where several have the same one, what the sound server calls it."""
    title: str
    """As the user knows it."""
    is_default: bool
    plays: bool = False
    """It hears what the computer plays, not what is spoken before it."""


def input_devices() -> tuple[InputDevice, ...]:
    """The microphones there are now, the default one first and what the computer plays last.

    Raises:
        NoMicrophone: PortAudio is missing.
    """
    with portaudio.sound_system() as sounddevice:
        inputs = _inputs(sounddevice)
    known = sound_server.sources()
    if known and inputs:
        alike = Counter(one.title for one in known)
        devices = (
            InputDevice(
                one.title if alike[one.title] == 1 else one.name, one.title, one.is_default, one.plays
            )
            for one in known
        )
        return tuple(sorted(devices, key=lambda one: (not one.is_default, one.plays, one.title)))
    return tuple(InputDevice(info["name"], info["name"], index == 0) for index, info in enumerate(inputs))


class Microphone:
    """One capture: `start` once, `stop` once.

    Args:
        device: a name from `input_devices`, None for the system's default, or `PLAYED` for what the computer
            plays; when it plays through another loudspeaker, this one counts as lost.
    """

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._source = ""
        """What a sound server calls it, if it knows it; PortAudio then sees its default device alone."""
        self._attachment: Attachment | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._over = False
        self._on_stopped: Callable[[], None] = _nothing

    def start(
        self,
        on_pcm: Callable[[bytes], None],
        on_level: Callable[[float], None],
        on_lost: Callable[[MicrophoneLost], None],
        on_switched: Callable[[str], None] | None = None,
    ) -> None:
        """Open the device and begin; takes some tenths of a second, so not for the GUI thread.

        Args:
            on_pcm: gets mono signed 16-bit little-endian audio at 16 kHz, on the sound system's thread.
            on_level: gets the loudness of each block, from 0 (-60 dBFS RMS or less) to 1 (full scale), there.
            on_lost: called once, on a background thread, when the microphone vanishes, stalls for 2 s, or has
                delivered nothing at all for 6 s; nothing is captured any more then. So it is when the system
                puts another one in the place of a microphone that was asked for by its name.
            on_switched: gets the title of the microphone that the system has changed over to, on a background
                thread, where its default was asked for; capture goes on with that one.

        Raises:
            NoMicrophone: there is none, or it cannot be opened.
        """
        known = sound_server.sources()
        chosen = sound_server.find(known, self._device)
        if chosen is None and self._device == PLAYED:
            raise _nothing_played()
        self._source = chosen.name if chosen is not None else ""
        with portaudio.sound_system() as sounddevice:
            before = sound_server.streams() if known else {}
            with sound_server.listening_to(self._source) if self._source else nullcontext():
                feed, stream = self._open(sounddevice, on_pcm, on_level)
            portaudio.register(stream)
            self._attachment = _attachment(before) if known else None
        if self._attachment is not None and self._is_no_microphone(self._attachment.now):
            portaudio.close(stream)
            raise NoMicrophone(
                "There is no microphone: the computer would listen to what it plays itself.",
                remedy="Plug one in, or choose in the settings what to listen to.",
            )
        told = self._attachment.now.name if self._attachment is not None else ""
        news = _News(on_lost, on_switched or _ignored, told)
        watch = threading.Thread(
            target=self._watch, args=(stream, feed, news), name="microphone", daemon=True
        )
        watch.start()

    def stop(self, on_stopped: Callable[[], None] | None = None) -> None:
        """End the capture, from any thread, without waiting.

        Sound already on its way still arrives for a fifth of a second; `on_stopped` is called after the last
        `on_pcm`, on a background thread, or right here if the microphone was lost before. Pass the audio
        stream's `finish`, and no word's end is cut off.
        """
        with self._lock:
            self._on_stopped = on_stopped or _nothing
            self._stop.set()
            over = self._over
        if over:
            self._on_stopped()

    def _open(
        self, sounddevice: Any, on_pcm: Callable[[bytes], None], on_level: Callable[[float], None]
    ) -> tuple["_Feed", Any]:
        device = _find(sounddevice, None if self._source else self._device)
        try:
            rate, channels = _format(sounddevice, device)
            feed = _Feed(rate, channels, on_pcm, on_level)
            stream = sounddevice.RawInputStream(
                samplerate=rate,
                blocksize=int(rate * BLOCK),
                device=device["index"],
                channels=channels,
                dtype="int16",
                callback=feed,
                finished_callback=self._ended.set,
            )
            _begin(stream)
        except sounddevice.PortAudioError as error:
            raise NoMicrophone(
                f"The microphone {device['name']} cannot be opened.",
                remedy="Choose another one in the settings, or let the system permit its use.",
            ) from error
        return feed, stream

    def _watch(self, stream: Any, feed: "_Feed", news: "_News") -> None:
        silence = Silence()
        while not self._stop.wait(_LOOK_EVERY):
            silent = silence.is_too_long(feed.blocks, time.monotonic())
            if self._ended.is_set() or silent or self._is_another(news):
                feed.mute()
                news.lost(_lost())
                break
        else:
            self._ended.wait(TAIL)
            feed.mute()
        if self._attachment is not None:
            self._attachment.close()
        with self._lock:
            self._over = True
            stopped = self._stop.is_set()
        if stopped:
            self._on_stopped()
        portaudio.close(stream)

    def _is_another(self, news: "_News") -> bool:
        """Whether sound comes from another microphone than was asked for, or from none."""
        if self._attachment is None:
            return False
        now = self._attachment.now
        if self._device == PLAYED:
            return not now.is_played
        if self._source:
            return now.name != self._source
        if self._is_no_microphone(now):
            return True
        if news.told != now.name:
            news.told = now.name
            news.switched(now.title)
        return False

    def _is_no_microphone(self, source: Source) -> bool:
        """What the computer plays is listened to by those alone who asked for it."""
        return self._device is None and source.plays


class Silence:
    """How long a device has delivered nothing, as far as it had the chance to.

    On a machine that is too busy for this program its callbacks wait as well. To close the device then
    would lose what it has kept for us.
    """

    def __init__(self) -> None:
        self._blocks = -1
        self._looked_at = 0.0
        self._seconds = 0.0

    def since(self, blocks: int, now: float) -> float:
        """Seconds of silence, when `blocks` were delivered in all until `now`, in seconds of any clock."""
        if blocks != self._blocks:
            self._blocks, self._seconds = blocks, 0.0
        else:
            self._seconds += min(now - self._looked_at, _LATE)
        self._looked_at = now
        return self._seconds

    def is_too_long(self, blocks: int, now: float) -> bool:
        """Whether the device counts as lost; see `since`."""
        return self.since(blocks, now) > (SILENCE_LIMIT if blocks else FIRST_BLOCK_LIMIT)


@dataclass
class _News:
    lost: Callable[[MicrophoneLost], None]
    switched: Callable[[str], None]
    told: str
    """Name of the source that the user knows of."""


class _Feed:
    """The callback: makes 16 kHz mono of whatever the device delivers."""

    def __init__(
        self,
        rate: int,
        channels: int,
        on_pcm: Callable[[bytes], None],
        on_level: Callable[[float], None],
    ) -> None:
        self.blocks = 0
        """Delivered so far."""
        self._passing_on = threading.Lock()
        self._muted = False
        self._channels, self._on_pcm, self._on_level = channels, on_pcm, on_level
        other_rate = rate != SAMPLE_RATE
        self._resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32") if other_rate else None

    def mute(self) -> None:
        """Pass nothing on any more, once this has returned."""
        with self._passing_on:
            self._muted = True

    def __call__(self, data: Any, frames: int, when: Any, status: Any) -> None:  # noqa: ARG002 - PortAudio's
        self.blocks += 1
        with self._passing_on:
            if not self._muted:
                self._pass_on(data)

    def _pass_on(self, data: Any) -> None:
        samples = np.frombuffer(data, np.int16).reshape(-1, self._channels).mean(axis=1, dtype=np.float32)
        self._on_level(level(samples))
        if self._resampler:
            samples = self._resampler.resample_chunk(samples)
        self._on_pcm(samples.round().clip(-32768, 32767).astype("<i2").tobytes())


def level(samples: npt.NDArray[np.float32]) -> float:
    """Loudness on the meter, 0 to 1: the RMS of samples at 16-bit scale, linear in dB above -60 dBFS."""
    rms = math.sqrt(float(np.mean(np.square(samples)))) if len(samples) else 0.0
    decibels = 20 * math.log10(max(rms, 1.0) / 32768)
    return min(max(1 - decibels / _QUIETEST, 0.0), 1.0)


def _inputs(sounddevice: Any) -> list[Any]:
    """The inputs of the system's usual sound interface, the default first; others list the same again."""
    devices = sounddevice.query_devices()
    interfaces = sounddevice.query_hostapis()
    if not interfaces:
        return []
    interface = interfaces[sounddevice.default.hostapi]
    inputs = [devices[index] for index in interface["devices"] if devices[index]["max_input_channels"] > 0]
    return sorted(inputs, key=lambda info: info["index"] != interface["default_input_device"])


def _find(sounddevice: Any, name: str | None) -> Any:
    for info in _inputs(sounddevice):
        if name in (None, info["name"]):
            return info
    raise NoMicrophone(
        f"The microphone {name} is not there." if name else "There is no microphone.",
        remedy="Plug one in, or choose another one in the settings.",
    )


def _begin(stream: Any) -> None:
    try:
        stream.start()
    except BaseException:
        stream.close()
        raise


def _nothing() -> None:
    pass


def _ignored(_title: str) -> None:
    pass


def _attachment(before: Mapping[int, Source]) -> Attachment | None:
    """Of the stream that was not there before; None when the sound server does not tell."""
    new = [entry for entry in sound_server.streams().items() if entry[0] not in before]
    return Attachment(*new[0]) if len(new) == 1 else None


def _format(sounddevice: Any, info: Any) -> tuple[int, int]:
    """Our own rate and one channel where the device can, else what it prefers."""
    own, most = int(info["default_samplerate"]), int(info["max_input_channels"])
    for rate, channels in ((SAMPLE_RATE, 1), (own, 1)):
        try:
            sounddevice.check_input_settings(info["index"], channels, "int16", None, rate)
        except sounddevice.PortAudioError:
            continue
        return rate, channels
    return own, most


def _nothing_played() -> NoMicrophone:
    return NoMicrophone(
        "What the computer plays cannot be listened to here.",
        remedy="That takes the sound server PulseAudio or PipeWire, and a loudspeaker or headset in use.",
    )


def _lost() -> MicrophoneLost:
    return MicrophoneLost(
        "The microphone is gone or has fallen silent.",
        remedy="What was said before is kept. Check the plug: dictation goes on when it is back.",
    )
