import re
from collections import Counter
from pathlib import Path

import pytest

from scribe_desktop import assets
from scribe_desktop.notes.encounter import VISIT_TYPES
from scribe_desktop.notes.note_text import put_together, take_apart
from scribe_desktop.notes.note_type import Carry, FieldSpec, NoteType
from scribe_desktop.notes.note_types import GENERAL, NoteTypes
from scribe_desktop.notes.passage import Origin, Passage, Source
from tests.helpers.note_types import BUILT_IN, SOAP
from tests.helpers.phrases import STARTER

SOURCE = Source(Origin.TYPED, "p-1")
every_type = pytest.mark.parametrize("note_type", BUILT_IN.all(), ids=lambda one: one.key)


def passage(text: str) -> Passage:
    return Passage.of(text, SOURCE)


def test_all_that_come_with_the_program_can_be_used() -> None:
    assert BUILT_IN.problems == ()
    assert len(BUILT_IN.all()) == 20


def test_the_general_note_goes_from_subjective_to_plan() -> None:
    groups = list(dict.fromkeys(section.group for section in SOAP.sections))
    assert groups == ["Subjective", "Objective", "Assessment", "Plan"]
    assert SOAP.key == GENERAL == "soap_visit"
    assert SOAP.section("hpi").title == "History of present illness"


@every_type
def test_what_was_found_or_measured_never_comes_to_the_next_visit_undated(note_type: NoteType) -> None:
    found = [section for section in note_type.sections if section.group == "Objective" or section.fields]
    assert all(section.carry is Carry.OBSERVED for section in found)


def test_what_stands_until_it_changes_is_told_apart() -> None:
    standing = {section.key for section in SOAP.sections if section.carry is Carry.STANDING}
    assert standing == {"pmh", "psh", "family", "social", "medications", "allergies"}


@every_type
def test_a_type_says_what_it_is_for_and_needs_something(note_type: NoteType) -> None:
    assert note_type.title
    assert note_type.description
    assert any(section.required for section in note_type.sections)
    assert all(section.hint for section in note_type.sections)
    assert set(note_type.visit_types) <= set(VISIT_TYPES)


@every_type
def test_what_decides_a_note_has_a_number_key(note_type: NoteType) -> None:
    reached = {section.key for section in note_type.sections[:18]}
    required = {section.key for section in note_type.sections if section.required} - {"disposition"}
    assert required <= reached


@every_type
def test_a_visit_note_has_orders_and_prescriptions_as_rows(note_type: NoteType) -> None:
    forms = {section.form for section in note_type.sections}
    to_somebody_else = note_type.key in ("discharge_instructions", "referral_letter")
    assert to_somebody_else or {"tests", "plan_medications"} <= forms


def test_the_emergency_note_has_the_whole_history() -> None:
    (emergency,) = BUILT_IN.suiting("Emergency")
    keys = {section.key for section in emergency.sections}
    assert {"pmh", "psh", "family", "social"} <= keys


@every_type
def test_titles_and_field_keys_are_unambiguous(note_type: NoteType) -> None:
    titles = Counter(section.title.casefold() for section in note_type.sections)
    assert max(titles.values()) == 1
    for section in note_type.sections:
        assert all(field.key.startswith(f"{section.key}.") for field in section.fields)


@every_type
def test_every_loinc_code_has_a_right_check_digit(note_type: NoteType) -> None:
    for code in [note_type.loinc, *(section.loinc for section in note_type.sections if section.loinc)]:
        number, check = code.split("-")
        doubled = "".join(str(int(d) * (2 - i % 2)) for i, d in enumerate(reversed(number)))
        assert (-sum(map(int, doubled))) % 10 == int(check), code


@every_type
def test_every_example_fits_its_field(note_type: NoteType) -> None:
    for field in note_type.fields():
        assert field.example
        assert re.fullmatch(field.pattern, field.example), field.key
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", field.example)]
        assert all(_plausible(field, number) for number in numbers), field.key


def _plausible(field: FieldSpec, number: float) -> bool:
    return (field.low is None or field.low <= number) and (field.high is None or number <= field.high)


@every_type
def test_a_whole_note_is_taken_apart_at_its_own_titles_and_put_together(note_type: NoteType) -> None:
    text = "".join(f"{section.title}:\nOf {section.key}.\n\n" for section in note_type.sections)
    content, layout = take_apart(text, note_type, SOURCE, otherwise=note_type.sections[0].key)
    assert {key: said.text for key, said in content.items()} == {
        section.key: f"Of {section.key}." for section in note_type.sections
    }
    assert put_together(content, layout) == text


@pytest.mark.parametrize("visit_type", VISIT_TYPES)
def test_every_visit_has_a_note_type_to_begin_with(visit_type: str) -> None:
    suiting = BUILT_IN.suiting(visit_type)
    assert visit_type in suiting[0].visit_types
    offered = BUILT_IN.offered(visit_type)
    assert offered[: len(suiting)] == suiting
    assert sorted(one.key for one in offered) == sorted(one.key for one in BUILT_IN.all())


