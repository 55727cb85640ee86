"""The language model that is shipped: what it expects, and between what it does not choose."""

import re
from math import exp

import pytest

from scribe_desktop import assets
from scribe_desktop.speech.language_model import (
    END,
    NUMBER_WORDS,
    REMEMBERED,
    LanguageModel,
    State,
    drug_names,
    ties,
)

VOCABULARY = assets.resource("vocabulary")


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel(VOCABULARY / "words.npz")


def after(model: LanguageModel, text: str) -> State:
    state = model.start
    for word in text.split():
        _, state = model.word(state, word)
    return state


def chance(model: LanguageModel, text: str, word: str) -> float:
    return exp(model.word(after(model, text), word)[0])


@pytest.mark.parametrize(
    "text", ["", "the patient", "denies chest", "zygomatic zebra", "takes lisinopril twenty"]
)
def test_the_chances_of_all_words_after_anything_add_up_to_one(model: LanguageModel, text: str) -> None:
    state = after(model, text)
    total = sum(exp(model._unit_score(state, unit)) for unit in range(len(model._unigrams)))
    assert total == pytest.approx(1, abs=0.05)


def test_clinical_english_is_expected(model: LanguageModel) -> None:
    assert chance(model, "denies chest", "pain") > 0.3
    assert chance(model, "shortness of", "breath") > 0.3
    assert chance(model, "past surgical history includes a", "cholecystectomy") > 1e-5


@pytest.mark.parametrize(
    "text", ["pain in the", "with a blood pressure of", "history of", "started on", "there is"]
)
def test_it_has_no_opinion_where_a_mistake_would_harm(model: LanguageModel, text: str) -> None:
    known = set(model._words)
    for group in ties(VOCABULARY / "never_guessed.toml"):
        chances = {round(model.word(after(model, text), word)[0], 4) for word in group if word in known}
        assert len(chances) <= 1, group
    for word in ("tension", "glycemia", "kalemia", "thyroidism", "natremia"):
        assert chance(model, text, "hyper" + word) == chance(model, text, "hypo" + word)


def test_all_numbers_are_alike(model: LanguageModel) -> None:
    assert (
        chance(model, "takes", "fifteen") == chance(model, "takes", "fifty") == chance(model, "takes", "50")
    )
    assert model.word(after(model, "takes 20"), "5")[0] == 0


def test_every_drug_is_known_and_expected_where_drugs_are(model: LanguageModel) -> None:
    names = drug_names(VOCABULARY / "drugs.txt")
    assert names <= set(model._words)
    unlikely = [name for name in names if chance(model, "the patient takes", name) < 1e-8]
    assert not unlikely


def test_the_beginning_of_a_word_is_at_least_as_likely_as_the_word(model: LanguageModel) -> None:
    for word in ("auscultation", "lisinopril", "bilaterally", "xyzzy"):
        ways = [model.beginning(word[:length]) for length in range(1, len(word) + 1)]
        assert ways == sorted(ways, reverse=True)


def test_the_patients_own_words_are_reckoned_with_wherever_they_stand(model: LanguageModel) -> None:
    told = model.with_words(["Roszhart", "zonisamide", "lupus nephritis"])
    for word in ("roszhart", "zonisamide", "lupus", "nephritis"):
        assert chance(told, "seen by", word) > 1e6 * chance(model, "seen by", word)
        assert told.beginning(word[:4]) > model.beginning(word[:4])
    assert chance(told, "denies chest", "pain") == chance(model, "denies chest", "pain")


def test_usual_pairs_are_told_from_what_nobody_says(model: LanguageModel) -> None:
    assert all(model.follows(word, before) for before, word in [("chest", "pain"), ("sore", "throat")])
    assert not any(model.follows(word, before) for before, word in [("met", "forming"), ("new", "xqzzy")])


def test_a_sentence_is_likelier_to_end_after_its_object(model: LanguageModel) -> None:
    assert model.end(after(model, "denies chest pain")) > model.end(after(model, "denies chest"))
    assert END in range(len(model._unigrams))


def test_the_table_is_small_and_of_plain_words() -> None:
    path = VOCABULARY / "words.npz"
    assert path.stat().st_size < 3 << 20
    words = LanguageModel(path)._words
    assert words == sorted(words)
    assert all(re.fullmatch(r"[^\W\d_]+", word) for word in words)


def test_a_number_in_words_is_looked_ahead_to_like_one_in_digits(model: LanguageModel) -> None:
    for word in NUMBER_WORDS:
        for end in range(1, len(word) + 1):
            assert model.beginning(word[:end]) >= model.beginning("15")


def test_hours_of_dictation_leave_no_more_behind_than_one_of_them(model: LanguageModel) -> None:
    fresh = model.with_words(["lacosamide"])
    for word in model._words[: 2 * REMEMBERED]:
        fresh.beginning(word)
        fresh.word(fresh.start, word)
    assert fresh.beginning.cache_info().currsize == REMEMBERED
    assert fresh.word.cache_info().currsize == REMEMBERED
