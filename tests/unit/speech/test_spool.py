"""Sound on disk: whole or cut short, damaged or shuffled, it says what it has and what is missing."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.speech import spool
from scribe_desktop.speech.spool import BYTES_PER_SECOND, SpoolWriter
from tests.helpers.disk_limits import no_file_grows_past

KEY = bytes(range(32))
ID = "recording-1"
TENTH = BYTES_PER_SECOND // 10
HEAD = 8 + 12 + 8 + 16
"""Bytes before the first chunk: mark, and how much was heard."""
OVERHEAD = 5 + 12 + 16
"""Bytes of a chunk besides its sound: head, nonce and tag."""


def tenths(count: int) -> list[bytes]:
    return [bytes([number + 1]) * TENTH for number in range(count)]


def written(path: Path, chunks: list[bytes]) -> Path:
    writer = SpoolWriter(path, KEY, ID)
    for chunk in chunks:
        writer.write(chunk)
    writer.close()
    return path


def sound(path: Path, start: float = 0.0) -> bytes:
    return b"".join(stretch.pcm for stretch in spool.read(path, KEY, ID, start))


def missing(path: Path) -> float:
    stretches = spool.read(path, KEY, ID)
    return sum(len(stretch.pcm) for stretch in stretches if stretch.missing) / BYTES_PER_SECOND


@given(chunks=st.lists(st.binary(max_size=200), max_size=8), cut=st.integers(0, 2_000))
def test_a_file_cut_anywhere_gives_every_whole_chunk_before_the_cut(
    chunks: list[bytes], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("spool") / "sound", chunks)
    size = path.stat().st_size
    content = path.read_bytes()
    path.write_bytes(content[: min(cut, size)])
    at, whole = HEAD, 0
    for chunk in chunks:
        at += OVERHEAD + len(chunk)
        whole += at <= cut
    assert sound(path) == b"".join(chunks[:whole])
    assert missing(path) == 0


def test_reading_begins_in_the_middle_of_a_chunk(tmp_path: Path) -> None:
    chunks = tenths(5)
    path = written(tmp_path / "sound", chunks)
    assert sound(path, 0.25) == b"".join(chunks)[BYTES_PER_SECOND // 4 :]
    assert sound(path, 7.0) == b""


def test_nothing_of_the_sound_is_readable_and_only_this_user_may_look(tmp_path: Path) -> None:
    path = written(tmp_path / "spool" / "sound", [b"SENTINEL" * 100])
    assert b"SENTINEL" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_damaged_chunk_is_silence_of_its_length_and_the_rest_is_heard(tmp_path: Path) -> None:
    chunks = tenths(4)
    path = written(tmp_path / "sound", chunks)
    content = bytearray(path.read_bytes())
    content[HEAD + OVERHEAD + TENTH + 100] ^= 1
    path.write_bytes(content)
    assert sound(path) == chunks[0] + bytes(TENTH) + chunks[2] + chunks[3]
    assert missing(path) == pytest.approx(0.1)


def test_after_a_damaged_length_the_rest_is_missing_and_that_is_told(tmp_path: Path) -> None:
    chunks = tenths(4)
    path = written(tmp_path / "sound", chunks)
    content = bytearray(path.read_bytes())
    content[HEAD + OVERHEAD + TENTH + 3] = 0xFF
    path.write_bytes(content)
    assert sound(path)[:TENTH] == chunks[0]
    assert missing(path) == pytest.approx(0.3, abs=0.01)


def test_chunks_that_were_exchanged_are_not_taken_for_sound(tmp_path: Path) -> None:
    path = written(tmp_path / "sound", tenths(2))
    content, size = path.read_bytes(), OVERHEAD + TENTH
    path.write_bytes(content[:HEAD] + content[HEAD + size :] + content[HEAD : HEAD + size])
    assert missing(path) == pytest.approx(0.2)


def test_sound_that_could_not_be_kept_takes_its_time(tmp_path: Path) -> None:
    first, last = tenths(2)
    writer = SpoolWriter(tmp_path / "sound", KEY, ID)
    writer.write(first)
    writer.skip(3 * BYTES_PER_SECOND)
    writer.write(last)
    writer.close()
    assert sound(tmp_path / "sound") == first + bytes(3 * BYTES_PER_SECOND) + last
    assert missing(tmp_path / "sound") == 3


def test_a_write_that_the_disk_refuses_half_way_leaves_no_trace(tmp_path: Path) -> None:
    first, second, third = tenths(3)
    path = tmp_path / "sound"
    writer = SpoolWriter(path, KEY, ID)
    writer.write(first)
    with no_file_grows_past(HEAD + OVERHEAD + TENTH + 500), pytest.raises(OSError, match="large"):
        writer.write(second)
    writer.write(third)
    writer.close()
    assert sound(path) == first + third


def test_how_much_was_heard_is_noted_without_any_room_and_spoils_nothing(tmp_path: Path) -> None:
    first, second = tenths(2)
    path = tmp_path / "sound"
    writer = SpoolWriter(path, KEY, ID)
    writer.write(first)
    assert spool.heard(path, KEY, ID) == pytest.approx(0.1)
    with no_file_grows_past(path.stat().st_size):
        writer.tell_heard(7 * BYTES_PER_SECOND)
    assert spool.heard(path, KEY, ID) == 7
    assert sound(path) == first
    writer.write(second)
    writer.close()
    assert sound(path) == first + second
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    assert spool.heard(path, KEY, ID) == pytest.approx(0.2), "what nobody wrote is not believed"


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "sound", tenths(3))
    content = path.read_bytes()
    path.write_bytes(b"SCRSPL01" + content[HEAD:])
    assert sound(path) == b"".join(tenths(3))
    assert spool.heard(path, KEY, ID) == pytest.approx(0.3)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "sound", tenths(2))
    assert all(stretch.missing for stretch in spool.read(path, bytes(32), ID))
