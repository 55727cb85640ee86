"""What a zip file or folder may hold to be unpacked as a model, and what it must not."""

import os
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadModel
from scribe_desktop.speech import model_archive
from scribe_desktop.speech.model_archive import opened
from scribe_desktop.speech.model_progress import Cancelled, Watcher
from tests.helpers.models import LAYOUT, made_up_zip


def unpacked(path: Path, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    with opened(path) as source:
        source.unpack(folder, Watcher())
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("top", ["vosk-model-xx-0.1/", ""])
def test_a_model_unpacks_with_or_without_a_folder_around_it(tmp_path: Path, top: str) -> None:
    path = made_up_zip(tmp_path / "m.zip", top=top)
    with opened(path) as source:
        assert source.content.name == top.rstrip("/")
        assert source.content.size == sum(map(len, LAYOUT.values()))
    assert unpacked(path, tmp_path / "out") == LAYOUT


def test_an_unpacked_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(made_up_zip(tmp_path / "m.zip")) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "vosk-model-xx-0.1"
    with opened(folder) as source:
        assert source.content.name == "vosk-model-xx-0.1"
    assert unpacked(folder, tmp_path / "out") == LAYOUT


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "a//b", "./a", "a\nb", "a?b"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    path = made_up_zip(tmp_path / "m.zip", infos=[(zipfile.ZipInfo(name), b"evil")])
    with pytest.raises(BadModel, match="leads out of its folder"), opened(path):
        pass


@given(name=st.text(min_size=1, max_size=30))
def test_whatever_a_file_is_named_it_lands_inside_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = made_up_zip(folder / "m.zip", top="", infos=[(zipfile.ZipInfo(name), b"x")])
    except UnicodeEncodeError:
        return
    out = folder / "out"
    out.mkdir()
    try:
        with opened(path) as source:
            source.unpack(out, Watcher())
    except BadModel:
        assert list(out.rglob("*")) == []
    else:
        landed = [file for file in out.rglob("*") if file.is_file()]
        assert len(landed) in (len(LAYOUT), len(LAYOUT) + 1)
    assert sorted(entry.name for entry in folder.iterdir()) == ["m.zip", "out"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_file_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("vosk-model-xx-0.1/link")
    info.external_attr = (kind | 0o777) << 16
    path = made_up_zip(tmp_path / "m.zip", infos=[(info, b"/etc/passwd")])
    with pytest.raises(BadModel, match="no ordinary file"), opened(path):
        pass


def test_links_in_a_folder_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(made_up_zip(tmp_path / "m.zip")) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "vosk-model-xx-0.1"
    (folder / "conf" / "more.conf").symlink_to("/etc/passwd")
    with pytest.raises(BadModel, match="no ordinary file"), opened(folder):
        pass


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip", extra={"graph/more": bytes(50 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(BadModel, match="far more"), opened(path):
        pass


def test_a_file_that_is_longer_than_it_says_stops_there(tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip", extra={"graph/more": os.urandom(5000)})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("vosk-model-xx-0.1/graph/more")
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    (tmp_path / "out").mkdir()
    with pytest.raises(BadModel), opened(path) as source:
        source.unpack(tmp_path / "out", Watcher())
    written = tmp_path / "out" / "graph" / "more"
    assert info.file_size == 5000
    assert not written.exists() or written.stat().st_size <= 100


def test_more_files_or_bytes_than_any_model_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_up_zip(tmp_path / "m.zip")
    monkeypatch.setattr(model_archive, "MOST_FILES", 3)
    with pytest.raises(BadModel, match="far more"), opened(path):
        pass
    monkeypatch.undo()
    monkeypatch.setattr(model_archive, "MOST_BYTES", 20)
    with pytest.raises(BadModel, match="far more"), opened(path):
        pass


def test_two_files_of_one_name_are_refused_however_they_are_spelt(tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip", extra={"am/FINAL.mdl": b"another"})
    with pytest.raises(BadModel, match="two files of one name"), opened(path):
        pass


@pytest.mark.parametrize("missing", ["am/final.mdl", "conf/model.conf", "graph/HCLG.fst"])
def test_what_is_no_model_is_refused_with_what_is_missing(tmp_path: Path, missing: str) -> None:
    path = made_up_zip(tmp_path / "m.zip", without=[missing])
    with pytest.raises(BadModel, match="no Vosk model") as caught, opened(path):
        pass
    assert missing.split("/")[0] in str(caught.value)


def test_a_damaged_file_in_it_is_named(tmp_path: Path) -> None:
    noise = os.urandom(5000)
    path = made_up_zip(tmp_path / "m.zip", extra={"graph/more": noise})
    data = bytearray(path.read_bytes())
    at = data.index(noise[1000:1020])
    data[at] ^= 0xFF
    path.write_bytes(data)
    (tmp_path / "out").mkdir()
    with pytest.raises(BadModel, match="damaged at graph/more"), opened(path) as source:
        source.unpack(tmp_path / "out", Watcher())


def test_what_is_no_zip_file_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(BadModel, match="no zip file"), opened(path):
        pass


def test_unpacking_stops_when_it_is_to(tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip")
    (tmp_path / "out").mkdir()
    with opened(path) as source, pytest.raises(Cancelled):
        source.unpack(tmp_path / "out", Watcher(cancelled=lambda: True))
