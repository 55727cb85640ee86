"""Sentences that a section's text took over from its form: found by their source and kept up to date."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scribe_desktop.notes.passage import Origin, Passage, Source

_SENTENCE_END = re.compile(r"(?<=[.!?])(?=\s)|(?=\n)|\Z")
_LINE_END = re.compile(r"(?=\n)|\Z")


@dataclass(frozen=True)
class Stretch:
    """Where a field's sentence stands, in code points."""

    start: int
    end: int
    untouched: bool
    """Nobody has written in it since it was put there."""


@dataclass(frozen=True)
class Change:
    """Put these pieces in place of `start` to `end`."""

    start: int
    end: int
    pieces: tuple[tuple[str, Source], ...]


@dataclass(frozen=True)
class Said:
    """One sentence that a field says: its only one, or that of one of its rows."""

    key: str
    """The field's key; for a row with its name behind it, "results.labs#4f1c09aa"."""
    label: str
    """What to call it on screen."""
    value: str
    sentence: str
    """Empty: nothing is said."""


@dataclass(frozen=True)
class Place:
    """Where a new sentence goes: among those of its form, in this order and this far apart."""

    order: Sequence[str]
    """Keys of the form's fields."""
    separator: str
    """A space, or a line break where every sentence is a line."""


def source(key: str, sentence: str, person_id: str) -> Source:
    """The source of a field's sentence; its length tells later whether somebody has edited it."""
    return Source(Origin.FIELD, person_id, f"{key}/{len(sentence)}")


def resized(come_from: Source, before: int, after: int) -> Source:
    """The source of a stretch from which a part was taken out by the program: it stays untouched if it was.

    Args:
        before: its length until now, `after`: from now on.
    """
    key, _, length = come_from.detail.rpartition("/")
    if come_from.origin is not Origin.FIELD or length != str(before):
        return come_from
    return Source(come_from.origin, come_from.person_id, f"{key}/{after}")


def find(passage: Passage) -> dict[str, Stretch]:
    """The sentences that came from fields, by the field's key; an edited one with all that is inside it.

    Where one stands twice, because somebody copied it, the first that is whole is the field's.
    """
    found: dict[str, Stretch] = {}
    at = 0
    for text, come_from in passage.pieces():
        key, _, length = come_from.detail.rpartition("/")
        if come_from.origin is Origin.FIELD and key:
            whole = length == str(len(text))
            known = found.get(key)
            if known is None or (whole and not known.untouched):
                found[key] = Stretch(at, at + len(text), whole)
            elif not known.untouched:
                found[key] = Stretch(known.start, at + len(text), untouched=False)
        at += len(text)
    return found


def change(
    passage: Passage, key: str, sentence: str, person_id: str, place: Place, *, anew: bool = False
) -> Change | None:
    """What brings the section's text in line with a field; None where nothing is to be done.

    Args:
        sentence: what the field says now; empty: nothing.
        anew: also over a sentence that somebody has edited, which is left alone otherwise.
    """
    stretches = find(passage)
    here = stretches.get(key)
    if here is None:
        return _inserted(passage.text, stretches, key, sentence, person_id, place) if sentence else None
    as_it_is = here.untouched and passage.text[here.start : here.end] == sentence
    if as_it_is or not (here.untouched or anew):
        return None
    if sentence:
        return Change(here.start, here.end, ((sentence, source(key, sentence, person_id)),))
    return Change(*_with_separator(passage.text, here, place.separator), ())


def changes(
    passage: Passage,
    field: str,
    said: Sequence[Said],
    before: Sequence[Said],
    person_id: str,
    place: Place,
    *,
    anew: Collection[str] = (),
) -> tuple[Change, ...]:
    """What brings the section's text in line with a field of several rows, to be made one after another.

    Each row's sentence follows its row. One that somebody has edited is left alone, and so is the place of
    one that somebody took out, until its row changes. Where sentences change places, edited ones stay.

    Args:
        field: the field's key.
        said: what the field says now, `before`: what it said until now.
        anew: keys of sentences to write whatever somebody has made of them.
    """
    text = _Rewriting(passage, person_id, place)
    if (whole := find(passage).get(field)) is not None and all(one.key != field for one in said):
        if whole.untouched or field in anew:
            text.replace(whole, said)
        return tuple(text.changes)
    now, until_now = {one.key: one for one in said}, {one.key: one.value for one in before}
    wanted = {key for key, one in now.items() if until_now.get(key) != one.value} | {*anew}
    for key in (*until_now, *anew):
        if key not in now:
            text.say(key, "", anew=key in anew)
    if [key for key in until_now if key in now] != [key for key in now if key in until_now]:
        out = _out_of_order(tuple(now), find(text.passage))
        for key in out:
            text.say(key, "")
        wanted |= out
    whole_text = text.passage.text
    there = {key: whole_text[s.start : s.end] for key, s in find(text.passage).items()}
    for is_new, neighbours in groupby(said, key=lambda one: one.key not in there):
        if is_new:
            text.insert([one for one in neighbours if one.key in wanted and one.sentence])
            continue
        for one in neighbours:
            if one.key in wanted or there[one.key] != one.sentence:
                text.say(one.key, one.sentence, anew=one.key in anew)
    return tuple(text.changes)


