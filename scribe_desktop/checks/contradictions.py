"""Where one part of a note says otherwise than another: the complaint and the review, left and right."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import Stretch, denials, is_denied, sentences
from scribe_desktop.checks.vocabulary import vocabulary

_NOT_NOW = re.compile(r"\b(?:follow|history|status post|s/p|h/o|resolved|screening|refill)", re.I)
_SIDE = re.compile(r"\b(left|right|bilateral|both)\b(?=((?:[\s-]+[a-z]+){1,3}))", re.I)
_ONLY_WHEN = re.compile(r"\s+(?:on|at|with|during|when|while|after)\b", re.I)
_OTHER_SIDE = {"left": "right", "right": "left"}
_TOLD = ("cc", "referral_reason", "mechanism", "hpi", "indication", "consent")
_SEEN = (
    *("exam", "imaging", "procedure", "technique", "specimens", "problems", "plan", "tests"),
    *("plan_medications", "treatment", "procedures", "referrals", "follow_up", "aftercare"),
)


def complaint_denied(subject: Subject) -> Iterator[Spot]:
    """The chief complaint is denied in the review of systems, and nowhere there confirmed."""
    complaint, review = subject.text("cc"), subject.text("ros")
    if not review or _NOT_NOW.search(complaint):
        return
    for finder, name in vocabulary().symptoms:
        if any(not is_denied(complaint, found.start()) for found in finder.finditer(complaint)):
            denied = list(_denied(finder, review))
            if len(denied) == sum(1 for _ in finder.finditer(review)):
                for start, end in denied:
                    message = f"The chief complaint is {name}, and here it is denied"
                    yield Spot("ros", start, end, message)


def _denied(finder: re.Pattern[str], review: str) -> Iterator[tuple[int, int]]:
    for sentence in sentences(review):
        for said in denials(sentence.text):
            for found in finder.finditer(said.text):
                if _ONLY_WHEN.match(said.text, found.end()):
                    continue  # "denies dyspnea on exertion" leaves dyspnea at rest
                start = sentence.start + said.start + found.start()
                yield start, start + len(found[0])


def sides_differ(subject: Subject) -> Iterator[Spot]:
    """A part is on one side in the history and only on the other one in exam or plan."""
    told = _sides(subject.texts(*_TOLD))
    seen = _sides(subject.texts(*_SEEN))
    for part, places in seen.items():
        sides, history = {side for side, _, _ in places}, {side for side, _, _ in told.get(part, [])}
        if len(sides) == 1 and len(history) == 1 and history == {_OTHER_SIDE.get(min(sides), "")}:
            (before,) = history
            for side, key, word in places:
                message = f"The history says {before} {part}, and here it is the {side} one"
                fix = before.capitalize() if word.text[0].isupper() else before
                yield Spot(key, word.start, word.start + len(word.text), message, fix)


def _sides(texts: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str, Stretch]]]:
    """By body part: the sides named with it, each with section and place of the word."""
    parts, found = vocabulary().body_parts, defaultdict(list)
    for key, text in texts:
        for side in _SIDE.finditer(text):
            part = next((parts[w] for w in re.findall(r"[a-z]+", side[2].casefold()) if w in parts), None)
            if part is not None:
                found[part].append((side[1].casefold(), key, Stretch(side[1], side.start())))
    return found