def test_an_unheard_of_visit_gets_the_general_note() -> None:
    assert BUILT_IN.suiting("House call") == (SOAP,)


def test_a_note_of_a_known_type_has_just_its_sections() -> None:
    content = {"hpi": passage("For two days."), "vitals.pain": passage("3"), "risk": Passage()}
    assert BUILT_IN.of_note(GENERAL, content) == SOAP


def test_a_note_whose_type_is_gone_still_shows_all_that_it_says() -> None:
    content = {
        "hpi": passage("Fell."),
        "airway": passage("Patent."),
        "disability.gcs": passage("15"),
        "wound_bed": passage("Clean."),
        "vitals.lactate": passage("1.2"),
    }
    shown = BUILT_IN.of_note("wound_clinic", content)
    assert (shown.key, shown.title, shown.loinc) == (GENERAL, "Note", "34109-9")
    titles = {section.key: (section.title, section.required) for section in shown.sections[18:]}
    assert titles == {
        "airway": ("Airway", False),
        "disability": ("Disability", False),
        "wound_bed": ("Wound bed", False),
    }
    labels = {field.key: field.label for field in shown.fields()}
    assert (labels["disability.gcs"], labels["vitals.lactate"]) == ("GCS", "Lactate")
    there = {section.key for section in shown.sections} | labels.keys()
    assert content.keys() <= there


def test_what_a_form_holds_is_not_shown_beside_the_text_that_says_it() -> None:
    content = {
        "mental_status": passage("Speech: Fluent."),
        "mental_status.speech": passage("-fluency"),
        "mental_status.gait": passage("steady"),
        "exam.skin": passage("+rash"),
    }
    shown = BUILT_IN.of_note("wound_clinic", content)
    section = shown.section("mental_status")
    assert section.form == "mental_status"
    assert [field.key for field in section.fields] == ["mental_status.gait"]
    assert shown.section("exam").fields == ()


OWN = 'title = "Wound clinic"\nvisit_types = ["Wound clinic", "Procedure"]\nsections = ["hpi", "wound_bed"]\n'
WOUND = '[[sections]]\nkey = "wound_bed"\ntitle = "Wound bed"\ngroup = "Objective"\n'


def own(folder: Path, **files: str) -> NoteTypes:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return NoteTypes.load([assets.resource("note_types"), folder])


def test_a_clinic_adds_a_type_with_shared_sections_and_its_own(tmp_path: Path) -> None:
    types = own(tmp_path, wound_clinic=OWN, sections=WOUND)
    assert types.problems == ()
    added = types.get("wound_clinic")
    assert added
    assert [section.key for section in added.sections] == ["hpi", "wound_bed"]
    assert [one.key for one in types.suiting("procedure")] == ["wound_clinic", "procedure_note"]
    assert types.visit_types() == (*VISIT_TYPES, "Wound clinic")


def test_a_clinic_replaces_a_type_of_the_same_key(tmp_path: Path) -> None:
    types = own(tmp_path, trauma='title = "Our trauma"\nvisit_types = ["Trauma"]\nsections = ["hpi"]\n')
    assert [one.title for one in types.suiting("Trauma")] == ["Our trauma"]
    assert len(types.all()) == len(BUILT_IN.all())


def test_a_mistake_leaves_the_rest_in_use(tmp_path: Path) -> None:
    types = own(
        tmp_path, soap_visit='title = "Ours"\n', trauma="title = ", letter=OWN.replace("wound_bed", "ros")
    )
    assert types.general == SOAP
    assert types.get("trauma") == BUILT_IN.get("trauma")
    assert types.get("letter")
    assert [str(problem).partition(":")[0] for problem in types.problems] == [
        "soap_visit.toml, line 1",
        "trauma.toml, line 1",
    ]


def test_shared_sections_with_a_mistake_are_told_along_with_who_needs_them(tmp_path: Path) -> None:
    types = own(tmp_path, wound_clinic=OWN, sections=WOUND + "size = 3\n")
    assert [str(problem) for problem in types.problems] == [
        "sections.toml, line 5: 'size' in section 'wound_bed' is unknown.",
        "wound_clinic.toml, line 3: there is no shared section 'wound_bed'.",
    ]
    assert types.general == SOAP


def test_the_example_in_the_documentation_is_right(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    text = (root / "docs/note-types.md").read_text(encoding="utf-8")
    wound_clinic, sections = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    types = own(tmp_path, wound_clinic=wound_clinic, sections=sections)
    assert types.problems == ()
    (added,) = types.suiting("Wound clinic")
    assert [section.title for section in added.sections] == [
        *("Chief complaint", "Course", "Allergies", "Wound", "Problems", "Plan")
    ]
    assert [field.key for field in added.fields()] == ["wound.length"]


def test_every_section_is_itself_named_by_phrases_or_like_one_that_is() -> None:
    named = {key for phrase in STARTER.all() for key in phrase.sections}
    sections = {section.key: section for one in BUILT_IN.all() for section in one.sections}
    assert [key for key, section in sections.items() if not named.intersection(section.kin)] == []
    assert all(key in sections for section in sections.values() for key in section.like)
