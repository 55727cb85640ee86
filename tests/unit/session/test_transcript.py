"""Recognised words as dictation writes them, without a store."""

from scribe_desktop.session.transcript import Transcript, flags
from scribe_desktop.speech.port import Final, Word


def test_an_utterance_goes_through_all_stages_and_says_what_wants_a_look() -> None:
    text = "history of lime disease, takes fifteen milligrams"
    words = tuple(Word(word, 0, 1, 0.2 if word in ("lime", "fifteen") else 0.99) for word in text.split())
    passage = Transcript().written(Final(text, 0, 5, words), "clinical")
    assert passage.text == "history of lyme disease, takes 15 mg"
    assert list(flags(passage)) == [
        {"text": "lyme disease,", "risk": "corrected", "heard": "lime disease,"},
        {"text": "15 mg", "risk": "dose"},
    ]
