"""Downloads over a real connection that is cut, refused, slow, or leads to another file meanwhile."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop.errors import DownloadFailed, StoreNotWritable
from scribe_desktop.speech.model_download import ATTEMPTS, Part, download
from scribe_desktop.speech.model_progress import Cancelled, Step, Watcher
from tests.helpers.disk_limits import small_disk
from tests.helpers.file_server import FileServer, serving
from tests.helpers.listener import ignore

CONTENT = random.Random(1).randbytes(300_000)
OTHER = random.Random(2).randbytes(300_000)
MOST = 1_000_000


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(CONTENT) as file:
        yield file


def fetch(server: FileServer, target: Path, watcher: Watcher | None = None) -> None:
    download(server.address, target, watcher or Watcher(), most=MOST, pause=ignore)


def test_a_file_comes_whole_and_leaves_nothing_else(server: FileServer, tmp_path: Path) -> None:
    seen: list[tuple[Step, int, int]] = []
    fetch(server, tmp_path / "m.zip", Watcher(lambda *news: seen.append(news)))
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert seen[-1] == (Step.DOWNLOADING, len(CONTENT), len(CONTENT))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


def test_a_cut_connection_is_gone_on_from_where_it_was(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [100_000, 50_000]
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert server.asked == ["", "bytes=100000-", "bytes=150000-"]


def test_a_file_that_changed_meanwhile_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [100_000] * ATTEMPTS
    with pytest.raises(Cancelled):
        fetch(server, tmp_path / "m.zip", Watcher(cancelled=lambda: len(server.asked) > 0))
    assert 0 < Part.of(tmp_path / "m.zip").length < len(CONTENT)
    server.cuts, server.content, server.etag = [], OTHER, '"two"'
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == OTHER


def test_a_server_without_ranges_sends_it_all_again(server: FileServer, tmp_path: Path) -> None:
    server.cuts, server.knows_ranges = [100_000], False
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT


def test_a_weak_tag_promises_nothing_to_go_on_with(server: FileServer, tmp_path: Path) -> None:
    server.cuts, server.etag = [100_000], 'W/"one"'
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert server.asked == ["", ""]


def test_a_download_that_had_all_but_its_name_is_not_fetched_again(
    server: FileServer, tmp_path: Path
) -> None:
    part = Part.of(tmp_path / "m.zip")
    with part.begin(server.address, server.etag) as file:
        file.write(CONTENT)
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert server.asked == [f"bytes={len(CONTENT)}-"]


def test_what_is_kept_of_another_address_is_not_gone_on_with(server: FileServer, tmp_path: Path) -> None:
    with Part.of(tmp_path / "m.zip").begin("https://elsewhere.example/m.zip", server.etag) as file:
        file.write(OTHER[:1000])
    fetch(server, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT


def test_a_connection_that_brings_nothing_is_given_up_and_what_came_is_kept(
    server: FileServer, tmp_path: Path
) -> None:
    server.cuts = [70_000, *[0] * ATTEMPTS]
    with pytest.raises(DownloadFailed, match="does not come through") as caught:
        fetch(server, tmp_path / "m.zip")
    assert "is kept" in caught.value.remedy
    assert Part.of(tmp_path / "m.zip").length == 70_000
    assert not (tmp_path / "m.zip").exists()


def test_nobody_there_is_told_in_plain_words(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="does not come through"):
        download("http://127.0.0.1:9/m.zip", tmp_path / "m.zip", Watcher(), most=MOST, pause=ignore)


def test_a_refusal_is_told_and_not_asked_again(server: FileServer, tmp_path: Path) -> None:
    server.status = 404
    with pytest.raises(DownloadFailed, match="404"):
        fetch(server, tmp_path / "m.zip")
    assert len(server.asked) == 1


def test_a_file_that_is_far_too_long_is_refused_before_it_comes(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="longer than"):
        download(server.address, tmp_path / "m.zip", Watcher(), most=1000, pause=ignore)
    assert Part.of(tmp_path / "m.zip").length == 0


def test_a_cancelled_download_stops_while_the_server_still_has_more(
    server: FileServer, tmp_path: Path
) -> None:
    server.waits_after = 131_072
    seen: list[int] = []
    watcher = Watcher(lambda _step, done, _total: seen.append(done), lambda: bool(seen))
    with pytest.raises(Cancelled):
        fetch(server, tmp_path / "m.zip", watcher)
    assert not (tmp_path / "m.zip").exists()


def test_a_full_disk_is_told_before_the_file_comes(server: FileServer, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=200) as disk:
        with pytest.raises(StoreNotWritable, match="the disk is full"):
            fetch(server, disk / "m.zip")
        assert not (disk / "m.zip").exists()
