"""Left and right: a part of the body on one side in the history and only on the other one in exam or plan."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import Stretch, denials, sentences
from scribe_desktop.checks.vocabulary import vocabulary

_TOLD = ("cc", "referral_reason", "mechanism", "hpi", "indication", "consent")
_EXAMINED = ("exam", "imaging", "procedure", "technique", "specimens")
_PLANNED = (
    *("problems", "plan", "tests", "plan_medications", "treatment", "procedures", "referrals", "follow_up"),
    "aftercare",
)
_OTHER = {"left": "right", "right": "left"}
_SIDE = re.compile(
    r"\b(?P<side>left|right|bilateral|both|(?-i:[LR]t?\b\.?))(?P<sided>[\s-]+sided?)?"
    r"(?=(?P<words>(?:[\s-]+[a-z]+){1,4}))",
    re.I,
)
_NO_SIDE = re.compile(r"\s+(?:the|a|an|her|his|their|my|to|against|at|home|work|now|away)\b", re.I)
"""Behind "left" as in "she left the bed", or "right" as in "right now"."""
_NEAR = 3
"""A part that is meant is among so many words behind its side."""
_WELL = re.compile(
    r"\b(?:normal\w*|unremarkable|non-?tender|negative|full|intact|clear|pearly|gr[ae]y|translucent|wnl|benign|uninjured|unaffected|uninvolved"
    r"|asymptomatic|contralateral|comparison|replace\w*|scars?|ports?|pacemaker|no|without|denies)\b",
    re.I,
)
_ILL = re.compile(
    r"\b(?<!non-)(?:swell\w*|swollen|tender\w*|effusion|pain\w*|ache\w*|limited|decreased|reduced|weak\w*|deform\w*"
    r"|bruis\w*|ecchymosis|laceration\w*|erythema\w*|red|fractur\w*|broken|warm\w*|positive|mass|lump|rash"
    r"|bulg\w*|inject(?:ed|ion)|discharge|stones?|calcul(?:us|i)|obstruct\w*|hydronephrosis)\b",
    re.I,
)
_COMPARED = re.compile(r"\b(?:compared?\s+(?:to|with)|versus|vs\.?|than)\s+(?:the\s+|her\s+|his\s+)?$", re.I)

_DENIED = re.compile(r"\b(?:no|without|denies|nor|negative\s+for)\s+(?:[a-z]+\s+){0,2}$", re.I)
"""Before a side: "no left hydronephrosis", "without acute left hydronephrosis"."""


@dataclass(frozen=True)
class _Mention:
    side: str
    part: str
    key: str
    word: Stretch
    """The word for the side, and its place in the section."""
    is_well: bool
    """It is said to be normal, or only compared with."""
    is_ill: bool
    """Something is found there."""


def sides_differ(subject: Subject) -> Iterator[Spot]:
    """A part is on one side in the history and only on the other one in exam or plan.

    Which of the two is wrong only a person can say. A normal other side, named for comparison, is no
    contradiction, nor is a part of which exam or plan name both sides; but that the exam finds something on
    the other side, and the side of the history well, is one.
    """
    told = _by_part(subject.texts(*_TOLD))
    examined, planned = _by_part(subject.texts(*_EXAMINED)), _by_part(subject.texts(*_PLANNED))
    for part, mentions in told.items():
        history = {one.side for one in mentions}
        other = _OTHER.get(min(history)) if len(history) == 1 else None
        if other is None:
            continue
        seen = examined.get(part, [])
        ill = {one.side for one in seen if not one.is_well}
        both = bool(ill) and ill not in ({other}, history)
        if _is_swapped(seen, other):
            yield from (_spot(one, min(history)) for one in seen if one.is_ill)
        for group in (seen, [] if both else planned.get(part, [])):
            if {one.side for one in group} == {other}:
                yield from (_spot(one, min(history)) for one in group if not one.is_well)


def _is_swapped(seen: list[_Mention], other: str) -> bool:
    """Whether the exam names both sides, this one ill and the history's one only well."""
    here = [one for one in seen if one.side == _OTHER[other]]
    ill = {one.side for one in seen if one.is_ill}
    return bool(here) and all(one.is_well for one in here) and ill == {other}


