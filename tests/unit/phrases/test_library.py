"""Reading phrase files, right and wrong ones, and finding phrases."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.expansion import expand, next_blank, trigger_before
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.marks import marks
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.reader import read
from tests.helpers.note_types import BUILT_IN, SOAP
from tests.helpers.phrases import STARTER, loaded

GOOD = """# mine
[[phrase]]
name = "one"
title = "First"
sections = ["hpi"]
body = "1 ***"

[[phrase]]
name = "two"
title = "Second"
body = \"\"\"
line one
line two\"\"\"
"""


def _written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def _problem(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    "text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("[[phrase]]", '[[ "phrase" ]]')]
)
def test_a_file_is_read_with_any_editors_line_ends(tmp_path: Path, text: str) -> None:
    assert read(_written(tmp_path, text)) == (
        Phrase("one", "First", ("hpi",), "1 ***", "mine.toml"),
        Phrase("two", "Second", (), "line one\nline two", "mine.toml"),
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "problem"),
    [
        ('"First"', '"First', 4, "illegal character"),
        ('title = "Second"', "title = Second", 10, "invalid value"),
        ('title = "Second"', 'title "Second"', 10, "expected '='"),
        ('two\"\"\"', "two", 11, "unterminated"),
        ('title = "Second"\n', 'title = "Second"\ntitle = "Again"\n', 11, "overwrite"),
        ('title = "First"', 'titel = "First"', 4, "“titel” is not known"),
        ('body = "1 ***"', 'body = "  "', 6, "“body” is empty"),
        ('body = "1 ***"', "body = 1", 6, "“body” is not text"),
        ('body = "1 ***"\n', "", 2, "has no body"),
        ('name = "one"\n', "", 2, "has no name"),
        ('"one"', '"one more"', 3, "“one more” cannot be typed"),
        ('"one"', '".one"', 3, "cannot be typed"),
        ('"one"', '"One"', 3, "cannot be typed"),
        ('"one"', '"1one"', 3, "cannot be typed"),
        ('"one"', '"größe"', 3, "cannot be typed"),
        ('"one"', '"one\\n"', 3, "cannot be typed"),
        ('"two"', '"one"', 9, "taken in line 3"),
        ('["hpi"]', '"hpi"', 5, "not a list"),
        ('["hpi"]', "[\n  1,\n]", 5, "not a list"),
        ('["hpi"]', '["hpi"]\nspoken = "one"', 6, "not a list of texts"),
        ('["hpi"]', '["hpi"]\nspoken = [1]', 6, "not a list of texts"),
        ('["hpi"]', '["hpi"]\nkeys = ["F12"]', 6, "“keys” is not text"),
        ('["hpi"]', '["hpi"]\nkeys = " "', 6, "“keys” is empty"),
        ('line two\"\"\"\n', 'line two\"\"\"\ncolor = "red"\n', 14, "“color” is not known"),
        ("# mine\n", '# mine\nauthor = "me"\n', 2, "outside any phrase"),
        ("[[phrase]]\nname = \"one\"", "[phrase]\nname = \"one\"", 2, "outside any phrase"),
        ('line two\"\"\"\n', 'line two\"\"\"\n\n[[phrases]]\nname = "x"\n', 15, "“phrases” is not known"),
        ('line two\"\"\"\n', 'line two\"\"\"\n\n[phrase.more]\nx = 1\n', 15, "“more” is not known"),
        (
            "line one",
            'name = "three"\ntitel = "no"\n\"\"\"\ntitel = "yes"\nextra = \"\"\"',
            15,
            "“titel” is not known",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, problem: str
) -> None:
    assert before in GOOD
    message = str(_problem(_written(tmp_path, GOOD.replace(before, after, 1))))
    assert message.startswith(f"mine.toml, line {line}: ")
    assert problem.lower() in message.lower()


def test_a_quotation_left_open_is_found_where_it_begins_not_where_the_next_phrase_closes_it(
    tmp_path: Path,
) -> None:
    text = '[[phrase]]\nname = "a"\ntitle = "A"\nbody = """\nfine"""\n\n'
    text += '[[phrase]]\nname = "b"\ntitle = "B"\nbody = """\nnever closed\n\n'
    text += '[[phrase]]\nname = "c"\ntitle = "C"\nbody = """\nfine"""\n'
    assert str(_problem(_written(tmp_path, text))).startswith("mine.toml, line 10: unterminated")


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_bytes(GOOD.replace("Second", "Größe").encode("latin-1"))
    assert str(_problem(path)) == "old.toml, line 10: a character is not in UTF-8."


def test_a_spelling_mistake_in_a_key_gets_a_suggestion(tmp_path: Path) -> None:
    assert _problem(_written(tmp_path, GOOD.replace("title", "tilte", 1))).remedy == "Write “title”."


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_any_stretch_replaced_is_read_or_refused_with_a_line(
    tmp_path: Path, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, len(GOOD)))
    junk = data.draw(st.text(alphabet="[]\"=#\n'\\ abphrase_1🐢\r\x00", max_size=12))
    path = _written(tmp_path, GOOD[:start] + junk + GOOD[end:])
    text = path.read_bytes().decode()
    library = loaded(tmp_path)
    if library.problems:
        located = re.match(r"mine\.toml, line (\d+): ", str(library.problems[0]))
        assert located
        assert 1 <= int(located[1]) <= text.count("\n") + 1
        assert library.all() == ()
    else:
        names = [entry["name"] for entry in tomllib.loads(text.removeprefix("\ufeff")).get("phrase", [])]
        assert [phrase.name for phrase in library.all()] == sorted(names)


