"""Risky words, how doubtful a word is, and what is flagged."""

from collections.abc import Sequence

import pytest

from scribe_desktop import assets
from scribe_desktop.language.doubt import Doubt
from scribe_desktop.language.risk_flags import RiskFlags
from scribe_desktop.language.risks import Risks
from scribe_desktop.language.wording import Heard, Other, Piece, Pieces, as_recognised
from scribe_desktop.language.written_form import WrittenForm

RISKS = Risks.load(assets.resource("vocabulary"))


def usual(words: Sequence[str]) -> list[float]:
    return [-5.0] * len(words)


FORM = WrittenForm.read()
FLAGS = RiskFlags(RISKS, usual, FORM)


def flagged(heard: Sequence[Heard]) -> Pieces:
    return FLAGS(as_recognised(heard), heard)


@pytest.mark.parametrize(
    ("word", "following", "kind"),
    [
        ("hydroxyzine", "", "sound-alike"),
        ("abacavir", "", "drug"),
        ("20", "milligrams", "dose"),
        ("20mg", "", "dose"),
        ("2.5", "", "number"),
        ("twice", "daily", "number"),
        ("denies", "pain", "negation"),
        ("left", "arm", "side"),
        ("hypokalemia", "", "sound-alike"),
        ("adduction", "", "sound-alike"),
        ("patient", "", ""),
    ],
)
def test_words_are_risky_by_what_they_decide(word: str, following: str, kind: str) -> None:
    assert RISKS.kind(word, following) == kind


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("the left arm", "the right arm", "side"),
        ("is normal", "is not normal", "negation"),
        ("fifteen", "fifty", "number"),
        ("the arm", "an arm", ""),
        ("three days", "3 days", ""),
        ("twenty five", "25", ""),
        ("twenty five", "35", "number"),
        ("for days", "4 days", "number"),
    ],
)
def test_texts_are_told_apart_by_the_risky_word_that_only_one_has(one: str, other: str, kind: str) -> None:
    assert RISKS.told_apart(one, other) == kind == RISKS.told_apart(other, one)


def test_a_risky_word_is_flagged_when_it_is_doubtful_and_an_everyday_one_much_later() -> None:
    sure, doubted = [Heard("The", 0.99), Heard("left", 0.99)], [Heard("The", 0.6), Heard("left", 0.6)]
    assert [piece.risk for piece in flagged(sure)] == ["", ""]
    assert [piece.risk for piece in flagged(doubted)] == ["", "side"]


def test_a_word_without_letters_is_nothing_to_look_at() -> None:
    assert RISKS.kinds("—", "pain") == []
    assert [piece.risk for piece in flagged([Heard("—", 0.9), Heard("cough", 0.99)])] == ["", ""]


def test_of_a_poorly_heard_utterance_every_word_is_flagged_however_well_it_fits() -> None:
    fits = RiskFlags(RISKS, lambda words: [-0.1] * len(words), FORM)
    said = ["There", "is", "left", "tenderness"]

    def risks(chance: float) -> list[str]:
        heard = [Heard(word, chance) for word in said]
        return [piece.risk for piece in fits(as_recognised(heard), heard)]

    assert risks(0.36) == ["unsure", "unsure", "side", "unsure"]
    assert risks(0.6)[1] == ""
    untold = [Heard(word) for word in said]
    assert [piece.risk for piece in fits(as_recognised(untold), untold)] == ["", "", "side", ""]


def test_an_utterance_in_noise_is_doubtful_as_a_whole() -> None:
    pieces = flagged([Heard(word, 0.08) for word in ["The", "use", "during", "their", "dream"]])
    assert all(piece.risk == "unsure" for piece in pieces)


def test_where_nothing_is_told_what_matters_most_is_flagged_and_nothing_else() -> None:
    pieces = flagged([Heard(word) for word in ["no", "pain,", "takes", "abacavir", "left", "hand"]])
    assert [piece.text for piece in pieces if piece.risk] == ["abacavir", "left"]


def test_another_likely_reading_that_means_something_else_is_offered() -> None:
    heard = [Heard("takes", 0.99), Heard("fifteen,", 0.99, (Other(1, "fifty"),)), Heard("daily", 0.99)]
    assert flagged(heard)[1] == Piece("fifteen,", 1, 2, instead="50,", risk="number")


def test_another_reading_of_several_words_is_one_place() -> None:
    heard = [Heard("is", 0.99, (Other(2, "is not normal"),)), Heard("normal.", 0.99)]
    assert flagged(heard) == (Piece("is normal.", 0, 2, instead="is not normal.", risk="negation"),)


def test_another_reading_is_written_like_the_text_and_whole() -> None:
    heard = [Heard("fifteen", 0.99, (Other(1, "fifty"),)), Heard("milligrams,", 0.99), Heard("daily", 0.99)]
    [dose, _] = FLAGS(FORM(as_recognised(heard), heard), heard)
    assert dose == Piece("15 mg,", 0, 2, instead="50 mg,", risk="number")


def test_another_reading_that_is_written_alike_is_not_pointed_at() -> None:
    heard = [Heard("five", 0.99, (Other(1, "5"),)), Heard("milligrams", 0.99)]
    assert [piece.risk for piece in FLAGS(FORM(as_recognised(heard), heard), heard)] == [""]


def test_another_reading_that_means_the_same_is_not_pointed_at() -> None:
    heard = [Heard("a", 0.99, (Other(1, "the"),)), Heard("cough", 0.99)]
    assert not any(piece.risk for piece in flagged(heard))


def test_what_an_earlier_stage_has_flagged_or_changed_stays() -> None:
    heard = [Heard("left", 0.1, (Other(1, "right"),))]
    before = (Piece("left", 0, 1, instead="lift", risk="suggested"),)
    assert FLAGS(before, heard) == before


def test_doubt_grows_with_what_the_recogniser_and_the_language_model_doubt() -> None:
    doubt = Doubt(usual, *RISKS.doubt)
    [high], [low] = doubt.of([Heard("word", 0.1)]), doubt.of([Heard("word", 0.9)])
    assert high is not None
    assert low is not None
    assert high > low
    assert doubt.of([Heard("word")]) == [None]
    assert doubt.of([Heard("—", 0.5)]) == [0.0]
