"""Own words: each person's, in the encrypted store, and found again at the next log-in."""

from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session.spelling import Spelling
from tests.unit.session.conftest import Enter


def test_own_words_are_known_and_kept_for_this_person_only(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    scribe.spelling.add("Xqzzy")
    scribe.spelling.add("MiraXqz")
    assert scribe.spelling.own_words == ("miraxqz", "xqzzy")
    again, other = Spelling(scribe.desk), enter(Role.PROVIDER).spelling
    lexicon = again.load()
    assert again.knows_with(lexicon, ())("xqzzy's")
    assert not other.knows_with(lexicon, ())("xqzzy")
    again.replace(["other"])
    assert Spelling(scribe.desk).own_words == ("other",)


def test_names_in_the_chart_are_nothing_strange(enter: Enter) -> None:
    spelling = enter(Role.SCRIBE).spelling
    knows = spelling.knows_with(spelling.load(), ("Xqzanna O'Xqrien", "Maria Xqz-Santos"))
    assert all(knows(word) for word in ("Xqzanna", "xqzanna’s", "O'Xqrien", "Xqz"))
    assert not knows("Xqzannas")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("one two three four five-six", "has 6 words"),
        ("xqz@home", "has “@” in it"),
        ("(x)", "has “(” in it"),
        ("x" * 61, "has more than 60 characters"),
        ("xqz-", "has a hyphen or an apostrophe at an end"),
        ("12-5", "has no letter"),
    ],
)
def test_a_line_that_is_no_word_or_term_is_named_with_the_reason_and_nothing_changes(
    enter: Enter, word: str, why: str
) -> None:
    spelling = enter(Role.SCRIBE).spelling
    spelling.add("kept")
    with pytest.raises(BadInput) as refused:
        spelling.replace(["fine", "", word])
    assert refused.value.in_full().startswith(f"Your words, line 3: “{word[:60]}” {why}.")
    with pytest.raises(BadInput) as refused:
        spelling.add(word)
    assert refused.value.in_full().startswith(f"“{word[:60]}” {why}. A word has letters, digits")
    assert spelling.own_words == ("kept",)


def test_terms_with_digits_are_words_and_their_letters_are_known(enter: Enter) -> None:
    spelling = enter(Role.SCRIBE).spelling
    spelling.replace(["covid-19", "5-HT3 antagonist", "B12", "3rd qzyxy"])
    assert spelling.own_terms == ("3rd qzyxy", "5-HT3 antagonist", "B12", "covid-19")
    lexicon = spelling.load()
    assert spelling.knows_with(lexicon, ())("qzyxy")
    assert not any(one.word.isdigit() for one in spelling.suggestions(lexicon, "19"))


def test_a_term_of_several_words_is_kept_as_written_and_its_parts_are_known(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    scribe.spelling.add("St  Xqzude Qvalve")
    again = Spelling(scribe.desk)
    assert again.own_terms == ("St Xqzude Qvalve",)
    assert again.own_words == ("st xqzude qvalve",)
    assert again.knows_with(again.load(), ())("Xqzude")


def test_a_file_of_words_is_taken_in_whole_or_not_at_all(enter: Enter, tmp_path: Path) -> None:
    spelling, path = enter(Role.SCRIBE).spelling, tmp_path / "words.txt"
    spelling.add("kept")
    path.write_text("\ufeffkept\nXqz-line catheter\n\nqzyx\n", encoding="utf-8")
    assert spelling.take_in(path) == 2
    assert spelling.own_terms == ("kept", "qzyx", "Xqz-line catheter")
    path.write_text("fine\nno@word\n\n1\n2\n3\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        spelling.take_in(path)
    assert refused.value.in_full() == (
        "words.txt, line 2: “no@word” has “@” in it; line 4: “1” has no letter; line 5: “2” has no letter; "
        "and 1 more. Nothing was added. A word has letters, digits, hyphens and apostrophes; "
        "a term has up to 5 words."
    )
    assert spelling.own_terms == ("kept", "qzyx", "Xqz-line catheter")


def test_own_words_are_exported_one_a_line(enter: Enter, tmp_path: Path) -> None:
    spelling = enter(Role.SCRIBE).spelling
    spelling.replace(["b", "a"])
    assert spelling.export(tmp_path / "words.txt") == 2
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "a\nb\n"
    with pytest.raises(BadInput, match="cannot be written"):
        spelling.export(tmp_path / "nowhere" / "words.txt")
    entries = spelling._desk.store.audit.page(AuditFilter(kind=AuditKind.WORDS_EXPORTED))
    assert [(one.outcome, one.detail) for one in entries] == [
        ("failed", "2 words"), ("ok", "2 words"), ("ok", "2 words"),
    ]  # fmt: skip
