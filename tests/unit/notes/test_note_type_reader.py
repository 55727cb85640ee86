from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.note_type import Carry, NoteType
from scribe_desktop.notes.note_type_reader import read, read_shared
from scribe_desktop.notes.toml_lines import Step, line_of

HEAD = 'title = "Visit"\n'
SECTION = '[[sections]]\nkey = "cc"\ntitle = "Chief complaint"\ngroup = "Subjective"\n'
PULSE = '[[sections.fields]]\nkey = "pulse"\nlabel = "Pulse"\n'
SHARED = {
    "hpi": {"key": "hpi", "title": "History", "group": "Subjective", "hint": "Onset"},
    "exam": {"key": "exam", "title": "Exam", "group": "Objective"},
    "ros": {"key": "ros", "title": "Review", "group": "Subjective"},
}


def written(folder: Path, text: str | bytes, name: str = "visit.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def from_text(folder: Path, text: str) -> NoteType:
    return read(written(folder, text), SHARED)


def test_a_type_names_shared_sections_and_says_what_is_otherwise(tmp_path: Path) -> None:
    entries = '["hpi", { key = "exam", title = "Skin exam", required = true }]'
    found = from_text(tmp_path, f"{HEAD}sections = {entries}\n")
    assert [(one.key, one.title, one.required) for one in found.sections] == [
        ("hpi", "History", False),
        ("exam", "Skin exam", True),
    ]
    assert found.section("hpi").hint == "Onset"
    assert (found.key, found.loinc, found.loinc_display) == ("visit", "34109-9", "Note")


def test_a_section_that_does_not_say_is_carried_over_most_carefully(tmp_path: Path) -> None:
    found = from_text(tmp_path, HEAD + SECTION + '[[sections]]\nkey = "hpi"\ncarry = "visit"\n')
    assert [section.carry for section in found.sections] == [Carry.OBSERVED, Carry.VISIT]


def test_a_section_in_tables_may_have_fields_and_override_a_shared_one(tmp_path: Path) -> None:
    text = f'{HEAD}[[sections]]\nkey = "hpi"\nrequired = true\n{SECTION}{PULSE}low = 30\nhigh = 220\n'
    found = from_text(tmp_path, text)
    assert found.section("hpi").required
    assert [(field.key, field.low) for field in found.fields()] == [("cc.pulse", 30)]


def test_a_field_is_optional_unless_it_says_otherwise_or_its_type_does(tmp_path: Path) -> None:
    plain = from_text(tmp_path, HEAD + SECTION + PULSE)
    assert [field.required for field in plain.fields()] == [False]
    own = from_text(tmp_path, HEAD + SECTION + PULSE + "required = true\n")
    assert [field.required for field in own.fields()] == [True]
    fields = [{"key": "pulse", "label": "Pulse"}, {"key": "pain", "label": "Pain"}]
    shared = {"vitals": {"key": "vitals", "title": "Vitals", "group": "Objective", "fields": fields}}
    text = HEAD + 'sections = [{ key = "vitals", required_fields = ["pain"] }]\n'
    named = read(written(tmp_path, text), shared)
    assert {field.key: field.required for field in named.fields()} == {
        "vitals.pulse": False,
        "vitals.pain": True,
    }


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (b"title = \nloinc", 1, "Invalid value"),
        (b'title = "x"\n\xff\xfe', 2, "UTF-8"),
        (b'title = "x', 1, "Unterminated|not closed|Expected|Illegal|Invalid"),
        (HEAD, 1, "no sections"),
        (SECTION, 1, "'title' is missing in the file"),
        (HEAD + 'size = "x"\n' + SECTION, 2, "'size' in the file is unknown"),
        (HEAD + "sections = 3\n", 2, r"\[\[sections\]\]"),
        (HEAD + "sections = [4]\n", 2, r"\[\[sections\]\]"),
        (HEAD + 'sections = [\n  "hpi",\n  "hip",\n]\n', 4, "no shared section 'hip'"),
        (
            HEAD + 'sections = [\n  "hpi",\n  { key = "exam", hnit = "x" },\n]\n',
            4,
            "'hnit' in section 'exam'",
        ),
        (HEAD + 'sections = [\n  "hpi",\n  "exam",\n  "ros",\n]\n', 5, "'ros' belongs to 'Subjective'"),
        (HEAD + 'sections = [\n  "hpi",\n  "exam",\n  "hpi",\n]\n', 5, "'hpi' is used twice"),
        (HEAD + '\n[[sections]]\ntitle = "Chief complaint"\n', 3, "'key' is missing in section ''"),
        (HEAD + '[[sections]]\nkey = "cc"\ntitle = "Chief"\n', 2, "'group' is missing in section 'cc'"),
        (HEAD + SECTION + 'titel = "x"\n', 6, "'titel' in section 'cc' is unknown"),
        (
            HEAD + SECTION + 'like = ["exma"]\n',
            6,
            "'like' in section 'cc' names 'exma', and there is no such section",
        ),
        (HEAD + SECTION + 'carry = "always"\n', 6, "'carry' in section 'cc' has to be one of standing, "),
        (HEAD + SECTION + 'form = "cough"\n', 6, "'form' in section 'cc' has to be one of exam, "),
        (HEAD + SECTION + "required = 1\n", 6, "'required' in section 'cc' has to be true or false"),
        (HEAD + SECTION + 'headings = ["CC", 3]\n', 6, "'headings' .* has to be a list of texts"),
        (HEAD + SECTION.replace('"Chief complaint"', "3"), 4, "'title' .* has to be a text"),
        (HEAD + SECTION + SECTION, 7, "'cc' is used twice"),
        (HEAD + SECTION.replace('"cc"', '"c.c"'), 3, "key of section 'c.c'"),
        (HEAD + SECTION + PULSE + PULSE, 10, "'cc.pulse' is used twice"),
        (
            HEAD + SECTION + '[[sections.fields]]\nkey = "pulse"\n',
            6,
            "'label' is missing in field 'cc.pulse'",
        ),
        (HEAD + SECTION + '[[sections.fields]]\nlabel = "Pulse"\n', 6, "'key' is missing in field"),
        (HEAD + SECTION + PULSE + 'pattern = "(9"\n', 9, "the pattern of field 'cc.pulse' is wrong"),
        (HEAD + SECTION + PULSE + 'low = "x"\n', 9, "'low' .* has to be a number"),
        (HEAD + SECTION + PULSE + "\nages = { infant = [9] }\n", 10, "'ages' of field 'cc.pulse'"),
        (HEAD + 'loinc = "11506-3"\n' + SECTION, 2, "go together"),
        (
            HEAD + SECTION + PULSE + 'required = "yes"\n',
            9,
            "'required' in field 'cc.pulse' has to be true or",
        ),
        (
            HEAD + SECTION + 'required_fields = ["puls"]\n' + PULSE,
            6,
            "'required_fields' in section 'cc' names 'puls', and it has no such field",
        ),
        (HEAD + SECTION + "required_fields = true\n" + PULSE, 6, "'required_fields' .* a list of texts"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refusal:
        read(written(tmp_path, text), SHARED)
    assert str(refusal.value).startswith(f"visit.toml, line {line}: ")
    assert "__init__" not in str(refusal.value)
    assert refusal.value.remedy


def test_shared_sections_are_checked_where_they_stand(tmp_path: Path) -> None:
    path = written(tmp_path, SECTION + '\n[[sections]]\nkey = "hpi"\ntitle = "History"\n', "sections.toml")
    with pytest.raises(BadInput, match=r"sections.toml, line 6: 'group' is missing in section 'hpi'"):
        read_shared(path)
    with pytest.raises(BadInput, match=r"line 1: 'title' in the file is unknown"):
        read_shared(written(tmp_path, HEAD + SECTION, "sections.toml"))
    assert list(read_shared(written(tmp_path, SECTION, "sections.toml"))) == ["cc"]


def test_a_file_name_that_is_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Rename the file"):
        read(written(tmp_path, HEAD + 'sections = ["hpi"]\n', "Wound Clinic.toml"), SHARED)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone.toml cannot be read"):
        read(tmp_path / "gone.toml")


@given(st.lists(st.text("ab\n[]=\"{}, '", max_size=12), max_size=12), st.integers(0, 3))
def test_a_line_is_always_one_of_the_file(parts: list[str], number: int) -> None:
    text = "[[sections]]".join(parts)
    line = line_of(text, [Step("sections", number, "a")], "b")
    assert 1 <= line <= text.count("\n") + 1
