"""The dates that starter phrases name agree with the words beside them."""

from datetime import UTC, datetime

import pytest

from scribe_desktop.phrases.expansion import expand
from scribe_desktop.phrases.marks import answer, apply, marks
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.tokens import Facts
from tests.helpers.phrases import STARTER

RETURNING = [phrase for phrase in STARTER.all() if "{return:" in phrase.body]


@pytest.mark.parametrize("phrase", RETURNING, ids=lambda phrase: phrase.name)
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("1 week", "in 1 week, by 03/09/2026."),
        ("2 weeks", "in 2 weeks, by 03/16/2026."),
        ("ten days", "in ten days."),
    ],
)
def test_the_day_to_come_back_is_the_chosen_one(phrase: Phrase, chosen: str, said: str) -> None:
    text = expand(phrase, phrase.name, Facts(now=datetime(2026, 3, 2, 8, tzinfo=UTC)), STARTER.get).text
    asked = next(mark for mark in marks(text) if text.startswith("{return:", mark.start))
    assert apply(text, answer(text, asked, [chosen])).endswith(said)


def test_there_are_such_phrases() -> None:
    assert len(RETURNING) >= 20
