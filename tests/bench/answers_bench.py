"""What has to answer unnoticed: the text stages of dictation, spoken phrases, the hint of a passphrase."""

import time
from collections.abc import Callable, Sequence

from scribe_desktop.language.wording import Heard, as_recognised
from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.session.clinical_words import ClinicalWords
from scribe_desktop.session.voice import Voice
from scribe_desktop.vault.passphrase import why_refused

SENTENCE = """the patient has a history of hi per tension and new mumia and takes lysin april
twenty milligrams daily for a trial fib relation"""
ROUNDS = 9


def figures() -> dict[str, float]:
    """Milliseconds, the least of some rounds; terms and phrases are many more than anybody has."""
    return {
        "text_stage_ms": max(_text_stage(chance, _many_terms()) for chance in (0.2, 0.95, None)),
        "spoken_phrase_ms": _spoken_phrase(),
        "passphrase_hint_ms": _least(lambda: why_refused("walnut umbrella fjord 7", context=("Ana Torres",))),
    }


def _text_stage(chance: float | None, terms: Sequence[str]) -> float:
    """Correction, written form and flags for a sentence full of misheard words, with 100,000 terms."""
    form = WrittenForm.read()
    words, said = ClinicalWords(form, lambda: terms), [Heard(word, chance) for word in SENTENCE.split()]
    words.prepare()
    return _least(lambda: words.flag(form(words.correct(as_recognised(said), said), said), said))


def _spoken_phrase() -> float:
    """One utterance among 5,000 phrases, misheard."""
    voice = Voice(
        Library([Phrase(f"p{n}", f"Plan {n % 70} for condition {n}", (), "x", "x") for n in range(5_000)])
    )
    return _least(lambda: voice.meaning("insert pan condicion 4711"))


def _least(do: Callable[[], object]) -> float:
    do()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


def _many_terms() -> list[str]:
    heads, tails = (
        ["cardi", "gastr", "nephr", "neur", "oste", "arthr", "derm", "hepat", "pulmon", "encephal"],
        ["itis", "osis", "ectomy", "oma", "opathy", "algia", "oscopy", "ography", "otomy", "emia"],
    )
    middles = [a + b + c for a in "bcdfglmnrs" for b in "aeiou" for c in "lmnrstvdkp"]
    single = [head + middle + tail for head in heads for middle in middles for tail in tails]
    double = [f"{head}{middle} {tail}" for head in heads for middle in middles for tail in tails]
    return [*single, *double]
