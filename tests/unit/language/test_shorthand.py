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
        full = one.meanings[0] if len(one.meanings) == 1 else "{" + "|".join(sorted(one.meanings)) + "}"
        text = text[: one.start] + full + text[one.end :]
    return text


def test_the_table_has_over_a_thousand_short_forms_in_sections_that_exist() -> None:
    assert len(TABLE) >= 1_000
    sections = {section.key for one in BUILT_IN.all() for section in one.sections}
    named = {key for short in TABLE for meaning in TABLE.all_of(short) for key in meaning.sections}
    assert named <= sections


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
        ("for PT", "referrals", "for physical therapy"),
        ("the PT", "results", "the prothrombin time"),
        ("the RA", "vitals", "the room air"),
        ("on MS", "medications", "on morphine sulfate"),
        ("the MS", "exam", "the mental status"),
        ("the cp", "ros", "the chest pain"),
    ],
)
def test_an_ambiguous_one_follows_its_section(text: str, section: str, full: str) -> None:
    assert written_out(text, section) == full


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
        ("abd", ("technique", "exam", "results"), ("abdomen",)),
        ("cva", ("mechanism", "pmh"), ("cerebrovascular accident",)),
        ("SI", ("mental_status", "exam", "hpi"), ("suicidal ideation",)),
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
    assert sorted(TABLE.meanings(short, sections)) == sorted(meanings)
