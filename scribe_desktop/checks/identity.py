"""Where a note speaks of somebody else than the banner does: another sex, another age."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import Stretch, sentences, speaks_of_others
from scribe_desktop.checks.vocabulary import vocabulary
from scribe_desktop.notes.patient import Sex

_AGE = r"(?<![\w.+–-])(?P<age>\d{1,3})[\s-]*(?P<unit>year|yr|y|month|mo|week|wk|day)s?[\s./-]*(?:old|o)\b\.?"
_DESCRIBED = re.compile(
    _AGE + r"(?:[\s,-]+(?!(?:male|female|man|woman|boy|girl|gentleman|lady)\b)[\w-]+){0,4}?[\s,-]+"
    r"(?:(?P<female>female|woman|girl|lady)|(?P<male>male|man|boy|gentleman)|patient|pt|infant|child|adult"
    r"|who|presents?|presenting|here|with)\b",
    re.I,
)
_AGE_IN = {"y": "year", "yr": "year", "mo": "month", "wk": "week"}
_ABOUT_THE_PATIENT = ("cc", "referral_reason", "hpi", "mechanism", "problems")
_OTHER_PEOPLE = ("family",)
_NOT_THEIRS = re.compile(r"\b(?:when|since|at\s+(?:the\s+)?age|ago|donor|exposure\s+to)\b", re.I)


def other_sex(subject: Subject) -> Iterator[Spot]:
    """The patient is called a man or woman, and the banner says otherwise."""
    for key, sentence, found in _descriptions(subject):
        said = next((sex for sex in (Sex.FEMALE, Sex.MALE) if found[sex.value]), None)
        registered = subject.patient.sex
        if said is not None and registered in (Sex.FEMALE, Sex.MALE) and said is not registered:
            start, end = (sentence.start + at for at in found.span(said.value))
            message = f"“{found[said.value]}”, while the banner says {registered.value}: the right patient?"
            yield Spot(key, start, end, message)


def other_age(subject: Subject) -> Iterator[Spot]:
    """The patient's age in the text differs from the banner's."""
    for key, sentence, found in _descriptions(subject):
        unit = _AGE_IN.get(found["unit"].casefold(), found["unit"].casefold())
        actual = _age(subject, unit)
        if int(found["age"]) != actual:
            start, end = (sentence.start + at for at in found.span("age"))
            shown = subject.patient.age(subject.visit_day)
            fix = str(actual) if actual > 0 else None
            yield Spot(key, start, end, f"{found['age']} {unit}s old, while the banner says {shown}", fix)


def impossible_for_sex(subject: Subject) -> Iterator[Spot]:
    """A finding that a body of the patient's sex does not have; relatives are left out."""
    words = vocabulary()
    finder = {Sex.FEMALE: words.male, Sex.MALE: words.female}.get(subject.patient.sex)
    if finder is None:
        return
    for key, text in subject.texts():
        for sentence in sentences(text) if key not in _OTHER_PEOPLE else ():
            for found in () if speaks_of_others(sentence.text) else finder.finditer(sentence.text):
                start = sentence.start + found.start()
                message = f"“{found[0]}” in a patient whose sex is {subject.patient.sex.value}"
                yield Spot(key, start, start + len(found[0]), message)


def _descriptions(subject: Subject) -> Iterator[tuple[str, Stretch, re.Match[str]]]:
    """Where the patient is introduced: "a 54-year-old man with …"."""
    for key, text in subject.texts(*_ABOUT_THE_PATIENT):
        for sentence in sentences(text):
            for found in _DESCRIBED.finditer(sentence.text):
                before = sentence.text[: found.start()]
                theirs = not speaks_of_others(sentence.text[: found.end()])
                if theirs and not _NOT_THEIRS.search(before):
                    yield key, sentence, found


def _age(subject: Subject, unit: str) -> int:
    patient, day = subject.patient, subject.visit_day
    days = (day - patient.birth_date).days
    months = patient.months(day)
    return {"year": months // 12, "month": months, "week": days // 7, "day": days}[unit]
