"""Phrases with tokens, other phrases and conditions: expanded, and mistakes in them told with their line."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.check import LONGEST, first_mistake
from scribe_desktop.phrases.expansion import expand
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.phrases.writer import written
from tests.helpers.phrases import loaded

NOW = datetime(2024, 1, 31, 14, 5)  # noqa: DTZ001  local time, as the window shows it
JANE = Facts({"NAME": "Jane Roe", "SEX": "female", "HE": "she", "AGE": "54 y"}, NOW)


def made(body: str, typed: str = "x", facts: Facts = JANE) -> str:
    return expand(Phrase("x", "X", (), body, "x.toml"), typed, facts).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("@NAME@, @AGE@", "Jane Roe, 54 y"),
        ("@TODAY@ @TODAY+14d@ @TODAY-2w@", "01/31/2024 02/14/2024 01/17/2024"),
        ("@TODAY+1m@ @TODAY+1y@ @TODAY-11m@", "02/29/2024 01/31/2025 02/28/2023"),
        ("@NOW@ @TIME@", "01/31/2024 14:05 14:05"),
        ("@TODAY+9999y@", "***"),
        ("@MRN@ @LASTLAB(creatinine)@ @AGE+1d@", "*** *** ***"),
        ("@HE@ says. @HE@ is; then @HE@", "She says. She is; then she"),
        ("{if SEX = female: LMP ***\nG***}.", "LMP ***\nG***."),
        ("{if SEX = male: prostate}.", "."),
        ("{if VISIT = Emergency: bed}", "bed"),
        ("me@clinic.org and @home", "me@clinic.org and @home"),
    ],
)
def test_what_is_known_takes_the_tokens_place_and_what_is_not_is_a_blank(body: str, text: str) -> None:
    assert made(body) == text


@pytest.mark.parametrize(
    ("body", "typed", "text"),
    [
        ("pain", "Cp", "Pain"),
        ("pain", "cp", "pain"),
        ("pain", "CP", "Pain"),
        ("{sharp|dull} pain", "Cp", "{Sharp|Dull} pain"),
        ("ßharp", "Cp", "ßharp"),
        ("{s: sharp|dull} pain, {=s}", "Cp", "{s: sharp|dull} pain, {=s}"),
        ("", "Cp", ""),
    ],
)
def test_a_capital_in_the_trigger_gives_the_text_one(body: str, typed: str, text: str) -> None:
    assert made(body, typed) == text


def test_the_cursor_goes_where_the_phrase_says() -> None:
    assert expand(Phrase("x", "X", (), "a *** b{^} c ***", "x.toml")).cursor == len("a *** b")


MINE = '''[[phrase]]
name = "one"
title = "One"
body = """
first
{.two} and {.two}"""

[[phrase]]
name = "two"
title = "Two"
body = "second"
'''


def load(folder: Path, text: str) -> Library:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return loaded(folder)


def test_a_phrase_uses_another(tmp_path: Path) -> None:
    library = load(tmp_path, MINE)
    one = library.get("one")
    assert one is not None
    assert expand(one, find=library.get).text == "first\nsecond and second"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("second", "second {.one}", 6, ".one uses itself: .one → .two → .one"),
        ("{.two} and", "{.three} and", 6, ".three, used here, is missing"),
        ("first", "first {a|b", 5, "not closed"),
        ("first", "first }", 5, "closes nothing"),
        ("first", "fine\\\n  first {oops}", 6, "not understood"),
        ("first", "@NAEM@", 5, "“@NAEM@” is not known"),
        ("second", "{=side}", 11, "no choice is named “side”"),
        ("second", "{if SEXX = male: x}", 11, "not understood"),
    ],
)
def test_a_mistake_inside_a_text_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, said: str
) -> None:
    problems = load(tmp_path, MINE.replace(before, after, 1)).problems
    assert str(problems[0]).startswith(f"mine.toml, line {line}: ")
    assert said in str(problems[0])
    assert problems[0].remedy


def test_phrases_that_double_each_other_are_stopped(tmp_path: Path) -> None:
    text = "".join(
        f'[[phrase]]\nname = "p{n}"\ntitle = "P"\nbody = "{{.p{n + 1}}} {{.p{n + 1}}}"\n' for n in range(30)
    )
    library = load(tmp_path, text + '[[phrase]]\nname = "p30"\ntitle = "P"\nbody = "x"\n')
    first = library.get("p0")
    assert first is not None
    with pytest.raises(BadInput, match="longer than"):
        expand(first, find=library.get)


def test_a_body_of_ten_megabytes_is_refused_with_its_line(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, MINE.replace("second", "x" * 10_000_000)).problems
    assert "larger than 4 MB" in str(problem)
    (problem,) = load(tmp_path, MINE.replace("second", "x" * (LONGEST + 1))).problems
    assert str(problem).startswith("mine.toml, line 11: the body has more than")


def test_right_to_left_and_combining_characters_come_through(tmp_path: Path) -> None:
    text = "שלום {כן|לא} e\u0301 \u202eabc\u202c 👩‍⚕️ ***"
    library = load(tmp_path, MINE.replace("second", text))
    two = library.get("two")
    assert two is not None
    assert expand(two).text == text


bodies = st.lists(
    st.sampled_from(
        ["***", "{", "}", "|", "?", "+", "=", ": ", "a", "side", "{if SEX = male: ", "@AGE@", "@TODAY+1d@",
         "{^}", "{.two}", " ", "\n", "\\", '"', "é", "א", "🐢", "\t", "\x7f"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(bodies)
def test_any_text_expands_with_its_pulled_stretches_in_place(body: str) -> None:
    expansion = expand(
        Phrase("x", "X", (), body, "x.toml"), "X", JANE, lambda name: Phrase(name, "T", (), "two", "x.toml")
    )
    assert 0 <= expansion.cursor <= len(expansion.text)
    for pulled in expansion.pulled:
        assert 0 <= pulled.start <= pulled.end <= len(expansion.text)


@given(bodies)
def test_a_mistake_lies_inside_the_body(body: str) -> None:
    mistake = first_mistake(body)
    assert mistake is None or (0 <= mistake.offset <= len(body) and mistake.problem and mistake.remedy)


@settings(max_examples=60, deadline=None)
@given(body=bodies, title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_written_phrase_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, body: str, title: str
) -> None:
    body = body.strip("\n")
    if not body.strip() or not title.strip() or first_mistake(body) or "{.two}" in body:
        return
    phrase = Phrase("x", title.strip(), ("hpi",), body, "x.toml")
    library = load(tmp_path_factory.mktemp("written"), written([phrase]))
    assert library.problems == ()
    found = library.get("x")
    assert found is not None
    assert (found.title, found.body) == (phrase.title, phrase.body)
