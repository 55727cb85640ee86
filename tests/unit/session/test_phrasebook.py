"""Three libraries with their order, and the user's own phrases as they change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput, NotAllowed
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.phrasebook import Phrasebook
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, found, session_of

CALM = Phrase("calm", "Calm", ("exam",), "Calm {yes|no}.", "")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    profile = Profile(tmp_path_factory.mktemp("clinic") / "profile")
    found(profile, Visitor("M-1", "Imogen Hartley"))
    return profile


@pytest.fixture
def book(clinic: Profile, tmp_path: Path) -> Iterator[Phrasebook]:
    session = session_of(clinic, PHYSICIAN)
    own = Profile(tmp_path)
    yield Phrasebook(session.desk, own, session.restrictions)
    session.desk.store.settings.put("phrase.clinic", "")
    session.close()


def body(book: Phrasebook, name: str) -> str:
    phrase = book.library.get(name)
    return phrase.body if phrase else ""


def test_own_phrases_win_over_the_clinics_and_those_over_the_starter_set(
    book: Phrasebook, tmp_path: Path
) -> None:
    theirs = tmp_path / "shared"
    theirs.mkdir()
    (theirs / "a.toml").write_text('[[phrase]]\nname = "nkda"\ntitle = "T"\nbody = "clinic ***"\n')
    book.set_clinic_folder(str(theirs))
    assert body(book, "nkda") == "clinic ***"
    phrase = book.library.get("nkda")
    assert phrase is not None
    assert book.origin(phrase) == "Clinic"
    book.save(replace(CALM, name="nkda"))
    assert body(book, "nkda") == CALM.body
    book.remove("nkda")
    assert body(book, "nkda") == "clinic ***"


def test_a_key_is_the_users_own_before_it_is_the_clinics(book: Phrasebook, tmp_path: Path) -> None:
    theirs = tmp_path / "shared"
    theirs.mkdir()
    (theirs / "a.toml").write_text('[[phrase]]\nname = "aaa"\ntitle = "T"\nkeys = "F12"\nbody = "x"\n')
    book.set_clinic_folder(str(theirs))
    book.save(replace(CALM, keys="F12"))
    assert [phrase.name for phrase in book.keyed()] == ["calm", "aaa"]


def test_a_folder_that_is_not_there_is_refused(book: Phrasebook, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        book.set_clinic_folder(str(tmp_path / "nowhere"))


def test_every_earlier_version_is_kept(book: Phrasebook) -> None:
    for text in ("first ***", "second ***", "third ***"):
        book.save(replace(CALM, body=text))
    assert body(book, "calm") == "third ***"
    assert [phrase.body for phrase in book.versions("calm")] == ["second ***", "first ***"]


def test_saving_one_phrase_of_a_file_leaves_the_others(book: Phrasebook, tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    one = '[[phrase]]\nname = "{}"\ntitle = "T"\nbody = "{}"\n'
    two = one.format("calm", "x") + one.format("other", "y")
    (folder / "mine.toml").write_text(two)
    book.reload()
    book.save(CALM)
    assert (body(book, "calm"), body(book, "other")) == (CALM.body, "y")
    assert book.library.problems == ()


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (replace(CALM, name="No good"), "cannot be typed"),
        (replace(CALM, title=" "), "title is missing"),
        (replace(CALM, body=""), "text is missing"),
        (replace(CALM, body="a\n{b"), "Line 2"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    book: Phrasebook, tmp_path: Path, phrase: Phrase, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        book.save(phrase)
    assert not (tmp_path / "phrases").exists()


def test_an_import_adds_what_is_new_and_keeps_what_it_replaces(book: Phrasebook, tmp_path: Path) -> None:
    book.save(CALM)
    path = tmp_path / "theirs.csv"
    path.write_text("calm,quite calm\nmrs,Imogen Hartley called\n")
    taken, doubts = book.bring_in(path)
    assert len(taken.phrases) == 2
    assert body(book, "calm") == "quite calm"
    assert [phrase.body for phrase in book.versions("calm")] == [CALM.body]
    assert [doubt.split(" holds ")[0] for doubt in doubts] == [".mrs"]
    assert book.library.problems == ()


def test_an_export_reads_back(book: Phrasebook, tmp_path: Path) -> None:
    book.save(CALM)
    assert book.give_out(tmp_path / "out.toml") == (1, ())
    book.remove("calm")
    book.bring_in(tmp_path / "out.toml")
    assert body(book, "calm") == CALM.body


def test_an_export_for_espanso_says_what_is_not_the_same_there(book: Phrasebook, tmp_path: Path) -> None:
    book.save(replace(CALM, body="Calm {+yes|no} on ***."))
    count, remarks = book.give_out(tmp_path / "out.yml")
    assert count == 1
    assert remarks == (".calm: several answers of one list are typed.",)
    book.bring_in(tmp_path / "out.yml")
    assert body(book, "calm") == "Calm *** on ***."


def test_an_export_into_a_file_of_another_kind_is_refused(book: Phrasebook, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no kind"):
        book.give_out(tmp_path / "out.doc")
    assert not (tmp_path / "out.doc").exists()


def test_an_export_as_a_table_says_what_is_lost(book: Phrasebook, tmp_path: Path) -> None:
    book.save(replace(CALM, body="Calm {yes|no}."))
    count, remarks = book.give_out(tmp_path / "out.csv")
    assert count == 1
    assert [remark.split(":")[0] for remark in remarks] == [".calm"]
    book.bring_in(tmp_path / "out.csv")
    assert body(book, "calm") == "Calm (yes|no)."


def test_uses_are_counted_and_remembered(book: Phrasebook) -> None:
    before = book.counts.get("nkda", 0)
    book.used("nkda")
    book.used("nkda")
    book.counts = {}
    assert int(book._settings.get("phrase.used.nkda")) == before + 2


def their_folder(book: Phrasebook, tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    book.set_clinic_folder(str(folder))
    return folder


def test_a_specialtys_phrases_win_where_it_is_the_notes_or_the_persons_own(
    book: Phrasebook, tmp_path: Path
) -> None:
    folder = their_folder(book, tmp_path)
    cardiology = book.shelves.specialty("cardiology")
    book.save(replace(CALM, name="nkda"), cardiology)
    assert (folder / "specialties" / "cardiology.toml").exists()
    assert body(book, "nkda") != CALM.body
    assert book.library_for("cardiology").get("nkda") == replace(CALM, name="nkda", file="cardiology.toml")
    book.set_specialty("cardiology")
    assert body(book, "nkda") == CALM.body
    book.set_specialty("")


def test_a_phrase_says_its_library_and_what_it_hides(book: Phrasebook, tmp_path: Path) -> None:
    their_folder(book, tmp_path)
    _, clinic, *_ = book.shelves.all
    book.save(replace(CALM, name="nkda"), clinic)
    phrase = book.library.get("nkda")
    assert phrase is not None
    assert book.standing(phrase) == "Library: Clinic. Used instead of the one in: Starter."
    starter = book.shelves.all[-1].phrases["nkda"]
    assert book.standing(starter) == "Library: Starter. The one in Clinic is used instead of it."


def test_each_library_is_imported_and_exported_by_itself(book: Phrasebook, tmp_path: Path) -> None:
    folder = their_folder(book, tmp_path)
    path = tmp_path / "theirs.csv"
    path.write_text("calm,quite calm\n")
    dermatology = book.shelves.specialty("dermatology")
    assert dermatology is not None
    known = len(dermatology.phrases)
    book.bring_in(path, dermatology)
    assert (folder / "specialties" / "dermatology.toml").read_text().count("[[phrase]]") == 1
    assert book.give_out(tmp_path / "derm.toml", dermatology) == (known + 1, ())
    assert book.give_out(tmp_path / "own.toml") == (0, ())
    assert [phrase.body for phrase in book.versions("calm", dermatology)] == []
    book.remove("calm", dermatology)
    assert [phrase.body for phrase in book.versions("calm", dermatology)] == []
    assert book.give_out(tmp_path / "derm.toml", dermatology) == (known, ())


def test_the_starter_set_and_a_clinic_without_a_folder_take_nothing(book: Phrasebook) -> None:
    _, clinic, *_, starter = book.shelves.all
    with pytest.raises(BadInput, match="come with the program"):
        book.save(CALM, starter)
    with pytest.raises(BadInput, match="no folder"):
        book.save(CALM, clinic)


def test_a_scribe_changes_no_library_but_the_own(clinic: Profile, tmp_path: Path) -> None:
    session = session_of(clinic, SCRIBE)
    book = Phrasebook(session.desk, Profile(tmp_path), session.restrictions)
    for shelf in book.shelves.all[1:]:
        assert not book.may_change(shelf)
        with pytest.raises(NotAllowed):
            book.save(CALM, shelf)
        with pytest.raises(NotAllowed):
            book.remove("nkda", shelf)
    session.close()
