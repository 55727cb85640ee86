import re
from pathlib import Path

import pytest

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.note_type import Carry, FieldSpec, NoteType, load

HEAD = 'title = "Visit"\nloinc = "11506-3"\nloinc_display = "Progress note"\n'
SECTION = '[[sections]]\nkey = "cc"\ntitle = "Chief complaint"\ngroup = "Subjective"\n'
PULSE = '[[sections.fields]]\nkey = "pulse"\nlabel = "Pulse"\n'


@pytest.fixture
def soap() -> NoteType:
    return load(assets.resource("note_types", "soap_visit.toml"))


def test_the_soap_visit_goes_from_subjective_to_plan(soap: NoteType) -> None:
    groups = list(dict.fromkeys(section.group for section in soap.sections))
    assert groups == ["Subjective", "Objective", "Assessment", "Plan"]
    assert soap.key == "soap_visit"
    assert soap.section("hpi").title == "History of present illness"


def test_keys_of_sections_and_fields_are_unique(soap: NoteType) -> None:
    keys = [section.key for section in soap.sections] + [field.key for field in soap.fields()]
    assert len(keys) == len(set(keys))


def test_a_field_is_named_by_its_section(soap: NoteType) -> None:
    vitals = soap.section("vitals").fields
    assert vitals
    assert all(field.key.startswith("vitals.") for field in vitals)


def test_every_loinc_code_has_a_right_check_digit(soap: NoteType) -> None:
    for code in [soap.loinc, *(section.loinc for section in soap.sections if section.loinc)]:
        number, check = code.split("-")
        doubled = "".join(str(int(d) * (2 - i % 2)) for i, d in enumerate(reversed(number)))
        assert (-sum(map(int, doubled))) % 10 == int(check), code


def test_every_example_fits_its_field(soap: NoteType) -> None:
    for field in soap.fields():
        assert field.example
        assert re.fullmatch(field.pattern, field.example), field.key
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", field.example)]
        assert all(_plausible(field, number) for number in numbers), field.key


def test_what_is_found_on_one_day_is_told_apart_from_what_stands(soap: NoteType) -> None:
    by_carry = {carry: {s.key for s in soap.sections if s.carry is carry} for carry in Carry}
    assert by_carry[Carry.OBSERVED] == {"vitals", "exam", "results"}
    assert {"pmh", "allergies", "medications"} < by_carry[Carry.STANDING]


def test_a_section_that_does_not_say_is_carried_over_most_carefully(tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_text(HEAD + SECTION)
    assert load(tmp_path / "visit.toml").sections[0].carry is Carry.OBSERVED


def _plausible(field: FieldSpec, number: float) -> bool:
    return (field.low is None or field.low <= number) and (field.high is None or number <= field.high)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"title = \nloinc", "line 1"),
        (b"\xff\xfe", "utf-8"),
        (HEAD, "no sections"),
        (SECTION, "'title' is missing in the file"),
        (HEAD + 'size = "x"\n' + SECTION, "'size' in the file is unknown"),
        (HEAD + "sections = 3\n", r"\[\[sections\]\]"),
        (HEAD + "sections = [4]\n", r"\[\[sections\]\]"),
        (HEAD + '[[sections]]\ntitle = "Chief complaint"\n', "'key' is missing in section ''"),
        (
            HEAD + '[[sections]]\nkey = "cc"\ntitle = "Chief complaint"\n',
            "'group' is missing in section 'cc'",
        ),
        (HEAD + SECTION + 'titel = "x"\n', "'titel' in section 'cc' is unknown"),
        (HEAD + SECTION + 'carry = "always"\n', "'carry' in section 'cc'"),
        (HEAD + SECTION + SECTION, "'cc' is used twice"),
        (HEAD + SECTION + PULSE + PULSE, "'cc.pulse' is used twice"),
        (HEAD + SECTION + '[[sections.fields]]\nkey = "pulse"\n', "'label' is missing in field 'cc.pulse'"),
        (HEAD + SECTION + '[[sections.fields]]\nlabel = "Pulse"\n', "'key' is missing in field 'cc.'"),
        (HEAD + SECTION + PULSE + 'pattern = "(9"\n', "pattern of field 'cc.pulse' is wrong"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str | bytes, why: str) -> None:
    path = tmp_path / "visit.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadInput, match=why) as refusal:
        load(path)
    assert str(refusal.value).startswith("visit.toml")
    assert "__init__" not in str(refusal.value)
    assert refusal.value.remedy
