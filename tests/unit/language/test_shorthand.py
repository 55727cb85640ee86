import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.shorthand import find
from tests.helpers.note_types import BUILT_IN

TABLE = Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))


def written_out(text: str, section: str = "hpi") -> str:
    """The text in full; where somebody has to be asked, all meanings in braces."""
    for one in reversed(find(text, (section,), TABLE)):
        full = one.meanings[0] if one.certain else "{" + "|".join(sorted(one.meanings)) + "}"
        text = text[: one.start] + full + text[one.end :]
    return text


def test_the_table_has_over_a_thousand_short_forms_in_sections_that_exist() -> None:
    assert len(TABLE) >= 1_000
    sections = {section.key for one in BUILT_IN.all() for section in one.sections}
    named = {key for short in TABLE for meaning in TABLE.all_of(short) for key in meaning.sections}
    assert named <= sections


def test_every_meaning_says_in_which_sections_it_is_meant() -> None:
    nowhere = {short for short in TABLE if not all(meaning.sections for meaning in TABLE.all_of(short))}
    assert nowhere == set()


@pytest.mark.parametrize("section", ["social", "ecg", "aftercare", "a section of the clinic's own"])
@pytest.mark.parametrize(
    "short", ["c/o", "f/u", "nkda", "w/o", "bilat", "wnl", "prn", "icu", "dnr", "postop"]
)
def test_hints_do_not_have_it_ask_about_what_means_the_same_anywhere(short: str, section: str) -> None:
    (found,) = find(f"the {short}", (section,), TABLE)
    assert found.certain


@pytest.mark.parametrize("section", ["cc", "hpi", "problems", "ed_course", "disposition"])
def test_ed_is_asked_about_with_the_department_first(section: str) -> None:
    (found,) = find("in the ED", (section,), TABLE)
    assert not found.certain
    assert found.meanings == ("emergency department", "erectile dysfunction")


@pytest.mark.parametrize(
    ("shorthand", "full"),
    [
        (
            "pt c/o SOB x 3d, h/o DM2",
            "Patient complains of shortness of breath for 3 days, history of type 2 diabetes mellitus",
        ),
        ("54yo with cough x1wk.", "54-year-old with cough for 1 week."),
        ("Seen for uti. htn stable", "Seen for urinary tract infection. Hypertension stable"),
        ("No f/c/s (afebrile)", "No fever, chills and sweats (afebrile)"),
    ],
)
def test_shorthand_is_written_out_in_full(shorthand: str, full: str) -> None:
    assert written_out(shorthand) == full


@pytest.mark.parametrize(
    ("text", "section", "full"),
    [
        ("good hr", "exam", "good heart rate"),
        ("with ns", "medications", "with normal saline"),
        ("no ns", "ros", "no night sweats"),
    ],
)
def test_an_ambiguous_one_follows_its_section(text: str, section: str, full: str) -> None:
    assert written_out(text, section) == full


@pytest.mark.parametrize(
    ("short", "section", "likeliest"),
    [
        ("HS", "medications", "at bedtime"),
        ("OD", "medications", "once daily"),
        ("OD", "hpi", "overdose"),
        ("OD", "exam", "right eye"),
        ("dc", "hospital_course", "discharge"),
        ("d/c", "hpi", "discontinue"),
        ("D/C", "follow_up", "discontinue"),
        ("PE", "exam", "physical examination"),
        ("PT", "exam", "posterior tibial"),
        ("PT", "referrals", "physical therapy"),
        ("PT", "results", "prothrombin time"),
        ("RA", "vitals", "room air"),
        ("MS", "medications", "morphine sulfate"),
        ("cp", "ros", "chest pain"),
        ("inc", "hpi", "increase"),
        ("RT", "hpi", "respiratory therapist"),
        ("HCT", "medications", "hydrochlorothiazide"),
        ("HCTZ", "medications", "hydrochlorothiazide"),
        ("PTA", "medications", "prior to admission"),
        ("ARF", "pmh", "acute renal failure"),
        ("CA", "pmh", "cancer"),
        ("MI", "pmh", "myocardial infarction"),
        ("AD", "pmh", "Alzheimer disease"),
        ("AS", "exam", "left ear"),
        ("PND", "ros", "paroxysmal nocturnal dyspnea"),
        ("LOC", "hpi", "loss of consciousness"),
        ("ER", "medications", "extended-release"),
        ("abd", "exam", "abdomen"),
        ("abd", "hpi", "abdominal"),
        ("SI", "ros", "suicidal ideation"),
        ("HD", "pmh", "hemodialysis"),
        ("tab", "pmh", "tablet"),
        ("SBP", "problems", "systolic blood pressure"),
        ("ac", "medications", "before meals"),
        ("PCP", "hpi", "primary care provider"),
    ],
)
def test_what_is_error_prone_is_asked_about_with_the_likeliest_first(
    short: str, section: str, likeliest: str
) -> None:
    (found,) = find(f"the {short}", (section,), TABLE)
    assert not found.certain
    assert found.meanings[0] == likeliest


