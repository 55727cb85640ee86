"""Audio files of every format, and files that are none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from scribe_desktop.errors import UnreadableAudio
from scribe_desktop.speech.audio_file import AudioFile, clock
from tests.helpers.recordings import TWO_CITIES, beginning


def tone(path: Path, rate: int, channels: int, seconds: float = 3.0) -> Path:
    """440 Hz at half of full scale on the first channel, silence on the others."""
    time = np.arange(int(seconds * rate)) / rate
    samples = np.zeros((len(time), channels), np.float32)
    samples[:, 0] = 0.5 * np.sin(2 * np.pi * 440 * time)
    soundfile.write(str(path), samples, rate)
    return path


def pitch(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * 16_000 / len(samples))


def read(path: Path) -> npt.NDArray[np.int16]:
    with AudioFile.open(path) as audio:
        return np.frombuffer(b"".join(audio.blocks()), "<i2")


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_arrives_as_the_same_16_khz_mono(
    tmp_path: Path, suffix: str, rate: int, channels: int
) -> None:
    with AudioFile.open(tone(tmp_path / f"tone.{suffix}", rate, channels)) as audio:
        pcm = b"".join(audio.blocks())
    assert audio.duration == pytest.approx(3.0)
    assert len(pcm) == pytest.approx(2 * 16_000 * 3, abs=32)
    assert pitch(pcm) == pytest.approx(440, abs=1)
    assert np.abs(np.frombuffer(pcm, "<i2")).max() == pytest.approx(16_384 / channels, rel=0.1)


def test_full_scale_does_not_wrap_around(tmp_path: Path) -> None:
    soundfile.write(str(tmp_path / "loud.wav"), np.ones(16_000), 16_000, subtype="FLOAT")
    with AudioFile.open(tmp_path / "loud.wav") as audio:
        samples = np.frombuffer(b"".join(audio.blocks()), "<i2")
    assert samples.min() == 32_767


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
def test_a_truncated_file_gives_what_is_there_and_says_where_it_breaks_off(
    tmp_path: Path, suffix: str
) -> None:
    whole = beginning(TWO_CITIES, 20, tmp_path / f"visit.{suffix}")
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    got: list[bytes] = []
    with AudioFile.open(whole) as audio:
        blocks = audio.blocks()
        with pytest.raises(UnreadableAudio, match=rf"visit\.{suffix} breaks off at 0:(0[6-9]|1\d)") as caught:
            got.extend(blocks)
    assert caught.value.remedy
    assert len(b"".join(got)) > 6 * 32_000


def test_a_recording_whose_size_was_never_filled_in_is_read_without_complaint(tmp_path: Path) -> None:
    path = beginning(TWO_CITIES, 3, tmp_path / "live.wav")
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = b"\xff" * 4
    path.write_bytes(content)
    with AudioFile.open(path) as audio:
        assert len(b"".join(audio.blocks())) == pytest.approx(3 * 32_000, abs=64)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notes.wav", b"The patient came in with chest pain.\n" * 50, "is not an audio file"),
        ("empty.wav", b"", "is empty"),
        ("noise.flac", bytes(range(256)) * 20, "is not an audio file"),
    ],
)
def test_what_is_no_audio_is_called_so(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableAudio, match=message) as caught:
        AudioFile.open(tmp_path / name)
    assert name in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
def test_a_recording_without_sound_is_called_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"nothing.{suffix}"
    soundfile.write(str(path), np.zeros(0), 16_000)
    with pytest.raises(UnreadableAudio, match=r"has no sound|is empty"):
        AudioFile.open(path)


def test_a_missing_file_and_a_folder_are_called_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAudio, match="No such file"):
        AudioFile.open(tmp_path / "gone.wav")
    with pytest.raises(UnreadableAudio, match="directory"):
        AudioFile.open(tmp_path)


@pytest.mark.parametrize("rate", [1, 2_000, 2_000_000_000])
def test_a_rate_that_no_recording_has_is_told_at_once(tmp_path: Path, rate: int) -> None:
    path = tone(tmp_path / "tone.wav", 16_000, 1)
    content = bytearray(path.read_bytes())
    content[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(UnreadableAudio, match=f"tone.wav says that it has {rate:,} samples a second"):
        AudioFile.open(path)


def test_a_pipe_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(UnreadableAudio, match=r"pipe\.wav is a pipe or a device"):
        AudioFile.open(tmp_path / "pipe.wav")


def test_channels_that_cancel_each_other_out_are_heard(tmp_path: Path) -> None:
    path = tone(tmp_path / "inverted.wav", 16_000, 1)
    samples, rate = soundfile.read(str(path))
    soundfile.write(str(path), np.stack([samples, -samples], 1), rate)
    heard = read(path)
    assert np.abs(heard).max() == pytest.approx(16_384, rel=0.01)
    assert pitch(heard.tobytes()) == pytest.approx(440, abs=1)
    assert np.abs(np.diff(heard.astype(int))).max() < 3_500, "one channel is heard all the time"


def test_both_sides_of_a_conversation_are_heard(tmp_path: Path) -> None:
    samples = np.zeros((32_000, 2), np.float32)
    samples[:16_000, 0] = samples[16_000:, 1] = 0.5
    soundfile.write(str(tmp_path / "two.wav"), samples, 16_000)
    heard = read(tmp_path / "two.wav")
    assert (heard[8_000], heard[24_000]) == (8_192, 8_192)


@pytest.mark.parametrize("loudness", [30.0, 32_768.0])
def test_what_is_louder_than_full_scale_is_not_cut_off(tmp_path: Path, loudness: float) -> None:
    time = np.arange(32_000) / 16_000
    wave = np.sin(2 * np.pi * 440 * time) * np.linspace(0.1, loudness, len(time))
    soundfile.write(str(tmp_path / "loud.wav"), wave, 16_000, subtype="FLOAT")
    heard = read(tmp_path / "loud.wav")
    assert np.abs(heard).max() >= 32_000
    assert np.count_nonzero(np.abs(heard.astype(int)) >= 32_767) < 5


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1e30])
def test_samples_that_are_no_sound_are_silence_and_told(
    tmp_path: Path, bad: float, recwarn: pytest.WarningsRecorder
) -> None:
    samples = np.full(48_000, 0.5, np.float32)
    samples[20_000:20_100] = bad
    soundfile.write(str(tmp_path / "odd.wav"), samples, 16_000, subtype="FLOAT")
    got: list[bytes] = []
    with AudioFile.open(tmp_path / "odd.wav") as audio:
        blocks = audio.blocks()
        with pytest.raises(UnreadableAudio, match=r"odd\.wav is damaged: .* from 0:01 on"):
            got.extend(blocks)
    heard = np.frombuffer(b"".join(got), "<i2")
    assert (heard[10_000], heard[20_050], heard[30_000]) == (16_384, 0, 16_384)
    assert not recwarn.list


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Permissions do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_forbidden_file_is_called_so(tmp_path: Path) -> None:
    path = tone(tmp_path / "secret.wav", 16_000, 1)
    path.chmod(0)
    with ordinary_user(), pytest.raises(UnreadableAudio, match="Permission denied"):
        AudioFile.open(path)


def test_times_read_as_people_write_them() -> None:
    assert [clock(7.9), clock(425), clock(7_322)] == ["0:07", "7:05", "2:02:02"]
