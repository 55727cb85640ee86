"""From recognised words to a passage with sources."""

from collections.abc import Sequence
from dataclasses import replace

from scribe_desktop.language.wording import Heard, Piece, Pieces
from scribe_desktop.notes.dictated import Risk, Spoken, spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.speech.port import Final, Word

FINAL = Final(
    "He has new mumia.", 0, 2, tuple(Word(text, 0, 1, 0.9) for text in ("He", "has", "new", "mumia."))
)


def corrects(pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
    return (*pieces[:2], Piece("pneumonia.", 2, 4, heard="new mumia.", risk="corrected"))


def shouts(pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
    return tuple(replace(piece, text=piece.text.upper()) for piece in pieces)


def test_without_stages_the_text_is_what_the_engine_wrote() -> None:
    passage = DictatedText().written(FINAL, "clinical", "ann", "u-1")
    assert passage == Passage.of("He has new mumia.", Spoken("clinical", "u-1").source("ann"))


def test_a_stage_changes_text_and_its_source_says_what_was_heard() -> None:
    passage = DictatedText([corrects]).written(FINAL, "clinical", "ann", "u-1")
    assert [(text, spoken(source)) for text, source in passage.pieces()] == [
        ("He has ", Spoken("clinical", "u-1")),
        ("pneumonia.", Spoken("clinical", "u-1", "new mumia.", risk=Risk.CORRECTED)),
    ]


def test_stages_follow_each_other() -> None:
    assert DictatedText([corrects, shouts]).written(FINAL, "clinical", "ann").text == "HE HAS PNEUMONIA."


def test_the_text_of_an_engine_without_words_is_cut_at_its_blanks() -> None:
    final = Final("He coughs.", 0, 1)
    assert DictatedText([shouts]).written(final, "third", "ann").text == "HE COUGHS."


def test_neighbours_with_one_reason_are_one_stretch_and_the_blank_before_them_is_none_of_it() -> None:
    def doubts(pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
        return (*pieces[:2], *(replace(piece, risk="unsure") for piece in pieces[2:]))

    passage = DictatedText([doubts]).written(FINAL, "clinical", "ann")
    assert [text for text, _ in passage.pieces()] == ["He has ", "new mumia."]


def test_a_pause_behind_a_command_is_written_as_a_mark() -> None:
    timed = (Word("scratch", 0, 0.2), Word("that", 0.2, 0.4), Word("she", 0.9, 1.1), Word("left", 1.1, 1.3))
    final = Final("scratch that she left", 0, 2, timed)
    assert (
        DictatedText([lambda pieces, _heard: pieces]).written(final, "vosk", "ann").text
        == "scratch that. she left"
    )
