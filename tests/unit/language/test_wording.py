"""Pieces of text and the spaces between them."""

from scribe_desktop.language.wording import Heard, Piece, as_recognised, spaced


def test_every_word_begins_as_a_piece_of_its_own() -> None:
    assert as_recognised([Heard("no"), Heard("fever.")]) == (Piece("no", 0, 1), Piece("fever.", 1, 2))


def test_words_stand_apart_and_punctuation_does_not() -> None:
    texts = ["No", "fever", ",", "cough", "\n\n", "Lungs", "(clear", ")", "98", "%"]
    pieces = [Piece(text, at, at + 1) for at, text in enumerate(texts)]
    assert "".join(spaced(pieces)) == "No fever, cough\n\nLungs (clear) 98%"


def test_a_tight_piece_follows_without_a_space() -> None:
    assert "".join(spaced([Piece("T", 0, 1), Piece("4", 1, 2, tight=True)])) == "T4"
