from pathlib import Path

from scribe_desktop import assets

ROOT = Path(__file__).parents[2]


def test_resources_of_a_checkout_are_the_checkouts() -> None:
    assert assets.resource("note_types", "soap_visit.toml") == ROOT / "resources/note_types/soap_visit.toml"
    assert assets.resource("samples").is_dir()


def test_a_form_is_found_by_its_name() -> None:
    assert assets.form("login") == ROOT / "ui/login.ui"


def test_the_sample_dictation_comes_with_its_words() -> None:
    sentences = assets.resource("samples", "dictation.txt").read_text(encoding="utf-8").splitlines()
    assert len(sentences) >= 5
    assert assets.resource("samples", "dictation.flac").read_bytes().startswith(b"fLaC")
