"""Models installed from a real server, a zip file and a folder, whole and tried out or not at all."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput, BadModel, StoreNotWritable, UnconfirmedModel, WrongState
from scribe_desktop.speech import engines
from scribe_desktop.speech.model_catalogue import OfferedModel
from scribe_desktop.speech.model_folder import DOWNLOADS, DOWNLOADS_KEPT, ModelFolder
from scribe_desktop.speech.model_install import ModelInstaller
from scribe_desktop.speech.model_progress import Cancelled, Step, Watcher
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.disk_limits import small_disk
from tests.helpers.file_server import FileServer, serving
from tests.helpers.listener import ignore
from tests.helpers.models import korean_zip, made_up_zip
from tests.helpers.recordings import KOREAN_MODEL, spoken_korean

NAME = "vosk-model-small-ko-0.22"


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return korean_zip(tmp_path_factory.mktemp("zip") / f"{NAME}.zip")


@pytest.fixture(scope="module")
def korean_sum(korean: Path) -> str:
    return hashlib.sha256(korean.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    return ModelFolder(tmp_path / "models")


@pytest.fixture
def server(korean: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(korean.read_bytes()) as file:
        yield file


def offer(server: FileServer, sha256: str) -> OfferedModel:
    return OfferedModel(
        NAME, "Korean", "vosk", "ko", 1 + len(server.content) // 1_000_000, "", server.address, sha256
    )


def names(folder: ModelFolder) -> list[str]:
    """All that lies in the models folder but the lock."""
    return sorted(entry.name for entry in folder.path.iterdir() if entry.name != ".lock")


def test_a_downloaded_model_is_dictated_with(
    server: FileServer, korean_sum: str, folder: ModelFolder, tmp_path: Path
) -> None:
    server.cuts = [40_000_000]
    model, steps = offer(server, korean_sum), list[Step]()
    installer = ModelInstaller(folder, [model])
    assert installer.from_catalogue(model, Watcher(lambda step, *_: steps.append(step))) == NAME
    assert list(dict.fromkeys(steps)) == list(Step)
    assert server.asked[1].startswith("bytes=")
    assert names(folder) == [DOWNLOADS, NAME]
    assert list((folder.path / DOWNLOADS).iterdir()) == []
    folder.use(NAME)
    choice = engines.choose("vosk", {"vosk": {"models": str(folder.path)}})
    recogniser = Recogniser(choice)
    clip = spoken_korean("안녕하세요. 반갑습니다.", tmp_path / "korean.wav")
    finals = transcribe(clip, recogniser, ignore, ignore, lambda: False)
    recogniser.close()
    assert any("가" <= letter <= "힣" for final in finals for letter in final.text)


def test_a_wrong_checksum_leaves_nothing_behind(server: FileServer, folder: ModelFolder) -> None:
    model = offer(server, "0" * 64)
    with pytest.raises(BadModel, match="not the file that it should be"):
        ModelInstaller(folder, [model]).from_catalogue(model, Watcher())
    assert names(folder) == [DOWNLOADS]
    assert list((folder.path / DOWNLOADS).iterdir()) == []


def test_an_unknown_checksum_is_shown_and_asked_about_without_a_second_download(
    folder: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    content = made_up_zip(tmp_path / "m.zip").read_bytes()
    with serving(content) as server:
        model = offer(server, "")
        installer = ModelInstaller(folder, [model])
        with pytest.raises(UnconfirmedModel) as caught:
            installer.from_catalogue(model, Watcher())
        assert caught.value.sha256 == hashlib.sha256(content).hexdigest()
        assert caught.value.sha256 in str(caught.value).replace(" ", "")
        with pytest.raises(BadModel, match="cannot be loaded"):
            installer.from_catalogue(model, Watcher(), sha256=caught.value.sha256)
        assert len(server.asked) == 1


def test_nobody_is_asked_to_compare_the_checksum_of_what_is_no_model(
    folder: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.zip"
    path.write_text("Dear colleague")
    with pytest.raises(BadModel, match="no zip file"):
        ModelInstaller(folder, []).from_path(path, Watcher())
    with pytest.raises(BadModel, match=r"no am/final\.mdl"):
        ModelInstaller(folder, []).from_path(
            made_up_zip(tmp_path / "m.zip", without=["am/final.mdl"]), Watcher()
        )
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(b"<html>Log in to the guest network</html>") as server:
        model = offer(server, "")
        with pytest.raises(BadModel, match="no zip file"):
            ModelInstaller(folder, [model]).from_catalogue(model, Watcher())
    assert names(folder) == [DOWNLOADS]
    assert list((folder.path / DOWNLOADS).iterdir()) == []


def test_a_model_that_cannot_be_loaded_is_not_installed(folder: ModelFolder, tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip")
    with pytest.raises(BadModel, match="cannot be loaded"):
        ModelInstaller(folder, []).from_path(path, Watcher(), accept=True)
    assert names(folder) == []
    assert path.exists()


def test_a_file_by_the_name_of_an_offered_model_has_to_be_that_model(
    folder: ModelFolder, tmp_path: Path
) -> None:
    path = made_up_zip(tmp_path / f"{NAME}.zip")
    known = OfferedModel(NAME, "Korean", "vosk", "ko", 80, "", "https://models.example/", "0" * 64)
    with pytest.raises(BadModel, match="not the file that it should be"):
        ModelInstaller(folder, [known]).from_path(path, Watcher(), accept=True)


def test_a_zip_file_with_the_checksum_that_somebody_gives_is_installed(
    korean: Path, korean_sum: str, folder: ModelFolder
) -> None:
    given = f" {korean_sum.upper()}\n"
    assert ModelInstaller(folder, []).from_path(korean, Watcher(), sha256=given) == NAME
    with pytest.raises(BadInput, match="installed already"):
        ModelInstaller(folder, []).from_path(korean, Watcher(), accept=True)
    assert [(one.name, one.language, one.chosen) for one in folder.installed()] == [(NAME, "ko", False)]


def test_an_unpacked_folder_is_installed_and_left_alone(folder: ModelFolder) -> None:
    assert ModelInstaller(folder, []).from_path(KOREAN_MODEL, Watcher()) == "model"
    assert (KOREAN_MODEL / "am" / "final.mdl").is_file()
    folder.use("model")
    assert folder.chosen() == folder.path / "model"
    folder.remove("model")
    assert names(folder) == []
    assert folder.chosen() is None


@pytest.mark.parametrize("step", [Step.CHECKING, Step.UNPACKING, Step.TRYING])
def test_a_cancelled_installation_leaves_nothing(korean: Path, folder: ModelFolder, step: Step) -> None:
    seen: list[Step] = []
    watcher = Watcher(lambda now, *_: seen.append(now), lambda: step in seen)
    with pytest.raises(Cancelled):
        ModelInstaller(folder, []).from_path(korean, watcher, accept=True)
    assert names(folder) == []


def test_a_full_disk_is_told_and_nothing_is_left(korean: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4000) as disk:
        folder = ModelFolder(disk)
        with pytest.raises(StoreNotWritable, match="the disk is full"):
            ModelInstaller(folder, []).from_path(korean, Watcher(), accept=True)
        assert names(folder) == []


def test_two_installations_at_once_do_not_meet(folder: ModelFolder, tmp_path: Path) -> None:
    path = made_up_zip(tmp_path / "m.zip")
    with folder.locked(), pytest.raises(WrongState, match="being installed"):
        ModelInstaller(folder, []).from_path(path, Watcher(), accept=True)


def test_what_is_not_installed_cannot_be_used_or_removed(folder: ModelFolder) -> None:
    for act in (folder.use, folder.remove):
        with pytest.raises(BadInput, match="is not installed"):
            act("vosk-model-xx-0.1")


PROGRAM = """
import sys
from pathlib import Path
from scribe_desktop.speech.model_folder import ModelFolder
from scribe_desktop.speech.model_install import ModelInstaller
from scribe_desktop.speech.model_progress import Watcher

