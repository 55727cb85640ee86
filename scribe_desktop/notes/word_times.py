"""When the words of a note were said: written text laid beside the words that were recognised."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import TimedWord

_WORD = re.compile(r"\w+(?:['’.,/-]\w+)*")


@dataclass(frozen=True)
class Stretch:
    """The text that one utterance became, as far as it still stands together."""

    utterance: str
    """Id."""
    start: int
    end: int
    """Between which characters of the passage."""


@dataclass(frozen=True)
class _Written:
    """One word of the text; in place of a corrected one, what was heard there."""

    text: str
    start: int
    end: int


def dictated_at(passage: Passage, at: int) -> Stretch | None:
    """The utterance whose words stand at, or end at, a character; None where nothing was dictated."""
    found = list(_stretches(passage))
    inside = (one for one in found if one.start <= at < one.end)
    return next(inside, None) or next((one for one in found if one.end == at), None)


def heard_in(passage: Passage, stretch: Stretch, start: int, end: int, heard: Sequence[str]) -> range:
    """Which recognised words the characters `start` to `end` of a stretch stand for; never none of them.

    What was written otherwise than it was heard lies between neighbours that were not; all the recognised
    words between these are meant then.
    """
    written = list(_written(passage, stretch))
    wanted = [at for at, one in enumerate(written) if one.start <= max(start, end - 1) and start <= one.end]
    if not wanted or not heard:
        return range(len(heard))
    matched = dict(_matched([one.text for one in written], heard))
    before = [at for at in matched if at < wanted[0]]
    after = [at for at in matched if at > wanted[-1]]
    first = matched.get(wanted[0], matched[max(before)] + 1 if before else 0)
    last = matched.get(wanted[-1], matched[min(after)] - 1 if after else len(heard) - 1)
    return range(first, max(first, last) + 1) if first < len(heard) else range(len(heard) - 1, len(heard))


def said_in(words: Sequence[TimedWord], which: range) -> tuple[float, float]:
    """When these words begin and end, in seconds of their recording."""
    return words[which[0]].start, words[which[-1]].end


def others(heard: Sequence[str], which: range, alternatives: Sequence[str]) -> tuple[str, ...]:
    """What the alternatives of an utterance have in place of these words, most likely first, each once."""
    here = " ".join(heard[which[0] : which[-1] + 1])
    found: dict[str, str] = {_plain(here): here}
    for alternative in alternatives:
        there = alternative.split()
        text = " ".join(_instead(heard, which, there))
        found.setdefault(_plain(text), text)
    return tuple(bare(text) for key, text in found.items() if key and key != _plain(here))


def bare(text: str) -> str:
    """Without the punctuation around it."""
    return text.strip(" .,;:?!")


def _instead(heard: Sequence[str], which: range, there: Sequence[str]) -> Sequence[str]:
    matched = dict(_matched(heard, there))
    if all(at in matched for at in which):
        return [heard[at] for at in which]
    before = [at for at in matched if at < which[0]]
    after = [at for at in matched if at > which[-1]]
    first = matched[max(before)] + 1 if before else 0
    last = matched[min(after)] if after else len(there)
    return there[first:last]


def _matched(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of the words that are the same on both sides, in order."""
    matcher = SequenceMatcher(None, [_plain(w) for w in ours], [_plain(w) for w in theirs], autojunk=False)
    for block in matcher.get_matching_blocks():
        yield from ((block.a + step, block.b + step) for step in range(block.size))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter == " ").strip()


def _stretches(passage: Passage) -> Iterator[Stretch]:
    at, open_ = 0, None
    for text, source in passage.pieces():
        how = spoken(source)
        utterance = how.utterance if how else ""
        if open_ is not None and utterance != open_.utterance:
            yield open_
            open_ = None
        if utterance:
            open_ = Stretch(utterance, open_.start if open_ else at, at + len(text))
        at += len(text)
    if open_ is not None:
        yield open_


def _written(passage: Passage, stretch: Stretch) -> Iterator[_Written]:
    at = 0
    for text, source in passage.pieces():
        start, at = at, at + len(text)
        if start < stretch.start or at > stretch.end:
            continue
        how = spoken(source)
        if how and how.heard:
            yield from (_Written(word, start, at) for word in how.heard.split())
        else:
            for found in _WORD.finditer(text):
                yield _Written(found[0], start + found.start(), start + found.end())
