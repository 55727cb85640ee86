"""Where a term is only suggested, and what no suggestion takes with it."""

import pytest

from scribe_desktop import assets
from scribe_desktop.language.change_limits import ChangeLimits, Utterance
from scribe_desktop.language.risks import Risks

COMMON = {
    "has": -5.4,
    "you": -5.0,
    "new": -7.2,
    "in": -4.4,
    "give": -8.7,
    "with": -5.1,
    "a": -4.3,
    "mumia": -21.0,
}
LIMITS = ChangeLimits(
    Risks.load(assets.resource("vocabulary")), lambda word: COMMON.get(word, -10.0), certain=0.9
)


def said(text: str) -> Utterance:
    """Words as "siftery/.05" or "siftery/?" (not told), with a full stop where a clause ends."""
    told = [word.split("/") for word in text.split()]
    chances = [None if "?" in chance else float(*chance) if chance else 0.98 for _, *chance in told]
    words = [word for word, *_ in told]
    return Utterance([word.rstrip(".") for word in words], chances, [word.endswith(".") for word in words])


@pytest.mark.parametrize(
    ("text", "term", "spared"),
    [
        ("has/.9 cell/.6", "axilla", True),
        ("in/.7 remarkable/.9", "unremarkable", False),
        ("new/.97 mumia/.2", "pneumonia", True),
        ("new/.6 mumia/.2", "pneumonia", False),
        ("new/? mumia/?", "pneumonia", False),
        ("itch/.6 with/.99", "about", True),
        ("give/.95 loraze/.3", "lorazepam", True),
        ("x/.6 lorazepam/.1", "flurazepam", True),
        ("insulin/.8 glar/.2", "insulin glargine", False),
        ("has/.98 lime/.3", "has lyme", False),
        ("lyme/.3 has/.98", "lyme disease", False),
        ("laure/.1 0.5/.1", "ehlers", True),
        ("covid/.4 19/.8", "covid-19", False),
    ],
)
def test_what_is_right_is_spared(text: str, term: str, spared: bool) -> None:
    assert LIMITS.may_suggest(said(text), 0, 2, term, exact=False) is not spared


def test_a_term_that_sounds_just_so_has_all_its_words() -> None:
    words = said("a/.98 trial/.9 fib/.2")
    assert LIMITS.may_suggest(words, 0, 3, "atrial fib", exact=True)
    assert not LIMITS.may_suggest(words, 0, 3, "atrial fib", exact=False)


@pytest.mark.parametrize(
    ("text", "at", "made"),
    [
        ("give 1 g of X", 4, False),
        ("one gram X", 2, False),
        ("start her on X", 3, False),
        ("takes X daily", 1, False),
        ("X twenty milligrams", 0, False),
        ("X 2 tablets", 0, False),
        ("has X today", 1, True),
        ("started. X today", 1, True),
        ("X. 20 mg", 0, True),
        ("X two. milligrams", 0, True),
        ("history of X since", 2, True),
        ("decreased X and", 1, True),
        ("X opsone/.11", 0, False),
        ("mumia/.5 X", 1, False),
        ("mumia X", 1, True),
        ("mumia/? X", 1, True),
        ("new/.5 X", 1, True),
        ("opsone./.11 X", 1, True),
    ],
)
def test_a_term_is_made_where_its_neighbours_were_heard_and_no_drug_is_named(
    text: str, at: int, made: bool
) -> None:
    words = said(text)
    assert LIMITS.may_make(words, at, at + 1) is made
