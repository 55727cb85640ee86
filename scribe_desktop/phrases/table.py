"""Phrases written as a CSV table of auto-texts, as plain text that any program takes."""

import csv
import io
from collections.abc import Iterable, Iterator

from scribe_desktop.phrases.espanso import Export
from scribe_desktop.phrases.espanso_import import plain
from scribe_desktop.phrases.expansion import CONDITION, CURSOR, Expansion, Find, expand
from scribe_desktop.phrases.marks import Kind, marks
from scribe_desktop.phrases.phrase import Phrase

HEADINGS = ("trigger", "title", "text")


def written(phrases: Iterable[Phrase], find: Find) -> Export:
    """A row for each phrase; other phrases that it uses are written out, what is asked is in parentheses.

    Raises:
        BadInput: a phrase uses one that `find` does not know.
    """
    file = io.StringIO(newline="")
    rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    remarks = []
    for phrase in phrases:
        made = expand(phrase, find=find)
        rows.writerow((f".{phrase.name}", phrase.title, plain(_with_tokens(made))))
        if lost := [*_lost(phrase, made)]:
            remarks.append(f".{phrase.name}: {'; '.join(lost)}.")
    return Export(file.getvalue(), tuple(remarks))


def _with_tokens(made: Expansion) -> str:
    """The text with the tokens in the places that wait for a patient."""
    text = made.text
    for pulled in reversed(made.pulled):
        text = text[: pulled.start] + pulled.token + text[pulled.end :]
    return text


def _lost(phrase: Phrase, made: Expansion) -> Iterator[str]:
    asked = any(mark.kind is not Kind.BLANK for mark in marks(made.text))
    if asked or CONDITION.search(made.text):
        yield "what is chosen or depends on something stands in parentheses"
    if made.pulled:
        yield "patient facts are tokens still"
    if phrase.uses:
        yield "the phrases that it uses are written out"
    if CURSOR.search(phrase.body):
        yield "the cursor's place is left out"
    kept = {"sections": phrase.sections, "key": phrase.keys, "spoken names": phrase.spoken}
    if left_out := [name for name, said in kept.items() if said]:
        yield f"left out: {', '.join(left_out)}"