def told(step, done, total):
    print(step.name, flush=True)

if __name__ == "__main__":
    installer = ModelInstaller(ModelFolder(Path(sys.argv[1])), [])
    installer.from_path(Path(sys.argv[2]), Watcher(told), accept=True)
"""


@pytest.mark.parametrize("step", [Step.UNPACKING, Step.TRYING])
def test_a_program_killed_in_the_middle_leaves_no_model_and_the_next_start_cleans_up(
    korean: Path, folder: ModelFolder, tmp_path: Path, step: Step
) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    program = subprocess.Popen(
        [sys.executable, tmp_path / "program.py", folder.path, korean],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        while program.stdout.readline().strip() != step.name:
            assert program.poll() is None
        program.send_signal(signal.SIGKILL)
    assert folder.installed() == ()
    left = names(folder)
    assert len(left) == 1
    assert left[0].startswith(".work-")
    folder.clean_up()
    assert names(folder) == []


def test_old_downloads_that_nobody_went_on_with_are_thrown_away(folder: ModelFolder) -> None:
    downloads = folder.path / DOWNLOADS
    downloads.mkdir(parents=True)
    for name, age in (("old.zip.part", DOWNLOADS_KEPT + 60), ("new.zip.part", 60)):
        (downloads / name).write_bytes(b"part")
        os.utime(downloads / name, (time.time() - age,) * 2)
    folder.clean_up()
    assert [file.name for file in downloads.iterdir()] == ["new.zip.part"]


def test_cleaning_up_leaves_an_installation_under_way_alone(folder: ModelFolder) -> None:
    with folder.locked(), folder.workplace() as work:
        ModelFolder(folder.path).clean_up()
        assert work.is_dir()
