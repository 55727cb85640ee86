"""A person's own rules for recognised words."""

from scribe_desktop.language.own_rules import OwnRules, key_of
from scribe_desktop.language.wording import Heard, Piece, Pieces, as_recognised

RULES = OwnRules({"met forming": "metformin", "met": "MET", "key truda": "Keytruda"})


def written(text: str) -> Pieces:
    heard = [Heard(word, 0.9) for word in text.split()]
    return RULES(as_recognised(heard), heard)


def test_the_longest_rule_wins_and_what_was_heard_is_remembered() -> None:
    assert written("takes Met forming, daily") == (
        Piece("takes", 0, 1),
        Piece("Metformin,", 1, 3, heard="Met forming,", risk="corrected"),
        Piece("daily", 3, 4),
    )


def test_capitals_of_the_rule_stay() -> None:
    assert [piece.text for piece in written("on key truda. Met him")] == ["on", "Keytruda.", "MET", "him"]


def test_words_are_known_in_any_case_and_punctuation() -> None:
    assert key_of("  Met   FORMING, ") == "met forming"
    assert key_of("—") == ""
