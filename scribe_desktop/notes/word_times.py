"""When the words of a note were said: its text laid beside that of the utterance it came from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import TimedWord
from scribe_desktop.notes.wordings import Wording, cut, matched, plain


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


def words_in(passage: Passage, stretch: Stretch, start: int, end: int, said: Wording) -> range:
    """Which words of an utterance the characters `start` to `end` of a stretch stand for.

    None only if it has none. What stands there otherwise than it was said lies between neighbours that do
    not; all the words between these are meant then. What was written as one ("5 mg") is not taken apart.
    """
    written = list(_written(passage, stretch))
    wanted = [at for at, one in enumerate(written) if one.start <= max(start, end - 1) and start <= one.end]
    if not wanted or not said.words:
        return range(len(said.words))
    pairs = dict(matched([plain(one.text) for one in written], said.plain))
    before = [at for at in pairs if at < wanted[0]]
    after = [at for at in pairs if at > wanted[-1]]
    first = pairs.get(wanted[0], pairs[max(before)] + 1 if before else 0)
    last = pairs.get(wanted[-1], pairs[min(after)] - 1 if after else len(said.words) - 1)
    first = min(first, len(said.words) - 1)
    return said.whole(range(first, max(first, last) + 1))


def place_of(passage: Passage, stretch: Stretch, which: range, said: Wording) -> tuple[int, int] | None:
    """Between which characters of a stretch these words of its utterance stand, whatever is written there.

    None where they are not there, or not all of the text there is of this stretch.
    """
    written = list(_written(passage, stretch))
    pairs = {ours: at for at, ours in matched([plain(one.text) for one in written], said.plain)}
    before = [at for ours, at in pairs.items() if ours < which[0]]
    after = [at for ours, at in pairs.items() if ours > which[-1]]
    here = written[max(before) + 1 if before else 0 : min(after) if after else len(written)]
    if not here or here[0].start < stretch.start or here[-1].end > stretch.end:
        return None
    return here[0].start, here[-1].end


def said_in(words: Sequence[TimedWord], which: range) -> tuple[float, float]:
    """When these words begin and end, in seconds of their recording."""
    return words[which[0]].start, words[which[-1]].end


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
    """Also what stands apart from the stretch: it was said before or behind it."""
    at = 0
    for text, source in passage.pieces():
        start, at = at, at + len(text)
        how = spoken(source)
        if how is None or how.utterance != stretch.utterance:
            continue
        words = [slice(start + one.start, start + one.stop) for one in cut(text)]
        if how.heard and words:
            yield from (_Written(word, words[0].start, words[-1].stop) for word in how.heard.split())
        else:
            yield from (_Written(passage.text[one], one.start, one.stop) for one in words)
