"""`scribe-desktop speech`: list, install, remove, use, as somebody at a terminal sees it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop import cli
from scribe_desktop.speech.model_catalogue import OWN_CATALOGUE
from tests.helpers.file_server import FileServer, serving
from tests.helpers.models import made_up_zip
from tests.helpers.recordings import KOREAN_MODEL

NAME = "vosk-model-small-ko-0.22"


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli, "_keep_files_private", lambda: None)
    folder = tmp_path / "profile" / "models"
    folder.mkdir(parents=True)
    return folder


def speech(models: Path, *arguments: str | Path) -> int:
    return cli.run(["--profile", str(models.parent), "speech", *map(str, arguments)])


def test_the_list_names_what_is_installed_and_what_there_is(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (models / NAME).symlink_to(KOREAN_MODEL)
    assert speech(models, "list") == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines[NAME].split()[1:] == ["installed", "ko"]
    assert "40 MB" in lines["vosk-model-small-en-us-0.15"]
    assert "Apache-2.0" in lines["vosk-model-en-us-0.22-lgraph"]


def test_a_list_that_nobody_reads_to_its_end_ends_with_a_message(models: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(models.parent), "speech", "list"]
    ended = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(writes)
    assert ended.returncode == 1
    assert ended.stderr == "scribe-desktop: The output cannot be written: Broken pipe.\n"


def test_a_model_is_used_and_removed_by_name(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speech(models, "install", KOREAN_MODEL) == 0
    assert speech(models, "use", "model") == 0
    assert speech(models, "list") == 0
    assert "chosen" in capsys.readouterr().out.splitlines()[2]
    assert speech(models, "use", "built-in") == 0
    assert speech(models, "list") == 0
    assert "chosen" not in capsys.readouterr().out
    assert speech(models, "remove", "model") == 0
    assert not (models / "model").exists()


def test_an_unknown_checksum_is_shown_with_what_to_add(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert speech(models, "install", made_up_zip(tmp_path / "m.zip")) == 1
    said = capsys.readouterr().err
    assert "SHA-256 is " in said
    assert "--sha256" in said
    assert "--accept" in said
    assert speech(models, "install", tmp_path / "m.zip", "--accept") == 1
    assert "cannot be loaded" in capsys.readouterr().err
    assert speech(models, "install", tmp_path / "m.zip", "--sha256", "0" * 64) == 1
    assert "not the file that it should be" in capsys.readouterr().err


def test_a_name_that_nobody_offers_is_answered_with_those_there_are(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert speech(models, "install", "vosk-model-en-us-9.99") == 1
    assert "vosk-model-small-en-us-0.15" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_not_to_be(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert speech(models, "install", tmp_path / "gone.zip") == 1
    assert "gone.zip" in capsys.readouterr().err
    os.mkfifo(tmp_path / "pipe.zip")
    assert speech(models, "install", tmp_path / "pipe.zip") == 1
    assert "no file or folder" in capsys.readouterr().err


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(made_up_zip(tmp_path / "m.zip").read_bytes()) as file:
        yield file


def test_a_clinics_own_mirror_takes_the_place_of_the_makers_address(
    models: Path, server: FileServer, capsys: pytest.CaptureFixture[str]
) -> None:
    (models / OWN_CATALOGUE).write_text(
        f"""[[model]]
        name = "vosk-model-small-en-us-0.15"
        title = "English, from our own server"
        engine = "vosk"
        language = "en"
        size = 40
        licence = "Apache-2.0"
        address = "{server.address}"
        sha256 = "{"0" * 64}"
        """
    )
    assert speech(models, "install", "vosk-model-small-en-us-0.15") == 1
    assert "not the file that it should be" in capsys.readouterr().err
    assert server.asked == [""]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('sha256 = "abc"', "64 digits"),
        ('engine = "kaldi"', "no engine kaldi"),
        ('size = "big"', "whole number"),
        ('address = "ftp://example.org/m.zip"', "https://"),
        ('address = "http://example.org/m.zip"', "needs a sha256"),
        ('colour = "red"', "colour"),
        ('name = "../my model"', "letters, digits"),
        ("= broken", "cannot be read"),
    ],
)
def test_an_entry_that_cannot_be_right_is_named(
    models: Path, capsys: pytest.CaptureFixture[str], change: str, said: str
) -> None:
    key = change.split(" =")[0]
    entry = {
        "name": '"my-model"',
        "title": '"T"',
        "engine": '"vosk"',
        "language": '"en"',
        "size": "40",
        "licence": '""',
        "address": '"https://e.org/m.zip"',
    }
    kept = [f"{name} = {value}" for name, value in entry.items() if name != key]
    (models / OWN_CATALOGUE).write_text("\n".join(["[[model]]", *kept, change]))
    assert speech(models, "list") == 1
    assert said in capsys.readouterr().err
