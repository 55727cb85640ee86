"""Clinical terms in the place of words that only sound like them."""

from collections.abc import Sequence

from scribe_desktop import assets
from scribe_desktop.language.correction import Correction, Weights
from scribe_desktop.language.risks import Risks
from scribe_desktop.language.terms import Terms
from scribe_desktop.language.wording import Heard, Piece, Pieces, as_recognised

RISKS = Risks.load(assets.resource("vocabulary"))
VOCABULARY = Terms(
    ["pneumonia", "metformin", "hypertension", "hypotension", "Lyme disease", "normal", "no fever"]
)
CAREFREE = Weights(silent=2.0, suggested=1.0, untold=0.0)
RARE = {
    "new": -6.0,
    "mumia": -20.0,
    "met": -9.0,
    "forming": -9.0,
    "hypo": -12.0,
    "tension": -9.0,
    "mumias": -20.0,
}


def likelihood(words: Sequence[str]) -> float:
    return sum(RARE.get(word, -5.0) for word in words)


def common(word: str) -> float:
    return {"new": -7.2, "has": -5.4}.get(word, RARE.get(word, -12.0))


def corrected(text: str, chance: float | None, weights: Weights | None = None) -> Pieces:
    heard = [Heard(word, chance) for word in text.split()]
    return Correction([VOCABULARY], likelihood, RISKS, common, weights)(as_recognised(heard), heard)


def test_a_term_takes_the_place_of_several_words_and_remembers_them() -> None:
    pieces = corrected("He has. New mumia.", 0.3, CAREFREE)
    assert pieces == (
        Piece("He", 0, 1),
        Piece("has.", 1, 2),
        Piece("Pneumonia.", 2, 4, heard="New mumia.", risk="corrected"),
    )


def test_what_the_recogniser_is_sure_of_is_left_alone() -> None:
    assert [piece.text for piece in corrected("He has new mumia.", 0.99)] == ["He", "has", "new", "mumia."]


def test_an_engine_that_tells_no_probability_is_corrected_too() -> None:
    assert corrected("has new mumia", None, CAREFREE)[1].text == "pneumonia"


def test_names_and_abbreviations_are_never_changed_unasked() -> None:
    for text in ("saw New mumia", "saw new MUMIA"):
        assert corrected(text, 0.3, CAREFREE)[1].risk == "suggested"


def test_what_is_changed_with_a_probability_is_only_suggested_without() -> None:
    weights = Weights(silent=2.0, suggested=1.0, untold=50.0)
    assert corrected("has new mumia", 0.3, weights)[1].risk == "corrected"
    assert corrected("has new mumia", None, weights)[1].risk == "suggested"


def test_a_drug_is_suggested_and_never_put_in() -> None:
    [_, piece] = corrected("takes met forming", 0.1, Weights(silent=0.0, suggested=0.0))
    assert piece == Piece("met forming", 1, 3, instead="metformin", risk="suggested")


def test_hyper_for_hypo_and_a_lost_negation_are_never_put_in() -> None:
    weights = Weights(silent=-99.0, suggested=-99.0)
    for text in ("hypo tension", "no normal", "know fever"):
        assert all(piece.risk != "corrected" for piece in corrected(text, 0.1, weights))


def test_little_evidence_suggests_and_less_does_nothing() -> None:
    assert corrected("has new mumia", 0.3, Weights(silent=99.0, suggested=1.0))[1] == Piece(
        "new mumia", 1, 3, instead="pneumonia", risk="suggested"
    )
    assert len(corrected("has new mumia", 0.3, Weights(silent=99.0, suggested=99.0))) == 3


def test_a_term_is_not_looked_for_across_the_end_of_a_clause() -> None:
    pieces = corrected("something new. Mumia", 0.3, Weights(silent=-99.0, suggested=-99.0))
    assert all("pneumonia" not in (piece.text.lower(), piece.instead.lower()) for piece in pieces)


def test_what_another_stage_has_settled_stays() -> None:
    heard = [Heard("new", 0.1), Heard("mumia", 0.1)]
    settled = (Piece("new mumia", 0, 2, risk="number"),)
    assert Correction([VOCABULARY], likelihood, RISKS, common)(settled, heard) == settled


def test_two_terms_that_fit_alike_are_only_suggested() -> None:
    terms = Terms(["pneumonia", "gnumonia"])
    heard = [Heard("new", 0.3), Heard("mumia", 0.3)]
    [piece] = Correction([terms], likelihood, RISKS, common, CAREFREE)(as_recognised(heard), heard)
    assert piece.risk == "suggested"


def test_single_letters_and_words_left_out_are_no_evidence() -> None:
    terms = Terms(["tablet", "history of"])
    heard = [Heard(word, 0.2) for word in ["history", "of", "G.", "I.", "left"]]
    pieces = Correction([terms], likelihood, RISKS, common, Weights(silent=-99.0, suggested=-99.0))(
        as_recognised(heard), heard
    )
    assert pieces == as_recognised(heard)
