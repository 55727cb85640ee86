"""An engine out of a package that this program has never heard of, installed as any package is."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scribe_desktop.errors import NoModel
from scribe_desktop.speech import engines
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser
from tests.helpers import recordings
from tests.helpers.listener import Listener, ignore

SOURCE = Path(recordings.__file__).parent / "third_party_engine"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an installer leaves: the package and its metadata with the entry point, on the path."""
    project = tomllib.loads((SOURCE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path / "site"
    package = site / "clinic_speech"
    package.mkdir(parents=True)
    code = (SOURCE / "clinic_speech" / "__init__.py").read_text(encoding="utf-8")
    (package / "__init__.py").write_text(code, encoding="utf-8")
    metadata = site / f"clinic_speech-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    ((group, entries),) = project["entry-points"].items()
    lines = [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (metadata / "entry_points.txt").write_text("\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))
    return site


def test_it_is_found_offered_and_chosen_like_any_other(installed: Path) -> None:
    info = next(info for info in engines.available() if info.name == "clinic")
    assert (info.title, info.ready, info.detail, info.language) == ("Clinic speech", True, "two words", "en")
    assert engines.choose("clinic", {}).name == "clinic"
    assert engines.choose(None, {}).name == "clinical", "a stranger's engine never takes over by itself"


def test_its_reason_not_to_work_is_passed_on(installed: Path) -> None:
    with pytest.raises(NoModel, match="does not speak fr"):
        engines.choose("clinic", {"clinic": {"language": "fr"}})


def test_dictation_goes_through_it_in_a_worker_process_with_its_settings(installed: Path) -> None:
    choice = engines.choose("clinic", {"clinic": {"language": "de"}})
    recogniser, heard = Recogniser(choice), Listener()
    stream = heard.open(recogniser)
    stream.feed(b"\x00\x10" * 16_000 + bytes(32_000) + b"\x00\x10" * 8_000)
    stream.finish()
    heard.wait_for_end()
    worker = recogniser.worker_pid
    recogniser.close()
    assert not heard.errors
    assert worker not in (None, os.getpid())
    assert [final.text for final in heard.finals] == [
        f"{word} {worker}" for word in ("laut", "leise", "laut")
    ]
    assert [final.start for final in heard.finals] == [0.0, 1.0, 2.0]


def test_an_audio_file_goes_through_it(installed: Path) -> None:
    recogniser = Recogniser(engines.choose("clinic", {}))
    finals = transcribe(recordings.BECKETT, recogniser, ignore, ignore, lambda: False)
    recogniser.close()
    assert len(finals) >= 9
    assert {final.words[0].text for final in finals} <= {"loud", "soft"}
    assert any(final.words[0].text == "loud" for final in finals)


def test_the_command_line_dictates_through_it(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(tmp_path / "profile")]
    said = subprocess.run(
        [*command, "transcribe", "--engine", "clinic", str(recordings.BECKETT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[0].split()[0] in ("loud", "soft")
