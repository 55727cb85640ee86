"""Recognised words that may be just what was said, and those that nobody would say."""

import pytest

from scribe_desktop import assets
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.plain_speech import PlainSpeech
from scribe_desktop.language.risks import Risks

FOLDER = assets.resource("vocabulary")
EVERYDAY = "met forming my grain blood thinner cold cool feet fever see section short of breath"
WORDS = frozenset(EVERYDAY.split())
USUAL = {("blood", "thinner"), ("see", "section")}
SPEECH = PlainSpeech(
    Risks.load(FOLDER),
    WORDS.__contains__,
    lambda word, before: (before, word) in USUAL,
    Abbreviations.load(FOLDER / "abbreviations.toml"),
)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("met forming", "metformin"),
        ("met forming", "Metformin XR"),
        ("my grain", "migraine"),
        ("new mumia", "pneumonia"),
        ("koval chick", "Kowalczyk"),
        ("right in gwinal hernia", "right inguinal hernia"),
    ],
)
def test_what_nobody_would_say_is_none(heard: str, written: str) -> None:
    assert not SPEECH(heard, written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [("shortness of breath", "SOB"), ("SOB", "shortness of breath"), ("twice daily", "BID")],
)
def test_to_write_an_abbreviation_for_its_meaning_changes_nothing(heard: str, written: str) -> None:
    assert not SPEECH(heard, written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("left", "right"),
        ("no fever", "fever"),
        ("fever", "no fever"),
        ("ten", "20"),
        ("losartan", "lisinopril"),
        ("right hernia", "left hernia"),
        ("hypotension", "hypertension"),
    ],
)
def test_what_is_risky_is_never_lost_and_a_negation_never_made_of_words(heard: str, written: str) -> None:
    assert SPEECH(heard, written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("fever", "favor"),
        ("cold feet", "cool feet"),
        ("see section", "c section"),
        ("blood thinner", "bloodthinner"),
        ("short breath", "dyspnea"),
        ("zepbound", "metformin"),
    ],
)
def test_words_and_usual_phrases_mean_something_and_so_does_what_sounds_unlike(
    heard: str, written: str
) -> None:
    assert SPEECH(heard, written)
