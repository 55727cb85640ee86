"""The vocabulary of dictation: built-in terms, a person's own, and those of the patient at hand."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from math import log
from threading import Lock

from scribe_desktop import assets
from scribe_desktop.codes import icd10cm
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.correction import Correction
from scribe_desktop.language.plain_speech import PlainSpeech
from scribe_desktop.language.risk_flags import RiskFlags
from scribe_desktop.language.risks import Risks
from scribe_desktop.language.terms import LONGEST, Terms
from scribe_desktop.language.wording import Heard, Pieces, Stage
from scribe_desktop.session.spelling import dictionary
from scribe_desktop.speech.language_model import LanguageModel

_LISTS = ("drugs.txt", "clinical_words.txt", "exam_words.txt")
_SAYABLE = re.compile(r"[a-z][a-z' -]*")
_PARTS = re.compile(r"[\s-]+")
_RARE = log(2e-5)
"""Words less likely than this tell something of a patient."""
_LOADING = Lock()
_Added = tuple[tuple[str, ...], tuple[str, ...]]
"""A person's own words, and the patient's."""


@cache
def _risks() -> Risks:
    return Risks.load(assets.resource("vocabulary"))


@cache
def _terms() -> Terms:
    return Terms(_built_in())


@cache
def _language() -> LanguageModel:
    return LanguageModel(assets.resource("vocabulary", "words.npz"))


def _built_in() -> Iterator[str]:
    """Drugs, words of findings and procedures, meanings of abbreviations, heads of ICD-10-CM's titles."""
    folder = assets.resource("vocabulary")
    for name in _LISTS:
        yield from (folder / name).read_text(encoding="utf-8").split()
    table = Abbreviations.load(folder / "abbreviations.toml")
    meanings = (meaning.full for short in table for meaning in table.all_of(short))
    heads = (title.partition(",")[0] for title in icd10cm.titles(assets.resource("codes")))
    for text in (*meanings, *heads):
        term = text.lower()
        if _SAYABLE.fullmatch(term) and len(term.split()) <= LONGEST:
            yield term


@cache
def _plain_speech() -> PlainSpeech:
    short = Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))
    return PlainSpeech(_risks(), dictionary().knows, _language().follows, short)


def says_something(heard: str, written: str) -> bool:
    """Whether recognised words may be just what was said, and not a way to mishear the others.

    Loads what it needs; any thread may ask.
    """
    with _LOADING:
        plain = _plain_speech()
    return plain(heard, written)


class ClinicalWords:
    """Two stages of dictation, and the words that they reckon with; any thread may ask.

    Args:
        form: the stage between these two, which other readings go through as well.
        own_words: what the person at work has added, as it is written.
    """

    def __init__(self, form: Stage, own_words: Callable[[], Collection[str]] = tuple) -> None:
        self._form = form
        self._own_words = own_words
        self._patients: tuple[str, ...] = ()
        self._made: tuple[_Added, tuple[Correction, RiskFlags]] | None = None

    def prepare(self) -> None:
        """Load what the stages need, ahead of the first words; this takes a second or two."""
        self._stages()

    def reckon_with(self, words: Iterable[str]) -> tuple[str, ...]:
        """These are the patient's from now on: names, medication, problems, as they are written.

        Everyday words among them are left out, and with a drug come those that it is mistaken for: what
        the patient takes must not decide between them. Loads what it needs.

        Returns:
            The words for a recogniser to reckon with, in small letters; those of the person at work included.
        """
        with _LOADING:
            risks, language = _risks(), _language()
        telling = [w for w in words if w.lower() in risks.drugs or language.alone(w.lower()) < _RARE]
        alike = (other for word in telling for other in sorted(risks.confused.get(word.lower(), ())))
        self._patients = tuple(dict.fromkeys((*telling, *alike)))
        own = (part for term in self._own_words() for part in term.lower().split())
        return tuple(dict.fromkeys((*(word.lower() for word in self._patients), *own)))

    def correct(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        """The first stage: terms in the place of words that only sound like them."""
        return self._stages()[0](pieces, heard)

    def flag(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        """The last stage: what wants a look."""
        return self._stages()[1](pieces, heard)

    def _stages(self) -> tuple[Correction, RiskFlags]:
        """Correction and flags with the words as they are now."""
        with _LOADING:
            added = tuple(self._own_words()), self._patients
            if self._made is None or self._made[0] != added:
                expected = [*added[0], *added[1]]
                single = frozenset(part for term in expected for part in _PARTS.split(term.lower()))
                language, risks = _language(), _risks()
                likelihood = partial(language.likelihood, expected=single)
                correction = Correction([Terms(expected), _terms()], likelihood, risks, language.alone)
                flags = RiskFlags(risks, partial(language.scores, expected=single), self._form)
                self._made = added, (correction, flags)
            return self._made[1]
