"""Audio files of any common format, rate and channel count, as a stream of 16 kHz mono blocks."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from scribe_desktop.errors import UnreadableAudio
from scribe_desktop.speech.port import SAMPLE_RATE

_RIFF_SIZE = re.compile(r"^RIFF : (\d+) \(should be (\d+)\)", re.MULTILINE)
_SIZE_UNKNOWN = 0xFFFFFFFF
"""Written by recorders that never came back to fill in the size: such a file may well be complete."""

_RATES = range(4_000, 768_001)
"""Samples a second: less cannot be understood, and neither is what any device records."""
_CANCELLED = 0.25
"""Channels that cancel each other out come to less than this part of the louder one."""
_AS_LOUD = 0.9
_IMPOSSIBLE = 2.0**31
"""No recorder writes larger numbers, whatever it takes for full scale."""
_UNBOUND = {"FLOAT", "DOUBLE"}
"""Kinds of samples that may be larger than full scale, or no numbers."""

_OTHER_FILE = "Choose a WAV, FLAC or OGG recording."


class AudioFile:
    """An open recording, read once from front to back in constant memory; a context manager."""

    def __init__(self, path: Path, sound: soundfile.SoundFile) -> None:
        self._path = path
        self._sound = sound
        self.duration: float = sound.frames / sound.samplerate
        """Seconds; of a FLAC that breaks off, what it should have been."""

    @classmethod
    def open(cls, path: Path) -> "AudioFile":
        """Open a recording. Raises `UnreadableAudio` saying what is wrong with it."""
        _require_content(path)
        try:
            sound = soundfile.SoundFile(str(path))
        except soundfile.LibsndfileError as error:
            raise UnreadableAudio(f"{path.name} is not an audio file.", remedy=_OTHER_FILE) from error
        try:
            _require_sound(path, sound)
        except UnreadableAudio:
            sound.close()
            raise
        return cls(path, sound)

    def __enter__(self) -> "AudioFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sound.close()

    def blocks(self) -> Iterator[bytes]:
        """One second at a time: mono signed 16-bit little-endian at 16 kHz; the last may be shorter.

        Raises:
            UnreadableAudio: after all that can be read, when the file ends earlier than it should.
        """
        rate = self._sound.samplerate
        resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        full_scale = self._full_scale()
        read, damaged = 0, list[int]()
        while len(samples := self._read(rate)):
            damaged += (read + np.flatnonzero(_not_sound(samples).any(axis=1))[:1]).tolist()
            read += len(samples)
            yield _pcm(resampler.resample_chunk(_mixed(_sound_of(samples)) / full_scale))
        yield _pcm(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        if read < self._sound.frames or _is_cut_short(self._sound.extra_info):
            raise UnreadableAudio(
                f"{self._path.name} breaks off at {clock(read / rate)}.",
                remedy="What was recognised up to there is kept; copy the recording again for the rest.",
            )
        if damaged:
            raise UnreadableAudio(
                f"{self._path.name} is damaged: parts are no sound, from {clock(damaged[0] / rate)} on.",
                remedy="They were taken as silence: words may be wrong or missing. Copy it again.",
            )

    def _full_scale(self) -> np.float32:
        """The largest sample of a recording that goes beyond full scale, which takes reading it once more."""
        largest = np.float32(1)
        if self._sound.subtype in _UNBOUND:
            while len(samples := self._read(self._sound.samplerate)):
                largest = max(largest, np.abs(_sound_of(samples)).max())
            self._sound.seek(0)
        return largest

    def _read(self, frames: int) -> npt.NDArray[np.float32]:
        try:
            samples: npt.NDArray[np.float32] = self._sound.read(frames, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            # A decoder that has lost its way: `blocks` reports it by the frames that are missing.
            return np.zeros((0, 1), np.float32)
        return samples


def clock(seconds: float) -> str:
    """Minutes and seconds as 7:05, with hours once there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _is_cut_short(log: str) -> bool:
    """What libsndfile noticed while it opened a WAV or OGG, whose length it then takes from the rest."""
    if size := _RIFF_SIZE.search(log):
        promised, present = int(size[1]), int(size[2])
        return present < promised < _SIZE_UNKNOWN
    return "Ogg: Junk after the last page" in log


def _pcm(samples: npt.NDArray[np.float32]) -> bytes:
    return (samples * 32768).round().clip(-32768, 32767).astype("<i2").tobytes()


def _not_sound(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    return ~(np.abs(samples) <= _IMPOSSIBLE)  # what is no number is not less than any


def _sound_of(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """With silence for what is no sound."""
    return np.where(_not_sound(samples), np.float32(0), samples)


def _mixed(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """One channel of several: all of them, or the loudest where they cancel each other out."""
    mixed: npt.NDArray[np.float32] = samples.mean(axis=1)
    loud = np.sqrt(np.square(samples).mean(axis=0))
    if np.sqrt(np.square(mixed).mean()) < _CANCELLED * loud.max():
        return samples[:, np.argmax(loud >= _AS_LOUD * loud.max())]
    return mixed


def _require_sound(path: Path, sound: soundfile.SoundFile) -> None:
    if sound.frames == 0:
        raise UnreadableAudio(f"{path.name} has no sound in it.", remedy="Record it again.")
    if sound.samplerate not in _RATES:
        raise UnreadableAudio(
            f"{path.name} says that it has {sound.samplerate:,} samples a second, as no recording has.",
            remedy="It is damaged: copy or record it again.",
        )


def _require_content(path: Path) -> None:
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise UnreadableAudio(f"{path.name} is a pipe or a device, not a file.", remedy=_OTHER_FILE)
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise UnreadableAudio(f"{path.name} cannot be read: {error.strerror}.", remedy=_OTHER_FILE) from error
    if empty:
        raise UnreadableAudio(f"{path.name} is empty.", remedy="Copy or record it again.")