def _spot(one: _Mention, before: str) -> Spot:
    message = f"The history says {before} {one.part}, and here it is the {one.side} one: see which is right"
    return Spot(one.key, one.word.start, one.word.start + len(one.word.text), message)


def _by_part(texts: Iterable[tuple[str, str]]) -> dict[str, list[_Mention]]:
    found: dict[str, list[_Mention]] = defaultdict(list)
    for key, text in texts:
        for sentence in sentences(text):
            for one in _mentions(key, sentence):
                found[one.part].append(one)
    return found


def _mentions(key: str, sentence: Stretch) -> Iterator[_Mention]:
    """The sides that a sentence names, with what it says of each up to the next one."""
    named = sorted(_named(sentence.text), key=lambda one: one[1].start)
    for number, (side, word, part) in enumerate(named):
        until = named[number + 1][1].start if number + 1 < len(named) else len(sentence.text)
        said = sentence.text[word.start : until]
        compared = _COMPARED.search(sentence.text, 0, word.start) is not None
        place = Stretch(word.text, sentence.start + word.start)
        spared = compared or _DENIED.search(sentence.text, 0, word.start) is not None
        is_ill = not spared and _is_ill(said)
        is_well = spared or (_WELL.search(said) is not None and not is_ill)
        yield _Mention(side, part, key, place, is_well, is_ill)


def _is_ill(said: str) -> bool:
    rest = said
    for denied in denials(said):
        rest = rest[: denied.start] + " " * len(denied.text) + rest[denied.start + len(denied.text) :]
    return _ILL.search(rest) is not None


def _named(sentence: str) -> Iterator[tuple[str, Stretch, str]]:
    """Each side that is named, its word, and the part: L knee, left-sided weakness, knee on the left, RLQ."""
    known = vocabulary()
    for found in _SIDE.finditer(sentence):
        side, words = _full(found["side"]), found["words"].casefold()
        if not found["sided"] and _NO_SIDE.match(words):
            continue
        part = _first(_part(), words, 1 if len(found["side"]) < len("left") else _NEAR)
        name = known.body_parts.get(part) or (
            found["sided"] and known.sided.get(_first(_sided(), words, _NEAR))
        )
        if name:
            yield side, Stretch(found["side"], found.start("side")), name
    for found in _behind().finditer(sentence):
        name = known.body_parts[" ".join(found["part"].casefold().split())]
        yield found["side"].casefold(), Stretch(found["side"], found.start("side")), name
    for found in _short().finditer(sentence):
        side, part = known.sides_and_parts[found[0]]
        needed = known.only_with.get(part)
        if needed is None or needed.search(sentence):
            yield side, Stretch(found[0], found.start()), part


def _full(side: str) -> str:
    return {"l": "left", "r": "right"}.get(side[0].casefold(), "both")


def _first(pattern: re.Pattern[str], words: str, near: int) -> str:
    """The first known name that begins among the first words, with single blanks; else nothing."""
    found = pattern.search(words)
    if found is None or len(words[: found.start()].replace("-", " ").split()) >= near:
        return ""
    return " ".join(found[0].replace("-", " ").split())


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_names(vocabulary().body_parts)})\b")


@cache
def _sided() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_names(vocabulary().sided)})\b")


@cache
def _behind() -> re.Pattern[str]:
    """A part with its side behind it: "knee pain on the left", "knee (left)", "knee, right"."""
    parts = _names(vocabulary().body_parts)
    return re.compile(
        rf"\b(?P<part>{parts})(?:\s+[a-z]+)?(?:\s+on\s+(?:the|her|his|their)\s+|\s*[,(]\s*)(?P<side>left|right)\b"
        r"(?=\s+side\b|\s*(?:[).,;:]|$))",
        re.I,
    )


@cache
def _short() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().sides_and_parts)})\b")


def _names(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest_first)
