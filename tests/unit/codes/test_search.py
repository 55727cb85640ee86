import tomllib
import warnings

import pytest

from scribe_desktop import assets
from scribe_desktop.codes import icd10cm
from scribe_desktop.codes.code import Code
from scribe_desktop.codes.index import CodeIndex

FOLDER = assets.resource("codes")


@pytest.fixture(scope="module")
def index() -> CodeIndex:
    return icd10cm.load(FOLDER)


def found(index: CodeIndex, query: str) -> list[str]:
    return [code.code for code in index.search(query)]


def test_every_billable_code_of_the_classification_is_there_with_its_title(index: CodeIndex) -> None:
    with warnings.catch_warnings():  # it reads its data by a way that Python gives up
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10_cm as icd
    everything = icd.get_all_codes(with_dots=True)
    billable = sorted(
        {code for code in everything if icd.is_leaf(code) and icd.is_category_or_subcategory(code)}
    )
    assert len(index) == len(billable) == 74_719
    for code in billable[::97]:
        assert index.search(code, 1) == (Code(code, " ".join(icd.get_description(code).split())),)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dm2", "E11.9"),
        ("DM 2", "E11.9"),
        ("htn", "I10"),
        ("copd", "J44.9"),
        ("afib", "I48.91"),
        ("uti", "N39.0"),
        ("sob", "R06.02"),
        ("chf", "I50.9"),
        ("heart attack", "I21.9"),
        ("chest pain", "R07.9"),
        ("low back pain", "M54.50"),
        ("strep throat", "J02.0"),
        ("type 2 diabetes with neuropathy", "E11.40"),
        ("ckd3b", "N18.32"),
        ("right knee pain", "M25.561"),
        ("Crohn's disease", "K50.90"),
        ("diabetis", "E11.9"),
        ("pnemonia", "J18.9"),
        ("hypertention", "I10"),
        ("migrane", "G43.909"),
        ("bronkitis", "J20.9"),
        ("left anckle sprane", "S93.402A"),
        ("hart failur", "I50.9"),
        ("asth", "J45.909"),
        ("e119", "E11.9"),
        ("I10", "I10"),
    ],
)
def test_the_usual_code_comes_first(index: CodeIndex, query: str, first: str) -> None:
    assert found(index, query)[0] == first


def test_the_beginning_of_a_code_lists_what_begins_so(index: CodeIndex) -> None:
    assert found(index, "e11.6")[:2] == ["E11.610", "E11.618"]
    assert all(code.startswith("S93.4") for code in found(index, "s93.4"))


@pytest.mark.parametrize("query", ["", "   ", "…", "zzzzqqqq", "'; §§", "шум", "a" * 5_000])
def test_what_means_nothing_finds_nothing(index: CodeIndex, query: str) -> None:
    assert index.search(query) == ()


def test_childbirth_is_offered_only_when_it_is_meant(index: CodeIndex) -> None:
    assert not any(code.startswith("O") for code in found(index, "hypertension")[:3])
    assert found(index, "hypertension pregnancy")[0].startswith("O")


def test_all_favoured_codes_exist_and_every_wording_leads_somewhere(index: CodeIndex) -> None:
    own = tomllib.loads((FOLDER / "icd10cm.toml").read_text(encoding="utf-8"))
    for code in (*own["usual"].split(), *own["common"].split()):
        assert found(index, code)[0] == code
    for phrase, wordings in own["wordings"].items():
        assert index.search(phrase), phrase
        for wording in wordings:
            assert index.search(wording), f"{phrase} → {wording}"


def test_an_imported_list_is_searched_in_the_same_way() -> None:
    index = CodeIndex.of([Code("99213", "Office visit, established"), Code("93000", "Electrocardiogram")])
    assert found(index, "ofice") == ["99213"]
    assert found(index, "930") == ["93000"]


def test_a_code_in_a_note_is_marked_as_a_suggestion() -> None:
    text = Code("I10", "Essential (primary) hypertension").in_note()
    assert text == "Essential (primary) hypertension (I10), for provider confirmation"
