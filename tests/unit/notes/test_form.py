"""Forms as data: ours are whole, a wrong one says what is wrong, a sentence says only what was entered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.checks.vocabulary import vocabulary
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.findings import Finding, Findings, Mark, notation
from scribe_desktop.notes.form import Element, Item, Statement, System, load, named
from scribe_desktop.notes.patient import Sex
from tests.helpers.note_types import BUILT_IN, SOAP

FORMS = [path.stem for path in sorted(assets.resource("forms").glob("*.toml"))]
SYSTEMS = [
    field
    for name in ("ros", "exam", "mental_status")
    for field in named(name, name).fields
    if isinstance(field, System)
]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_that_comes_with_the_program_can_be_read(name: str) -> None:
    form = named(name, "section")
    assert all(field.key.startswith("section.") and field.label for field in form.fields)
    assert all(field.sentence("") == "" for field in form.fields)


def test_every_form_that_a_section_names_is_there() -> None:
    assert {"hpi", "ros", "exam"} <= {section.key for section in SOAP.sections if section.form}
    sections = [section for note_type in BUILT_IN.all() for section in note_type.sections]
    assert {section.form for section in sections if section.form} <= set(FORMS)


def test_the_review_has_the_fourteen_systems() -> None:
    assert len(named("ros", "ros").fields) == 14


def test_the_exam_has_every_area_of_the_general_multi_system_examination() -> None:
    labels = [field.label for field in named("exam", "exam").fields]
    assert labels == [
        *("General", "Head/face", "Eyes", "ENT/mouth", "Neck", "Respiratory", "Cardiovascular"),
        *("Chest/breasts", "Abdomen", "Groin", "Rectal", "Genitourinary", "Male genitalia", "Prostate"),
        *("Female genitalia", "Pelvic", "Lymphatic", "Musculoskeletal", "Back/spine", "Extremities", "Skin"),
        *("Neurological", "Psychiatric"),
    ]


def fields_for(sex: Sex, *keep: str) -> set[str]:
    whole = {field.key for field in named("exam", "exam").fields}
    return {field.key for field in named("exam", "exam").fitting(sex, keep=keep).fields} ^ whole


@pytest.mark.parametrize(
    ("sex", "left_out"),
    [
        (Sex.FEMALE, {"exam.male_genitalia", "exam.prostate"}),
        (Sex.MALE, {"exam.female_genitalia", "exam.pelvic"}),
        (Sex.OTHER, set()),
        (Sex.UNKNOWN, set()),
    ],
)
def test_what_only_the_other_sex_has_is_not_asked(sex: Sex, left_out: set[str]) -> None:
    assert fields_for(sex) == left_out


def test_what_is_filled_in_already_stays_whatever_the_sex() -> None:
    assert fields_for(Sex.FEMALE, "exam.prostate") == {"exam.male_genitalia"}


@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.MALE])
def test_all_that_can_be_marked_in_an_exam_may_be_said_of_this_sex(sex: Sex) -> None:
    systems = [field for field in named("exam", "exam").fitting(sex).fields if isinstance(field, System)]
    other = vocabulary().male if sex is Sex.FEMALE else vocabulary().female
    for system in systems:
        for mark in Mark:
            findings = Findings(tuple(Finding(item.name, mark) for item in system.items))
            assert other.search(system.sentence(notation(findings))) is None


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.key)
def test_the_items_of_a_system_have_different_names(system: System) -> None:
    names = [item.name for item in system.items]
    assert len(names) == len(set(names)) > 0


@given(st.sampled_from(SYSTEMS), st.data())
def test_a_system_says_what_was_marked_and_nothing_else(system: System, data: st.DataObject) -> None:
    marks = {item.name: data.draw(st.sampled_from([None, *Mark]), label=item.name) for item in system.items}
    findings = Findings(tuple(Finding(name, mark) for name, mark in marks.items() if mark))
    positive = ", ".join(item.positive for item in system.items if marks[item.name] is Mark.POSITIVE)
    negative = ", ".join(item.negative for item in system.items if marks[item.name] is Mark.NEGATIVE)
    said = [
        wording.replace("{}", listed)
        for wording, listed in ((system.positive, positive), (system.negative, negative))
        if listed
    ]
    sentence = system.sentence(notation(findings))
    assert sentence.casefold() == (f"{system.label}: {' '.join(said)}".casefold() if said else "")


CHEST = System(
    "ros.chest", "Chest", (Item("cough", "cough", "cough"),), "Positive for {}.", "Negative for {}."
)


def test_words_follow_their_item_and_free_text_the_marks() -> None:
    assert (
        CHEST.sentence("+cough (dry); sleeps upright") == "Chest: Positive for cough (dry). Sleeps upright."
    )
    assert CHEST.sentence("worse?") == "Chest: Worse?"


def test_an_item_that_the_form_no_longer_has_is_still_said() -> None:
    assert CHEST.sentence("-stridor; +cough") == "Chest: Positive for cough. Negative for stridor."
    neck = next(system for system in SYSTEMS if system.key == "exam.neck")
    assert neck.sentence("-trachea") == "Neck: Trachea normal."


SEVERITY = Element("hpi.severity", "Severity", "Severity: {}.", out_of=10)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("7", "Severity: 7/10."),
        ("10", "Severity: 10/10."),
        ("11", "Severity: 11."),
        ("7/10", "Severity: 7/10."),
        ("moderate.", "Severity: moderate."),
        ("  ", ""),
        ("{}", "Severity: {}."),
    ],
)
def test_a_number_is_out_of_ten_and_words_are_said_as_they_are(value: str, said: str) -> None:
    assert SEVERITY.sentence(value) == said


def test_a_statement_is_said_or_not() -> None:
    rest = Statement("ros.rest", "All others negative", "All other systems reviewed and negative.")
    assert (rest.sentence("all others negative"), rest.sentence("")) == (rest.says, "")


HEAD = 'kind = "elements"\ntitle = "T"\nhint = ""\n'
FIELD = '[[fields]]\nkey = "onset"\nlabel = "Onset"\nsays = "{}"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'x'", "'kind' is missing"),
        ('kind = "verse"', "'verse' is missing or unknown"),
        (HEAD, "'fields' is missing"),
        (HEAD + FIELD + FIELD, "'ros.onset' is used twice"),
        (HEAD + FIELD + "colour = 1\n", "colour"),
        ("kind = ", "mine.toml"),
        (
            HEAD.replace("elements", "systems")
            + 'positive=""\nnegative=""\nstates=["a"]\nsigns=[]\nfields=[]',
            "3",
        ),
        (
            HEAD.replace("elements", "systems")
            + 'positive=""\nnegative=""\nfields=[{key="a", label="A", sex="men", items=[]}]',
            "'men' is not a valid Sex",
        ),
    ],
)
def test_a_wrong_form_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"^mine\.toml: ") as refused:
        load(path, "ros")
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["ros", "exam", "mental_status"])
def test_what_a_form_shows_of_a_finding_that_is_not_there_says_so(name: str) -> None:
    items = [item for field in named(name, "x").fields if isinstance(field, System) for item in field.items]
    denied = [item for item in items if item.negative in (f"no {item.name}", f"non-{item.name}")]
    assert all(item.in_short(item.negative) == item.negative for item in denied)
    assert all(len(item.in_short(item.negative)) <= len(item.name) + 9 for item in items)
