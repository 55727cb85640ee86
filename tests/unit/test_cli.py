"""The command line as a process of its own, on real audio."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from scribe_desktop import __version__
from scribe_desktop.cli import _line
from scribe_desktop.session.policies import Policy
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.second_factor import Enrolment
from scribe_desktop.speech.port import Final
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, found, session_of
from tests.helpers.recordings import BECKETT, FIRST_SENTENCES, TWO_CITIES, beginning, recall


def scribe(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(folder / "profile")]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return beginning(TWO_CITIES, 9.2, tmp_path_factory.mktemp("audio") / "two sentences.flac")


def test_it_says_its_version(tmp_path: Path) -> None:
    said = scribe("--version", folder=tmp_path)
    assert (said.returncode, said.stdout.strip()) == (0, f"scribe-desktop {__version__}")


def test_transcribe_prints_what_was_said_and_nothing_else(clip: Path, tmp_path: Path) -> None:
    said = scribe("transcribe", clip, folder=tmp_path)
    assert said.returncode == 0
    assert said.stderr == ""
    assert recall(FIRST_SENTENCES, said.stdout) > 0.9
    assert "[" not in said.stdout


def test_timestamps_begin_each_line_and_count_up(clip: Path, tmp_path: Path) -> None:
    said = scribe("transcribe", "--timestamps", clip, folder=tmp_path)
    times = [line[1:8] for line in said.stdout.splitlines()]
    assert times
    assert times == sorted(times)
    assert all(line[0] == "[" and line[3] == ":" and line[8] == "]" for line in said.stdout.splitlines())


def test_json_has_one_object_a_file_also_for_one_that_is_no_audio(clip: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.wav"
    text.write_text("this is no audio")
    said = scribe("transcribe", "--json", clip, text, BECKETT, folder=tmp_path)
    first, second, third = (json.loads(line) for line in said.stdout.splitlines())
    assert said.returncode == 1
    assert [one["file"] for one in (first, second, third)] == [str(clip), str(text), str(BECKETT)]
    assert first["engine"] == "clinical"
    assert (first["error"], third["error"]) == ("", "")
    assert second["segments"] == []
    assert second["error"] in said.stderr
    starts = [segment["start"] for segment in first["segments"]]
    assert starts == sorted(starts)
    assert all(segment["start"] < segment["end"] <= 10.5 for segment in first["segments"])
    assert recall(FIRST_SENTENCES, " ".join(segment["text"] for segment in first["segments"])) > 0.9
    assert third["segments"]
    for segment in first["segments"] + third["segments"]:
        assert segment["heard"] == " ".join(word["text"] for word in segment["words"])
        assert all(flag["text"] in segment["text"] and flag["risk"] for flag in segment["flags"])


def test_an_output_that_takes_no_more_ends_it_with_a_message(clip: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(tmp_path), "transcribe", str(clip)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr == "scribe-desktop: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(("start", "shown"), [(0.0, "00:00.0"), (59.97, "01:00.0"), (3675.04, "61:15.0")])
def test_a_timestamp_never_says_sixty_seconds(start: float, shown: str) -> None:
    assert _line(Final("hello", start, start + 1), "Hello.", timestamps=True) == f"[{shown}] Hello."


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["transcribe", "missing.wav"], "missing.wav"),
        (["transcribe", "--engine", "nosuch", "missing.wav"], "nosuch"),
        (["transcribe", "--model", "/nowhere", "missing.wav"], "/nowhere"),
    ],
)
def test_mistakes_are_told_in_one_line(arguments: list[str], complaint: str, tmp_path: Path) -> None:
    said = scribe(*arguments, folder=tmp_path)
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("scribe-desktop: ")
    assert complaint in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_walk_takes_no_folder_that_holds_somebodys_files(tmp_path: Path) -> None:
    theirs = tmp_path / "pictures" / "wedding.jpg"
    theirs.parent.mkdir()
    theirs.touch()
    said = scribe("walk", "--out", tmp_path, folder=tmp_path)
    assert said.returncode == 1
    assert said.stderr.startswith(f"scribe-desktop: {tmp_path} is not empty.")
    assert theirs.exists()


@pytest.mark.parametrize("arguments", [["transcribe"], ["nosuch"], ["--nosuch"]])
def test_a_wrong_command_line_shows_how_it_is_used(arguments: list[str], tmp_path: Path) -> None:
    said = scribe(*arguments, folder=tmp_path)
    assert said.returncode == 2
    assert "usage: scribe-desktop" in said.stderr


def test_doctor_says_of_every_part_how_it_is_and_changes_nothing(tmp_path: Path) -> None:
    said = scribe("doctor", folder=tmp_path)
    parts = {line[5:].split()[0] for line in said.stdout.splitlines()}
    assert said.returncode == 0
    assert parts >= {"display", "microphone", "speech", "keyring", "store", "connector", "phrases"}
    assert not (tmp_path / "profile").exists()


def test_doctor_names_keys_without_a_store(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "keys.json").write_text("{}")
    said = scribe("doctor", folder=tmp_path)
    assert said.returncode == 1
    assert any(line.startswith("FAIL store") for line in said.stdout.splitlines())
    assert "Traceback" not in said.stderr


def audit(*arguments: str | Path, folder: Path, typed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(folder), "audit"]
    return subprocess.run(
        [*command, *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "profile"
    found(Profile(folder), Visitor("K-1", "Casey Doe"))
    return folder


def test_the_audit_trail_is_verified_exported_and_anchored(profile: Path, tmp_path: Path) -> None:
    typed = f"{PHYSICIAN.name}\n{PHYSICIAN.passphrase}\n"
    anchored = audit("anchor", folder=profile, typed=typed)
    assert (anchored.returncode, json.loads(anchored.stdout)["format"]) == (0, 1)
    anchor = tmp_path / "anchor.json"
    anchor.write_text(anchored.stdout)
    verified = audit("verify", "--anchor", anchor, folder=profile, typed=typed)
    assert (verified.returncode, verified.stdout[:5]) == (0, "ok   ")
    export = ("--person", PHYSICIAN.name, "export", tmp_path / "trail.csv")
    exported = audit(*export, folder=profile, typed=f"{PHYSICIAN.passphrase}\n")
    assert exported.returncode == 0
    lines = (tmp_path / "trail.csv").read_text().splitlines()
    assert any("Encounter begun" in line and "K-1" in line for line in lines)
    none = audit("export", tmp_path / "none.csv", "--until", "2020-01-01", folder=profile, typed=typed)
    assert none.stdout.startswith("0 entries")


def test_a_broken_audit_trail_is_told_and_ends_with_1(profile: Path) -> None:
    typed = f"{PHYSICIAN.name}\n{PHYSICIAN.passphrase}\n"
    (profile / "audit-anchor.json").unlink()
    broken = audit("verify", folder=profile, typed=typed)
    assert broken.returncode == 1
    assert "records that the trail did not fit its anchor" in broken.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"{SCRIBE.name}\n{SCRIBE.passphrase}\n", "may not read the audit trail"),
        (f"{PHYSICIAN.name}\nsomething else entirely\n", "not the right one"),
        ("Somebody\n", "has no log-in here"),
        ("", "has no log-in here"),
    ],
)
def test_the_audit_trail_is_not_for_everybody(profile: Path, typed: str, said: str) -> None:
    refused = audit("verify", folder=profile, typed=typed)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert said in refused.stderr


def test_without_a_workstation_there_is_no_audit_trail(tmp_path: Path) -> None:
    refused = audit("verify", folder=tmp_path, typed="")
    assert refused.returncode == 1
    assert "No workstation is set up" in refused.stderr


@pytest.fixture
def with_a_factor(tmp_path: Path) -> tuple[Path, Enrolment, str]:
    """A profile whose physician has a second factor, the factor, and one of its paper codes."""
    folder = tmp_path / "second"
    found(Profile(folder), Visitor("K-1", "Casey Doe"))
    session = session_of(Profile(folder), PHYSICIAN)
    enrolment = session.second_factor.propose()
    paper = session.second_factor.switch_on(enrolment, shown(enrolment), PHYSICIAN.passphrase)
    session.close()
    return folder, enrolment, paper[0]


def shown(enrolment: Enrolment, later: int = 0) -> str:
    """What the authenticator app shows, so many steps from now."""
    at = int(datetime.now(UTC).timestamp()) + 30 * later
    return TOTP(enrolment.factor.secret, 6, SHA1(), 30).generate(at).decode()


def test_a_second_factor_is_asked_for_at_the_terminal_too(
    with_a_factor: tuple[Path, Enrolment, str], tmp_path: Path
) -> None:
    folder, enrolment, paper = with_a_factor
    typed = f"{PHYSICIAN.name}\n{PHYSICIAN.passphrase}\n"
    for code, said in (("", "Type the code"), (shown(enrolment, -40), "does not count")):
        refused = audit("verify", folder=folder, typed=f"{typed}{code}\n")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert said in refused.stderr
    verified = audit("verify", folder=folder, typed=f"{typed}{shown(enrolment, 1)}\n")
    assert (verified.returncode, verified.stdout[:2]) == (0, "ok")
    exported = audit("export", tmp_path / "trail.csv", folder=folder, typed=f"{typed}{paper}\n")
    assert exported.returncode == 0
    again = audit("verify", folder=folder, typed=f"{typed}{paper}\n")
    assert again.returncode == 1


def test_a_backup_asks_for_the_second_factor(
    with_a_factor: tuple[Path, Enrolment, str], tmp_path: Path
) -> None:
    folder, _, paper = with_a_factor
    away = tmp_path / "away"
    away.mkdir()
    make = ("backup", "make", away, "--person", PHYSICIAN.name)
    for typed, made in ((PHYSICIAN.passphrase, 0), (f"{PHYSICIAN.passphrase}\n{paper}", 1)):
        command = [sys.executable, "-m", "scribe_desktop", "--profile", str(folder), *map(str, make)]
        done = subprocess.run(
            command, input=f"{typed}\n", capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == (0 if made else 1)
        assert len(list(away.iterdir())) == made


def test_whoever_has_to_set_a_second_factor_up_does_so_at_the_window(tmp_path: Path) -> None:
    folder = tmp_path / "due"
    found(Profile(folder), Visitor("K-1", "Casey Doe"))
    session = session_of(Profile(folder), PHYSICIAN)
    session.policies.set(Policy(second_factor=True))
    session.close()
    refused = audit("verify", folder=folder, typed=f"{PHYSICIAN.name}\n{PHYSICIAN.passphrase}\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Log in at the window" in refused.stderr
