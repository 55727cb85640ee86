"""Synthetic voices that say the sentences, at several speeds, into 16 kHz WAV files under build/."""

import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from scribe_desktop.speech.port import SAMPLE_RATE

Samples = npt.NDArray[np.float32]

BEFORE, AFTER = 0.4, 0.8
"""Seconds of silence around each sentence."""
LOUDNESS = 0.05
"""Root mean square of the speech, full scale being 1."""
SPEEDS: Mapping[str, float] = {"slow": 1.2, "even": 1.0, "fast": 0.85}
"""Length of the speech as a multiple of the voice's own."""


def _flite(voice: str) -> Callable[[str, float, Path], None]:
    def speak(text: str, stretch: float, clip: Path) -> None:
        _run("flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", str(clip))

    return speak


def _espeak(text: str, stretch: float, clip: Path) -> None:
    _run("espeak-ng", "-v", "en-us", "-s", str(round(165 / stretch)), "-w", str(clip), text)


def _festival(text: str, stretch: float, clip: Path) -> None:
    command = (
        f"(begin (voice_cmu_us_slt_arctic_hts) (Parameter.set 'Duration_Stretch {stretch})"
        f' (utt.save.wave (utt.synth (Utterance Text "{text}")) "{clip}" \'riff))'
    )
    _run("festival", "-b", command)


VOICES: Mapping[str, Callable[[str, float, Path], None]] = {
    "flite slt": _flite("slt"),
    "flite rms": _flite("rms"),
    "flite awb": _flite("awb"),
    "festival hts": _festival,
    "espeak-ng": _espeak,
}


def say(text: str, voice: str, speed: str, folder: Path) -> Samples:
    """Speech between two silences; spoken once and then kept in the folder.

    Raises `FileNotFoundError` where the voice's program is not installed.
    """
    name = hashlib.sha256(f"{text}|{voice}|{speed}".encode()).hexdigest()[:20]
    kept = folder / f"{name}.wav"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as place:
            clip = Path(place, "clip.wav")
            VOICES[voice](text, SPEEDS[speed], clip)
            samples, rate = soundfile.read(str(clip), dtype="float32")
        samples = soxr.resample(samples, rate, SAMPLE_RATE)
        soundfile.write(str(kept), _between_silences(samples), SAMPLE_RATE)
    spoken: Samples = soundfile.read(str(kept), dtype="float32")[0]
    return spoken


def _between_silences(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    speech = samples[loud[0] : loud[-1] + 1]
    speech = speech * (LOUDNESS / np.sqrt(np.mean(speech**2)))
    silences = (np.zeros(int(seconds * SAMPLE_RATE), np.float32) for seconds in (BEFORE, AFTER))
    before, after = silences
    clip: Samples = np.clip(np.concatenate([before, speech, after]), -1, 1).astype(np.float32)
    return clip


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
