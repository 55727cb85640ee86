"""Recognised words as dictation would write them, without a store: for the command line, and to measure."""

from collections.abc import Iterator
from typing import Any

from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.clinical_words import ClinicalWords
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.speech.port import Final


class Transcript:
    """All stages of live dictation, with the built-in vocabulary; loads it when the first words come."""

    def __init__(self) -> None:
        form = WrittenForm.read()
        self._words = ClinicalWords(form)
        self._text = DictatedText([self._words.correct, form, self._words.flag])

    def prepare(self) -> None:
        """Load the vocabulary ahead of the first words."""
        self._words.prepare()

    def written(self, final: Final, engine: str) -> Passage:
        """One utterance as it would stand in a note."""
        return self._text.written(final, engine, "")


def flags(passage: Passage) -> Iterator[dict[str, Any]]:
    """Every stretch that wants a look: its text, why, and what was heard or may have been said."""
    for text, source in passage.pieces():
        how = spoken(source)
        if how is not None and how.risk is not None:
            found = {"text": text, "risk": how.risk.value, "heard": how.heard, "instead": how.instead}
            yield {name: value for name, value in found.items() if value}
