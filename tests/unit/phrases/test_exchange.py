"""Phrases from other programs, and phrases that hold a patient's data."""

from datetime import date
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.phrases.exchange import read_any
from scribe_desktop.phrases.privacy import suspicions

ESPANSO = """
matches:
  - trigger: ":soap"
    replace: "S: $|$\\nO: {{clip}}"
    vars: [{name: clip, type: clipboard}]
  - triggers: [":br", ":regards"]
    label: Best regards
    replace: Best regards {x}
  - trigger: ":img"
    image_path: x.png
  - regex: "a"
    replace: b
"""
JANE = Patient("1", "Jane Roe", date(1970, 4, 1), Sex.FEMALE, "HS-100555")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_espanso_matches_become_phrases(tmp_path: Path) -> None:
    found = read_any(written(tmp_path, "base.yml", ESPANSO))
    assert [(p.name, p.title, p.body) for p in found.phrases] == [
        ("soap", "S: {^}", "S: {^}\nO: ***"),
        ("br", "Best regards", "Best regards (x)"),
        ("regards", "Best regards", "Best regards (x)"),
    ]
    assert len(found.remarks) == 2


FORMS = """
matches:
  - trigger: ":knee"
    form: "[[side]] knee, [[side]] hip for [[days]]; {{clip}}"
    form_fields:
      side: {type: choice, values: [left, right], default: right}
      days: {multiline: false}
  - trigger: ":sel"
    replace: "{{Output}} and {{form1.kind}}{{form1.more}}"
    vars:
      - {name: Output, type: choice, params: {values: [{label: One, id: "1 | 2"}, "a: {b}"]}}
      - {name: form1, type: form, params: {layout: x, fields: {kind: {type: list, values: "mild\\nsevere"},
         more: {type: choice, values: ["", " again"]}}}}
  - trigger: ":odd"
    replace: "{{a}} {{b}} {{c}}"
    vars: [{name: a, type: choice, params: {values: [one]}}, {name: b, type: choice, params: {values: 7}},
      {name: c, type: choice}]
"""


def test_choices_of_espanso_become_pick_lists(tmp_path: Path) -> None:
    found = read_any(written(tmp_path, "forms.yml", FORMS))
    assert {phrase.name: phrase.body for phrase in found.phrases} == {
        "knee": "{side: left|=right} knee, {=side} hip for ***; ***",
        "sel": "{output: 1 / 2|a: (b)} and {kind: mild|severe}{?more: again}",
        "odd": "*** *** ***",
    }
    assert found.remarks == ()


@pytest.mark.parametrize(
    "table",
    ['trigger,title,text\n.Ok,Fine,"all\nwell"\n', 'Trigger;Description;Text\nok;Fine;"all\nwell"\n'],
)
def test_a_table_of_auto_texts_becomes_phrases(tmp_path: Path, table: str) -> None:
    (phrase,) = read_any(written(tmp_path, "auto.csv", table)).phrases
    assert (phrase.name, phrase.title, phrase.body) == ("ok", "Fine", "all\nwell")


def test_a_table_without_headings_has_names_and_texts(tmp_path: Path) -> None:
    found = read_any(written(tmp_path, "auto.csv", "cp,chest pain\nsob,short of breath\ncp,again\n"))
    assert [phrase.name for phrase in found.phrases] == ["cp", "sob"]
    assert "twice" in found.remarks[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yml", "matches: [", "line"),
        ("a.yml", "!!python/object/apply:os.system ['true']", "no YAML"),
        ("a.yml", "other: 1", "no list"),
        ("a.txt", "x", "no known kind"),
        ("a.toml", "[[phrase]]\nname = 1", "line 2"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_any(written(tmp_path, name, text))


def test_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("größe,x".encode("latin-1"))
    with pytest.raises(BadInput, match="UTF-8"):
        read_any(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("call (555) 123-4567", "phone"),
        ("born 04/01/1970", "date"),
        ("MRN: 4471902", "an MRN"),
        ("for hs-100555", "MRN of a patient here"),
        ("JANE\nRoe was seen", "Jane Roe"),
    ],
)
def test_a_patients_data_is_noticed(text: str, said: str) -> None:
    assert any(said in one for one in suspicions(text, [JANE]))


@pytest.mark.parametrize("text", ["pain 5/10 for 3-4 days", "@TODAY+14d@ 120/80", "Jane was here", "roe"])
def test_ordinary_words_are_not_taken_for_a_patients(text: str) -> None:
    assert list(suspicions(text, [JANE])) == []
