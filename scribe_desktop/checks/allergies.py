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
_ALLERGIC = re.compile(
    r"\b(?:allergic\s+to|allerg(?:y|ies)\s+to|allergies:|anaphyla\w+|hives|[\w-]+\s+allergy)\b",
    re.I,
)
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
    for key, text in subject.texts():
        for found in _NONE_KNOWN.finditer(text):
            only_drugs = found["drug"] or found["d"] or found["drugs"]
            if some and (some[1] or not only_drugs):
                message = f"“{found[0]}”, and yet an allergy is named: “{some[0]}”"
                yield Spot(key, found.start(), found.end(), message)


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
        rest = _NONE_KNOWN.sub("", sentence.text).strip(" •-.,:;\t")
        if speaks_of_others(rest) or not any(letter.isalpha() for letter in rest):
            continue
        if any(not is_denied(rest, name.start) for name, _ in vocabulary().drugs(rest)):
            return rest, True
        if key == "allergies" and _ALLERGIC.search(rest) and not is_denied(rest, 0) and "no " not in rest:
            others.append(rest)
    return (others[0], False) if others else None
