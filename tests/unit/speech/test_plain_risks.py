"""When a risky stretch is kept as the sound alone has it."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.plain_risks import FAR, with_plain_risk
from scribe_desktop.speech.risky_words import RiskyWords
from scribe_desktop.speech.token_words import token_words
from scribe_desktop.speech.two_texts import settled_between

SPELLED = ["no", "low", "pain", "there", "is", "400%", "0.000.", "to", "solely", "exercise", "nor", "or"]
SPELLED += ["metoprolol", "metal", "amlodipine", "left", "knee", "hypertension", "hypotension"]
PIECES = tuple("▁" + word for word in SPELLED)
RISKY = RiskyWords.load(assets.resource("vocabulary"))
SURE, UNSURE = -0.1, -FAR - 0.2


def heard(text: str, chance: float) -> Hypothesis:
    tokens = tuple(SPELLED.index(word) for word in text.split())
    return Hypothesis(tokens, (chance,) * (len(tokens) + 1), words=len(tokens))


def kept(searched: str, plain: str, ours: float, theirs: float) -> str:
    settle = partial(with_plain_risk, RISKY)
    found = settled_between(heard(searched, ours), heard(plain, theirs), PIECES, settle)
    assert len(found.chances) == len(found.tokens) + 1
    return " ".join(word.text for word in token_words(found.tokens, found.chances, PIECES))


@pytest.mark.parametrize(
    ("searched", "plain"),
    [
        ("there is low pain", "there is no pain"),
        ("to 400% to 0.000.", "to solely exercise"),
        ("there is nor exercise", "there is solely pain exercise"),
        ("no pain or knee", "no pain nor knee"),
        ("is hypertension", "is hypotension"),
        ("is metoprolol", "is amlodipine"),
        ("pain left knee", "pain knee"),
    ],
)
def test_a_risky_stretch_is_the_sounds_own_where_that_is_far_likelier(searched: str, plain: str) -> None:
    assert kept(searched, plain, UNSURE, SURE) == plain
    assert kept(searched, plain, SURE, SURE) == searched


@pytest.mark.parametrize(
    ("searched", "plain"),
    [
        ("is 400% left knee", "is low no pain"),
        ("is metoprolol", "there no low pain"),
        ("to left", "to no low"),
    ],
)
def test_a_stretch_that_makes_up_risky_words_itself_takes_no_place(searched: str, plain: str) -> None:
    assert kept(searched, plain, UNSURE, SURE) == searched


@pytest.mark.parametrize(("searched", "plain"), [("is metoprolol", "is metal"), ("there or", "to or")])
def test_what_is_not_risky_stays_as_it_was_searched_for(searched: str, plain: str) -> None:
    assert kept(searched, plain, UNSURE, SURE) == searched


@given(st.lists(st.sampled_from(SPELLED), max_size=8), st.lists(st.sampled_from(SPELLED), max_size=8))
def test_every_word_is_of_one_of_the_two_texts(searched: list[str], plain: list[str]) -> None:
    words = kept(" ".join(searched), " ".join(plain), UNSURE, SURE).split()
    assert set(words) <= {*searched, *plain}
