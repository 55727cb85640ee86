"""Two texts for one sound, made one stretch by stretch."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.token_words import token_words
from scribe_desktop.speech.two_texts import Words, settled_between

SPELLED = ["The", "the", "pain,", "pain", "x-ray", "of", "left", "knee."]
PIECES = tuple("▁" + word for word in SPELLED)
TEXTS = st.lists(st.sampled_from(SPELLED), max_size=8).map(" ".join)


def heard(text: str, chance: float = -0.1) -> Hypothesis:
    tokens = tuple(SPELLED.index(word) for word in text.split())
    return Hypothesis(tokens, (chance,) * (len(tokens) + 1), words=len(tokens))


def text(hypothesis: Hypothesis) -> str:
    return " ".join(word.text for word in token_words(hypothesis.tokens, hypothesis.chances, PIECES))


def said(text: str) -> str:
    return text.lower().replace(",", "").replace(".", "")


def test_capitals_and_punctuation_make_no_difference_to_settle() -> None:
    asked: list[tuple[Words, Words]] = []

    def settle(ours: Words, other: Words) -> Words:
        asked.append((ours, other))
        return ours

    best = heard("The pain, of left knee.")
    assert settled_between(best, heard("the pain of the knee."), PIECES, settle) is best
    assert [[word.text for word in side] for side in asked[0]] == [["left"], ["the"]]
    assert len(asked) == 1


@given(TEXTS, TEXTS)
def test_taking_the_others_stretches_everywhere_says_what_it_says(ours: str, other: str) -> None:
    found = settled_between(heard(ours), heard(other, -0.5), PIECES, lambda _, theirs: theirs)
    assert said(text(found)) == said(other)
    assert len(found.chances) == len(found.tokens) + 1


@given(TEXTS, TEXTS)
def test_keeping_ours_everywhere_changes_nothing(ours: str, other: str) -> None:
    best = heard(ours)
    assert settled_between(best, heard(other), PIECES, lambda mine, _: mine) is best
