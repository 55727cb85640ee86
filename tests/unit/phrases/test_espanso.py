"""Phrases in espanso's terms: what it can say, what has to be typed there, and what is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.espanso import written
from scribe_desktop.phrases.exchange import read_any
from scribe_desktop.phrases.phrase import Phrase


def match_of(body: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    other = Phrase("other", "Other", (), "the other", "")
    export = written([Phrase("it", "It", (), body, "")], {"other": other}.get)
    (match,) = yaml.safe_load(export.text)["matches"]
    assert (match["trigger"], match["label"]) == (".it", "It")
    return match, export.remarks


def fields_of(match: dict[str, Any]) -> dict[str, Any]:
    return next(variable["params"]["fields"] for variable in match["vars"] if variable["type"] == "form")


def test_a_text_without_questions_is_just_replaced() -> None:
    assert match_of("Clear.\nAll {.other}{^} of it.") == (
        {"trigger": ".it", "label": "It", "replace": "Clear.\nAll the other$|$ of it."}, (),
    )  # fmt: skip


def test_blanks_and_lists_become_fields_and_a_named_answer_is_asked_once() -> None:
    match, remarks = match_of("{side: left|right} knee for ***; the {=side} one.")
    assert match["replace"] == "{{form1.side}} knee for {{form1.f2}}; the {{form1.side}} one."
    assert match["vars"][0]["params"]["layout"] == "[[side]] knee for [[f2]]; the [[side]] one."
    assert fields_of(match) == {
        "side": {"type": "choice", "values": ["left", "right"]}, "f2": {"multiline": False},
    }  # fmt: skip
    assert remarks == ()


@pytest.mark.parametrize(
    ("body", "field", "remark"),
    [
        ("{a|=b}", {"type": "choice", "values": ["a", "b"], "default": "b"}, ""),
        ("{a|***}", {"type": "choice", "values": ["a", "***"]}, ""),
        ("{?a}", {"type": "choice", "values": ["", "a"]}, ""),
        ("{+a|b}", {"multiline": False}, "several answers"),
        ("@AGE@", {"multiline": False}, "patient facts"),
        ("@TODAY+3m@", {"multiline": False}, "patient facts"),
        ("{at ***|none}", {"type": "choice", "values": ["at ***", "none"]}, "inside of answers"),
    ],
)
def test_what_it_cannot_say_is_a_field_to_type_in_and_told(
    body: str, field: dict[str, Any], remark: str
) -> None:
    match, remarks = match_of(body)
    assert list(fields_of(match).values()) == [field]
    assert [remark in said for said in remarks] == ([True] if remark else [])


def test_a_part_that_follows_an_answer_is_chosen_by_hand() -> None:
    match, remarks = match_of("{s: a|b}{if s = a: yes}")
    assert fields_of(match)["f2"] == {"type": "choice", "values": ["", "yes"]}
    assert remarks == (".it: parts that follow an answer are chosen by hand.",)


def test_dates_are_told_by_its_clock() -> None:
    match, _ = match_of("on @TODAY@, again @TODAY+2w@")
    assert match["replace"] == "on {{today}}, again {{today_2w}}"
    assert [variable["params"] for variable in match["vars"]] == [
        {"format": "%m/%d/%Y"}, {"format": "%m/%d/%Y", "offset": 14 * 86_400},
    ]  # fmt: skip


bodies = st.lists(
    st.sampled_from(
        ["***", "{a|b}", "{+a|b}", "{?c}", "{n: x|y}", "{=n}", "{if n = x: z}", "@AGE@", "@TODAY@", "{^}",
         " ", "\n", "word", "é", "א", "🐢", "[[", "'", '"', "#", ": "]
    ),
    min_size=1, max_size=20,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(body=bodies)
def test_what_was_written_for_espanso_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, body: str
) -> None:
    body = body.strip("\n")
    if not body.strip() or first_mistake(body):
        return
    path: Path = tmp_path_factory.mktemp("espanso") / "out.yml"
    path.write_text(written([Phrase("it", "It", (), body, "")], lambda _name: None).text, encoding="utf-8")
    found = read_any(path)
    assert [phrase.name for phrase in found.phrases] == ["it"]
    assert found.phrases[0].title == "It"


@pytest.mark.parametrize(
    "body",
    [
        "{side: left|right} knee for ***; the {=side} one.",
        "{side: left|=right} knee{?more: , worse|, better}.",
        "{kind: mild|at ***|***} pain{^}, {on: left|right}",
    ],
)
def test_pick_lists_survive_the_way_out_and_back(tmp_path: Path, body: str) -> None:
    path = tmp_path / "out.yml"
    path.write_text(written([Phrase("it", "It", (), body, "")], lambda _name: None).text, encoding="utf-8")
    assert [phrase.body for phrase in read_any(path).phrases] == [body]
