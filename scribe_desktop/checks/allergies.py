"""No known allergies beside an allergy, and a drug that the patient is allergic to."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import is_denied, sentences, speaks_of_others
from scribe_desktop.checks.vocabulary import vocabulary

_NONE_KNOWN = re.compile(
    r"\bno\s+(?:known\s+)?(?P<drug>drug|medication|medicine)?\s*allerg(?:y|ies)\b|\bnk(?P<d>d)?a\b|\bdenies\s+"
    r"(?:any\s+)?(?:known\s+)?(?P<drugs>drug|medication)?\s*allerg(?:y|ies)\b",
    re.I,
)
_NONE_LISTED = re.compile(r"(?:^|(?<=[.;\n]))[ \t•-]*(?P<none>none(?:\s+known)?|nil)\s*(?=[.,;\n]|$)", re.I)
"""In the list itself, as an entry of its own."""
_ALLERGIC = re.compile(
    r"\b(?:allergic\s+to|allerg(?:y|ies)\s+to|allergies:|anaphyla\w+|hives|[\w-]+\s+allergy)\b",
    re.I,
)
_ALLERGY_TO = re.compile(
    r"\b(?:allergic|allerg(?:y|ies)|anaphyla\w+|hives)\s+(?:reactions?\s+)?(?:to|from|after)\s+"
    r"|\b(?!(?:no|any|an|the|this|of|for|and|known|seasonal|environmental|possible|drug|medication|food)\b)"
    r"[a-z-]{3,}\s+allergy\b(?!\s+(?:list|test|skin|shot|clinic|season|medic|pill|symptom|history|review|status))",
    re.I,
)
_TOLERATED = re.compile(r"\b(?:tolerat\w+|side\s+effects?)\b", re.I)
_ABOUT_THE_LIST = re.compile(
    r"\b(?:review\w*|verif\w*|confirm\w*|updat\w*|none|nil|unknown|not|see|chart\w*|record\w*|file|discuss\w*"
    r"|according|per|by|with|date|today|patient|reported|unchanged|no|negative|n/a|allerg(?:y|ies|ens?)(?!:))\b",
    re.I,
)
_SHORT = 5
"""So many words at most make a line of the list that names nothing but an allergen."""
_AVOIDS = re.compile(
    r"\b(?:allerg\w*|avoid\w*|intoleran\w*|contraindicated|stop\w*|discontinu\w*|hold\w*|held|cannot|can't"
    r"|unable|instead\s+of|rather\s+than|not|no|refus\w*|declin\w*)\b",
    re.I,
)
_PLANNED = (
    *("medications", "antimicrobials", "anesthesia", "problems", "plan", "tests", "plan_medications"),
    *("treatment", "follow_up", "your_medicines"),
)


def none_known_beside_one(subject: Subject) -> Iterator[Spot]:
    """The note knows of none and names one. Pollen does not count beside "no known drug allergies"."""
    some = _some_allergy(subject)
    if some is None:
        return
    for key, text in subject.texts():
        for found in _NONE_KNOWN.finditer(text):
            only_drugs = found["drug"] or found["d"] or found["drugs"]
            if some[1] or not only_drugs:
                yield _beside(some[0], key, found.start(), found.end(), found[0])
    for found in _NONE_LISTED.finditer(subject.text("allergies")):
        yield _beside(some[0], "allergies", *found.span("none"), found["none"])


def _beside(named: str, key: str, start: int, end: int, none: str) -> Spot:
    return Spot(key, start, end, f"“{none}”, and yet an allergy is named: “{named}”")


def allergic_to_what_is_planned(subject: Subject) -> Iterator[Spot]:
    """A drug, or one of its family, stands in the allergy list and in what the patient is to take."""
    allergens = {
        family: name.text
        for sentence in sentences(subject.text("allergies"))
        for name, family in vocabulary().drugs(sentence.text)
        if not is_denied(sentence.text, name.start)
    }
    for key, text in subject.texts(*_PLANNED) if allergens else ():
        for sentence in sentences(text):
            if _AVOIDS.search(sentence.text):
                continue
            for name, family in vocabulary().drugs(sentence.text):
                if family in allergens:
                    start = sentence.start + name.start
                    message = f"{name.text}, and {allergens[family]} is in the allergy list"
                    yield Spot(key, start, start + len(name.text), message)


def _some_allergy(subject: Subject) -> tuple[str, bool] | None:
    """An allergy that the note names, as it stands there, and whether it is one to a drug."""
    listed = [("allergies", line) for line in sentences(subject.text("allergies"))]
    told = [
        (key, sentence)
        for key in ("hpi", "pmh", "medications")
        for sentence in sentences(subject.text(key))
        if _ALLERGIC.search(sentence.text)
    ]
    others = []
    for key, sentence in [*listed, *told]:
        rest = _NONE_KNOWN.sub("", sentence.text).strip(" •-.,:;/\t")
        if speaks_of_others(rest) or _TOLERATED.search(rest) or not any(letter.isalpha() for letter in rest):
            continue
        if any(not is_denied(rest, name.start) for name, _ in vocabulary().drugs(rest)):
            return rest, True
        if _names_one(rest, is_listed=key == "allergies"):
            others.append(rest)
    return (others[0], False) if others else None


def _names_one(rest: str, *, is_listed: bool) -> bool:
    """Whether words that name no known drug name an allergy: "peanut allergy", or "Peanuts" in the list."""
    if any(not is_denied(rest, found.start()) for found in _ALLERGY_TO.finditer(rest)):
        return True
    if not is_listed or is_denied(rest, len(rest) - 1) or _ABOUT_THE_LIST.search(rest):
        return False
    return _ALLERGIC.search(rest) is not None or len(rest.split()) <= _SHORT