def test_whatever_is_always_asked_about_is_in_the_table_and_certain_in_no_section() -> None:
    sections = {key for short in TABLE for meaning in TABLE.all_of(short) for key in meaning.sections}
    assert set(TABLE.ask) <= set(TABLE)
    for short in TABLE.ask:
        for section in (*sections, "elsewhere"):
            assert not TABLE.reading(short, (section,)).certain


def test_what_means_the_same_anywhere_has_one_meaning() -> None:
    assert set(TABLE.anywhere) <= set(TABLE)
    for short in TABLE.anywhere:
        assert len({meaning.full for meaning in TABLE.all_of(short)}) == 1
        assert TABLE.reading(short, ("elsewhere",)).certain


@pytest.mark.parametrize(("short", "section"), [("pna", "social"), ("dic", "medications")])
def test_a_form_that_is_not_usual_in_a_section_is_asked_about_there(short: str, section: str) -> None:
    assert TABLE.reading(short, ("hpi",)).certain
    (found,) = find(f"the {short}", (section,), TABLE)
    assert not found.certain


@pytest.mark.parametrize(("text", "section"), [("had MS", "pmh"), ("did PT", "hpi"), ("has CP", "hpi")])
def test_where_the_section_does_not_tell_it_is_asked(text: str, section: str) -> None:
    assert "|" in written_out(text, section)


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Smith and Mr. Jones saw Dr. Lee on St. Mary's Road",
        "The pain came from his fast run; he had rice and a fit of cough, mom is sad",
        "takes 5 mg for us all or an id",
        "chest pain, 3 x 4 cm, 10 mg/dL",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert find(text, ("hpi",), TABLE) == ()


@given(st.text(max_size=200), st.sampled_from(["hpi", "exam", "none"]))
def test_whatever_the_text_the_stretches_lie_in_it_in_order(text: str, section: str) -> None:
    at = 0
    for one in find(text, (section,), TABLE):
        assert at <= one.start < one.end <= len(text)
        assert one.meanings
        at = one.end


@pytest.mark.parametrize(
    ("short", "sections", "meanings"),
    [
        ("hr", ("technique", "exam", "results"), ("heart rate",)),
        ("pna", ("mechanism", "pmh"), ("pneumonia",)),
        ("ns", ("psychiatric_history", "ros", "results"), ("night sweats",)),
        ("LAD", ("technique", "exam", "results"),
         ("left anterior descending artery", "left axis deviation", "lymphadenopathy")),
        ("ED", ("hpi",), ("emergency department", "erectile dysfunction")),
        ("ED", ("indication", "hpi"), ("emergency department", "erectile dysfunction")),
        ("rom", ("hpi",), ("rupture of membranes", "range of motion")),
    ],
)  # fmt: skip
def test_a_section_follows_those_that_it_is_like_and_asks_where_they_differ(
    short: str, sections: tuple[str, ...], meanings: tuple[str, ...]
) -> None:
    assert sorted(TABLE.reading(short, sections).meanings) == sorted(meanings)
