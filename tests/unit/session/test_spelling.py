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


@pytest.mark.parametrize("word", ["one two three four five six", "3rd", "xqz@home", "x" * 61, "(x)"])
def test_what_is_not_one_word_is_refused_and_changes_nothing(enter: Enter, word: str) -> None:
    spelling = enter(Role.SCRIBE).spelling
    spelling.add("kept")
    with pytest.raises(BadInput, match="not one word"):
        spelling.replace(["fine", word])
    assert spelling.own_words == ("kept",)


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
    path.write_text("fine\nno@word\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no@word"):
        spelling.take_in(path)
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
