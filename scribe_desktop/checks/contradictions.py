"""A chief complaint that the review of systems denies."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import denials, is_denied, sentences
from scribe_desktop.checks.vocabulary import vocabulary

_NOT_NOW = re.compile(r"\b(?:follow|history|status post|s/p|h/o|resolved|screening|refill)", re.I)
_ONLY_WHEN = re.compile(r"\s+(?:on|at|with|during|when|while|after)\b", re.I)


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