class _Rewriting:
    """A passage while changes are made to it one by one; `changes` has them."""

    def __init__(self, passage: Passage, person_id: str, place: Place) -> None:
        self.passage = passage
        self.changes: list[Change] = []
        self._person_id, self._place = person_id, place

    def say(self, key: str, sentence: str, *, anew: bool = False) -> None:
        found = change(self.passage, key, sentence, self._person_id, self._place, anew=anew)
        if found is not None:
            self._make(found)

    def insert(self, said: Sequence[Said]) -> None:
        """Say in one go what is not there yet: each behind the one before it."""
        if not said:
            return
        first, *others = said
        found = _inserted(
            self.passage.text, find(self.passage), first.key, first.sentence, self._person_id, self._place
        )
        gap = (self._place.separator, Source(Origin.FIELD, self._person_id))
        more = [(one.sentence, source(one.key, one.sentence, self._person_id)) for one in others]
        gap_first = found.pieces[-1] != gap
        pieces = [piece for sentence in more for piece in ((gap, sentence) if gap_first else (sentence, gap))]
        self._make(Change(found.start, found.end, (*found.pieces, *pieces)))

    def replace(self, stretch: Stretch, said: Sequence[Said]) -> None:
        """Put sentences in place of a stretch that belonged to all of them together."""
        gap = (self._place.separator, Source(Origin.FIELD, self._person_id))
        pieces = [
            piece
            for one in said
            if one.sentence
            for piece in (gap, (one.sentence, source(one.key, one.sentence, self._person_id)))
        ]
        self._make(Change(stretch.start, stretch.end, tuple(pieces[1:])))

    def _make(self, new: Change) -> None:
        passage = self.passage
        rest = passage.behind(new.end).pieces()
        self.passage = Passage.join([*passage.upto(new.start).pieces(), *new.pieces, *rest])
        last = self.changes[-1] if self.changes else None
        if last is not None and last.start + _length(last) == new.start == new.end:
            self.changes[-1] = Change(last.start, last.end, (*last.pieces, *new.pieces))
        else:
            self.changes.append(new)


def _length(change: Change) -> int:
    return sum(len(text) for text, _ in change.pieces)


def _out_of_order(keys: Sequence[str], found: Mapping[str, Stretch]) -> set[str]:
    """The sentences to take out, so that those of these keys stand in this order: none that was edited."""
    out: set[str] = set()
    order = [key for key in keys if key in found]
    for place, key in enumerate(order):
        behind = {e for e in order[:place] if e not in out and found[e].start > found[key].start}
        if behind:
            out |= {key} if found[key].untouched else {e for e in behind if found[e].untouched}
    return out


def _with_separator(text: str, here: Stretch, separator: str) -> tuple[int, int]:
    """A sentence that goes takes along what set it apart from its neighbour."""
    start, end = here.start, here.end
    if text.startswith(separator, end) and text[start - 1 : start] in ("", " ", "\n"):
        return start, end + len(separator)
    if text[end : end + 1] in ("", "\n") and text.endswith(separator, 0, start):
        return start - len(separator), end
    return start, end


def _inserted(
    text: str, stretches: dict[str, Stretch], key: str, sentence: str, person_id: str, place: Place
) -> Change:
    gap = (place.separator, Source(Origin.FIELD, person_id))
    said = (sentence, source(key, sentence, person_id))
    rank = {other: number for number, other in enumerate(place.order)}
    known = {rank[other]: stretch for other, stretch in stretches.items() if other in rank}
    before = [stretch.end for number, stretch in known.items() if number < rank[key]]
    after = [stretch.start for number, stretch in known.items() if number > rank[key]]
    if before:
        at = _end(text, max(before), place.separator)
        return Change(at, at, (gap, said))
    if after:
        at = min(after)
        at = text.rfind("\n", 0, at) + 1 if place.separator == "\n" else at
        return Change(at, at, (said, gap))
    apart = not text or text[-1] == "\n" or (text[-1].isspace() and place.separator == " ")
    return Change(len(text), len(text), (said,) if apart else (gap, said))


def _end(text: str, at: int, separator: str) -> int:
    """Behind what somebody wrote on after a sentence: at the end of the line, or of their sentence."""
    if separator == " " and (at == len(text) or text[at].isspace()):
        return at
    found = (_LINE_END if separator == "\n" else _SENTENCE_END).search(text, at)
    assert found is not None
    return found.start()