def test_a_broken_file_is_left_out_whole_and_the_others_load(tmp_path: Path) -> None:
    _written(tmp_path, GOOD, "good.toml")
    _written(tmp_path, GOOD.replace("one", "three").replace('"two"', '"2"'), "broken.toml")
    (tmp_path / "folder.toml").mkdir()
    library = loaded(tmp_path)
    assert [phrase.name for phrase in library.all()] == ["one", "two"]
    assert sorted(str(problem).split(":")[0] for problem in library.problems) == [
        "broken.toml, line 9", "folder.toml cannot be read",
    ]  # fmt: skip


def test_two_files_of_one_folder_may_not_share_a_name(tmp_path: Path) -> None:
    _written(tmp_path, GOOD, "a.toml")
    _written(tmp_path, GOOD.replace('"one"', '"three"'), "b.toml")
    library = loaded(tmp_path)
    assert [phrase.name for phrase in library.all()] == ["one", "two"]
    assert [str(problem) for problem in library.problems] == [
        "b.toml, line 9: the name “two” is taken in a.toml."
    ]


def test_the_users_own_phrase_wins_over_the_starter_set(tmp_path: Path) -> None:
    _written(tmp_path / "starter", GOOD)
    _written(tmp_path / "own", GOOD.replace("First", "My first").replace('"two"', '"three"'))
    library = loaded(tmp_path / "starter", tmp_path / "own")
    found = library.get("ONE")
    assert found
    assert found.title == "My first"
    assert [phrase.name for phrase in library.all()] == ["one", "three", "two"]
    assert library.problems == ()


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n"])
def test_a_file_without_phrases_is_no_problem(tmp_path: Path, text: str) -> None:
    assert read(_written(tmp_path, text)) == ()


def test_an_unknown_name_is_none(tmp_path: Path) -> None:
    assert loaded(tmp_path).get("one") is None


SECTIONS = {section.key for section in SOAP.sections}


def test_the_starter_set_loads_without_problems_and_covers_every_written_section() -> None:
    assert STARTER.problems == ()
    assert len(STARTER.all()) >= 200
    offered = {section for phrase in STARTER.all() for section in phrase.sections}
    assert offered == SECTIONS - {"vitals"}


@pytest.mark.parametrize("phrase", STARTER.all(), ids=lambda phrase: phrase.name)
def test_a_starter_phrase_states_nothing_without_a_blank_to_look_at(phrase: Phrase) -> None:
    assert trigger_before(f".{phrase.name}") == phrase.name
    for line in phrase.body.splitlines():
        assert next_blank(line, 0) or "{." in line or line.endswith(":"), line
    assert all(stretch == "***" for stretch in re.findall(r"\*+", phrase.body))


@pytest.mark.parametrize("phrase", STARTER.all(), ids=lambda phrase: phrase.name)
def test_a_starter_phrase_answers_nothing_by_itself(phrase: Phrase) -> None:
    text = expand(phrase, find=STARTER.get).text
    assert not [mark for mark in marks(text) if mark.defaults]


def test_search_prefers_the_name_then_the_title_then_the_text() -> None:
    names = [phrase.name for phrase in STARTER.search("exam")]
    assert names[0] == "exam"
    assert {"examcv", "examlung", "examneuro"} <= set(names[:8])
    assert STARTER.search("drug allergies")[0].name == "nkda"
    assert STARTER.search(".NKD")[0].name == "nkda"
    assert "edchest" in [phrase.name for phrase in STARTER.search("palpitations")]
    assert STARTER.search("no such words") == ()


def test_search_finds_a_phrase_by_what_is_said_for_it() -> None:
    spoken = Phrase("lungs", "Lungs, normal", (), "Clear.", "mine.toml", spoken=("normal chest exam",))
    assert Library([spoken]).search("chest exam") == (spoken,)


def test_search_puts_the_section_at_hand_first() -> None:
    assert STARTER.search("", ("allergies",))[:2] == (STARTER.get("allergy"), STARTER.get("nkda"))
    assert set(STARTER.search("")) == set(STARTER.all())


@given(st.text(max_size=20), st.text(max_size=8))
def test_search_answers_any_text(text: str, section: str) -> None:
    assert set(STARTER.search(text, (section,))) <= set(STARTER.all())


def test_phrases_of_a_section_that_this_one_is_like_come_after_its_own() -> None:
    own = Phrase("zown", "Own", ("interval",), "a", "mine.toml")
    like = Phrase("like", "Like", ("hpi",), "b", "mine.toml")
    other = Phrase("aother", "Other", ("exam",), "c", "mine.toml")
    assert Library([own, like, other]).search("", ("interval", "hpi")) == (own, like, other)


@pytest.mark.parametrize(
    ("section", "phrase"), [("findings", "pbiopsypunch"), ("interval", "prog"), ("warning_signs", "dihead")]
)
def test_a_section_of_another_note_type_offers_what_fits_it(section: str, phrase: str) -> None:
    sections = {one.key: one for kind in BUILT_IN.all() for one in kind.sections}
    offered = STARTER.search("", sections[section].kin)
    names = [one.name for one in offered]
    assert names.index(phrase) < sum(bool(set(sections[section].kin) & set(one.sections)) for one in offered)
