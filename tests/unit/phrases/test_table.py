"""Phrases as a table of auto-texts: what it holds, and what is told to be lost."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.exchange import read_any
from scribe_desktop.phrases.phrase import Phrase, Use
from scribe_desktop.phrases.table import written

OTHER = Phrase("other", "Other", (), "the other", "")


def row(phrase: Phrase) -> tuple[list[str], tuple[str, ...]]:
    export = written([phrase], {"other": OTHER}.get)
    heading, found = csv.reader(io.StringIO(export.text, newline=""), strict=True)
    assert heading == ["trigger", "title", "text"]
    return found, export.remarks


def test_a_plain_text_is_a_row_and_loses_nothing() -> None:
    assert row(Phrase("it", "It", (), 'Said "no", ***;\nfine.', "")) == (
        [".it", "It", 'Said "no", ***;\nfine.'],
        (),
    )


def test_what_a_table_cannot_say_is_plain_text_and_told() -> None:
    body = "{side: left|right} knee of @NAME@, {.other}{^}, {?with ***}."
    phrase = Phrase("it", "It", ("hpi",), body, "", (Use("other", 1),), keys="Ctrl+Alt+K", spoken=("knee",))
    (_, _, text), (remark,) = row(phrase)
    assert text == "(side: left|right) knee of @NAME@, the other, (?with ***)."
    for lost in ("parentheses", "tokens", "written out", "cursor", "sections, key, spoken names"):
        assert lost in remark


def test_a_phrase_that_uses_a_missing_one_is_refused() -> None:
    with pytest.raises(BadInput):
        row(Phrase("it", "It", (), "{.missing}", "", (Use("missing", 1),)))


def bodies() -> st.SearchStrategy[str]:
    words = st.text(alphabet="ab ,;\"\t\n*|{}'é", min_size=1, max_size=40)
    said = words.map(lambda text: text.strip("\n"))
    return said.filter(lambda text: bool(text.strip()) and first_mistake(text) is None)


@given(st.lists(bodies(), min_size=1, max_size=5))
def test_a_table_reads_back_as_its_plain_text(
    tmp_path_factory: pytest.TempPathFactory, said: list[str]
) -> None:
    phrases = [Phrase(f"p{number}", f"P {number}", (), body, "") for number, body in enumerate(said)]
    path = tmp_path_factory.mktemp("out") / "all.csv"
    Path(path).write_bytes(written(phrases, lambda _name: None).text.encode())
    read = read_any(path)
    assert [(p.name, p.title) for p in read.phrases] == [(p.name, p.title) for p in phrases]
    assert [p.body for p in read.phrases] == [b.replace("{", "(").replace("}", ")") for b in said]
