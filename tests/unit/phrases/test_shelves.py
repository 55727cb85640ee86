"""Which of several phrases with one name is meant: personal, clinic, specialty, starter."""

from pathlib import Path

import pytest

from scribe_desktop.phrases.shelves import SPECIALTIES, Kind, Shelves


def written(path: Path, **phrases: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = (
        f'[[phrase]]\nname = "{name}"\ntitle = "T"\nbody = "{body}"\n' for name, body in phrases.items()
    )
    path.write_text("\n".join(blocks), encoding="utf-8")


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    written(tmp_path / "own" / "a.toml", all="own")
    written(tmp_path / "clinic" / "a.toml", all="clinic", three="clinic")
    written(tmp_path / "clinic" / SPECIALTIES / "cardiology.toml", heart="clinic's heart")
    written(tmp_path / "starter" / "a.toml", all="starter", three="starter", two="starter", one="starter")
    for name in ("cardiology", "dermatology"):
        own = {"cardiology": {"heart": "heart", "beat": "beat"}, "dermatology": {"skin": "skin"}}[name]
        phrases = {"all": name, "three": name, "two": name, "both": name} | own
        written(tmp_path / "starter" / SPECIALTIES / f"{name}.toml", **phrases)
    return Shelves.load(tmp_path / "starter", tmp_path / "own", tmp_path / "clinic", ["neurology"])


def body(shelves: Shelves, name: str, *chosen: str) -> str:
    phrase = shelves.library(chosen).get(name)
    return phrase.body if phrase else ""


def test_personal_comes_before_clinic_before_specialty_before_starter(shelves: Shelves) -> None:
    said = [body(shelves, name, "cardiology") for name in ("all", "three", "two", "one")]
    assert said == ["own", "clinic", "cardiology", "starter"]


def test_without_a_specialty_none_hides_the_starter_set(shelves: Shelves) -> None:
    assert body(shelves, "two") == "starter"


def test_of_two_chosen_specialties_the_first_wins(shelves: Shelves) -> None:
    assert body(shelves, "both", "dermatology", "cardiology") == "dermatology"
    assert body(shelves, "both", "cardiology", "dermatology") == "cardiology"


def test_another_specialtys_phrase_is_there_behind_all_others_unless_two_have_its_name(
    shelves: Shelves,
) -> None:
    assert body(shelves, "skin", "cardiology") == "skin"
    assert body(shelves, "both", "neurology") == ""
    library = shelves.library(("cardiology",))
    assert library.behind == {"skin"}
    assert [phrase.name for phrase in library.search("t")][-1] == "skin"


def test_the_clinics_file_of_a_specialty_wins_over_the_one_that_comes_with_the_program(
    shelves: Shelves,
) -> None:
    assert body(shelves, "heart", "cardiology") == "clinic's heart"
    assert body(shelves, "beat", "cardiology") == "beat"


def test_every_phrase_knows_its_library(shelves: Shelves) -> None:
    phrase = shelves.library(("cardiology",)).get("two")
    assert phrase is not None
    assert (shelves.of(phrase).kind, shelves.of(phrase).title) == (Kind.SPECIALTY, "Cardiology")
    having = [shelf.title for shelf in shelves.having("two")]
    assert having == ["Cardiology", "Dermatology", "Starter"]


def test_a_specialty_that_only_a_note_type_names_is_there_to_be_filled(shelves: Shelves) -> None:
    shelf = shelves.specialty("neurology")
    assert shelf is not None
    assert not shelf.phrases
    assert shelf.place is not None
    assert shelf.place.name == "neurology.toml"


def test_a_specialtys_file_with_a_mistake_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / SPECIALTIES).mkdir()
    (tmp_path / SPECIALTIES / "cardiology.toml").write_text('[[phrase]]\nname = "x"\n')
    shelves = Shelves.load(tmp_path, tmp_path / "own")
    assert [str(problem) for problem in shelves.problems] == [
        "cardiology.toml, line 1: the phrase has no title."
    ]
    assert not shelves.library(("cardiology",)).all()
