#!/usr/bin/env python3
"""Write resources/vocabulary/clinical_words.txt: words of codes, abbreviations and phrases.

Run it in the environment of `make test` after one of these has changed: `make words`.
"""

from collections.abc import Iterator
from pathlib import Path

from spellchecker import SpellChecker

from scribe_desktop.codes import icd10cm
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.spelling import words
from scribe_desktop.phrases.shelves import Shelves

RESOURCES = Path(__file__).parents[1] / "resources"
VOCABULARY = RESOURCES / "vocabulary"
LEAST = 2


def texts() -> Iterator[str]:
    yield from icd10cm.vocabulary(RESOURCES / "codes")
    table = Abbreviations.load(VOCABULARY / "abbreviations.toml")
    for short in table:
        yield short
        yield from (meaning.full for meaning in table.all_of(short))
    for phrase in Shelves.load(RESOURCES / "phrases", Path("none of one's own")).library(()).all():
        yield phrase.title
        yield phrase.body


def main() -> None:
    english = set(SpellChecker(language="en", distance=1).word_frequency.words())
    own = {
        word for name in ("drugs", "exam_words") for word in (VOCABULARY / f"{name}.txt").read_text().split()
    }
    found = {word.casefold().removesuffix("'s") for text in texts() for word in words(text)}
    kept = sorted(word for word in found - english - own if len(word) >= LEAST and word.isascii())
    (VOCABULARY / "clinical_words.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")  # noqa: T201


if __name__ == "__main__":
    main()
