"""How dictated words fit in at the cursor: spaces, capitals full stops; no word is changed."""

import re
import unicodedata
from enum import Enum, auto


class _Place(Enum):
    SENTENCE_START = auto()
    MID_SENTENCE = auto()
    UNSURE = auto()


_CLOSERS = "\"'”’)]}"
_OPENERS = "([{“‘/"
_NO_SPACE_BEFORE = ".,;:?!%)]}”’"

_TITLES = {"dr", "mr", "mrs", "ms", "prof", "st"}
_ABBREVIATIONS = _TITLES | {
    *("vs", "approx", "etc", "no", "fig", "min", "max", "hr", "hrs", "sec", "wk", "wks", "mo", "yr", "yrs"),
    *("pt", "hx", "dx", "tx", "rx", "sx", "temp", "inc", "jr", "sr", "dept", "est", "al", "cf", "ca"),
}

_CONTINUING = {
    # Words that are no name and no abbreviation when only their first letter is a capital.
    *("the", "this", "that", "these", "those", "there", "then", "than", "it", "its", "they", "them", "their"),
    *(
        "we",
        "our",
        "you",
        "your",
        "she",
        "his",
        "her",
        "who",
        "which",
        "when",
        "where",
        "while",
        "and",
        "but",
    ),
    *("or", "because", "although", "though", "if", "as", "with", "without", "within", "from", "for", "of"),
    *("to", "at", "by", "into", "onto", "over", "under", "after", "before", "during", "since", "until"),
    *("about", "is", "are", "was", "were", "be", "been", "has", "have", "had", "not", "also"),
    *("no", "denies", "reports", "states", "left", "right", "bilateral"),
}

_SAID_MARK = re.compile(r"\s*([.,;:?!])(?=\s|$)")
_MARK_THERE = re.compile(r"(?<=[^\s.,;:?!])[.,;:?!][ \t]*\Z")
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*)\.$")
_FIRST_WORD = re.compile(r"[^\W_]+")


def join(before: str, spoken: str, after: str = "") -> str:
    """The text to insert at a cursor between `before` and `after` so that `spoken` reads on from there.

    The first letter becomes a capital where a sentence certainly starts, and loses it in mid-sentence only
    for words that can be nothing else; a closing full stop goes where the sentence goes on after the cursor.
    """
    words = spoken.strip(" \t")
    if words.startswith("\n"):
        return _below(before, words, after)
    if words.endswith(".") and not words.endswith("..") and _goes_on(after):
        words = words[:-1]
    if not words:
        return ""
    words = _cased(words, _place(before))
    return f"{_space_between(before, words)}{words}{_space_between(words, after)}"


def mark_replaced(before: str, spoken: str) -> int:
    """How many characters at the end of a text a mark takes the place of that is said behind it.

    Somebody who says "comma" after a pause means it instead of the full stop that the recogniser has set at
    the pause. The point of an abbreviation stays.
    """
    said, there = _SAID_MARK.match(spoken), _MARK_THERE.search(before)
    if said is None or there is None or (said[1] != "." and _is_abbreviated(before.rstrip())):
        return 0
    return len(before) - there.start()


def _below(before: str, spoken: str, after: str) -> str:
    """Words that begin with line breaks: as many as were said, and none where nothing stands above."""
    words = spoken.lstrip("\n")
    if not before.strip():
        return join(before, words, after)
    breaks = len(spoken) - len(words)
    there = len(before) - len(before.rstrip("\n"))
    return "\n" * max(0, breaks - there) + join(f"{before}\n", words, after)


def _goes_on(after: str) -> bool:
    following = after.lstrip(" \t\u00a0")[:1]
    return following.islower() or (following != "" and following in ",;:.?!)")


def _place(before: str) -> _Place:
    line = before.rstrip(" \t\u00a0")
    if not line or line.endswith("\n"):
        return _Place.SENTENCE_START
    if re.search(r"(?:^|\n)\s*(?:[-*•]|\d+[.)])$", line):
        return _Place.SENTENCE_START
    sentence = line.rstrip(_CLOSERS)
    if sentence.endswith(("?", "!")):
        return _Place.SENTENCE_START
    if sentence.endswith("."):
        return _Place.UNSURE if _is_abbreviated(sentence) else _Place.SENTENCE_START
    return _Place.MID_SENTENCE if line[-1].isalnum() or line[-1] in ",;" else _Place.UNSURE


def _is_abbreviated(sentence: str) -> bool:
    word = _LAST_WORD.search(sentence)
    if word is None:
        return sentence.endswith("..")
    text = word[1].lower()
    return text in _ABBREVIATIONS or "." in text or len(text) == 1


def _cased(words: str, place: _Place) -> str:
    found = _FIRST_WORD.match(words)
    if found is None:
        return words
    first = found[0]
    if place is _Place.SENTENCE_START and first.islower() and _has_capital(first[0]):
        return first[0].upper() + words[1:]
    if place is _Place.MID_SENTENCE and first.lower() in _CONTINUING and first.istitle():
        return first.lower() + words[len(first) :]
    return words


def _has_capital(letter: str) -> bool:
    # Greek letters are symbols here: β-blocker, α-fetoprotein.
    return len(letter.upper()) == 1 and unicodedata.name(letter, "").startswith("LATIN")


def _space_between(left: str, right: str) -> str:
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    if right[0] in _NO_SPACE_BEFORE or left[-1] in _OPENERS:
        return ""
    if _opens_quote(left) or _closes_quote(right):
        return ""
    return "" if re.search(r"\w-$", left) else " "


def _opens_quote(left: str) -> bool:
    return left[-1] in "\"'" and (len(left) == 1 or left[-2].isspace() or left[-2] in _OPENERS)


def _closes_quote(right: str) -> bool:
    return right[0] in "\"'" and not right[1:2].isalnum()
