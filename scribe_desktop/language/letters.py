"""Reads letters said one by one: spelled words, and the names of which only the letters are said."""

from collections.abc import Container, Sequence

_SHORTEST_ACRONYM = 3
_NOTHING = "", 0


def spelled(words: Sequence[str], at: int, alphabet: Container[str]) -> tuple[str, int]:
    """At least two letters, by themselves ("double p" is two) or by their words in the radio alphabet.

    Returns:
        The letters, and how many words say them; ("", 0) if there are fewer.
    """
    letters, place = "", at
    while place < len(words):
        times = 1 + (words[place] == "double" and place + 1 < len(words) and _is_letter(words[place + 1]))
        parts = words[place + times - 1].split("-")
        if not all(part in alphabet or _is_letter(part) for part in parts):
            break
        letters += "".join(part[0] for part in parts) * times
        place += times
    return (letters, place - at) if len(letters) > 1 else _NOTHING


def acronym(words: Sequence[str], at: int, with_a: Container[str]) -> tuple[str, int]:
    """Three letters or more in capitals: "p s a"; ("", 0) if there are fewer.

    What may be a pronoun or the next abbreviation is none of it: "m r i i think", "i v q six hours". Nor is
    an article, "a u t i" is a UTI, unless all of it is in `with_a`.
    """
    end = at
    while end < len(words) and _is_letter(words[end]) and not (end > at and words[end] == "q"):
        end += 1
    if end < len(words) and end - at > _SHORTEST_ACRONYM and words[end - 1] == "i":
        end -= 1
    letters = "".join(words[at:end])
    is_one = letters in with_a if letters[:1] == "a" else len(letters) >= _SHORTEST_ACRONYM
    return (letters.upper(), end - at) if is_one and set(letters) != {"i"} else _NOTHING


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()
