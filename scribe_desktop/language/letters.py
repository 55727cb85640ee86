"""Reads letters said one by one: spelled words, and the names of which only the letters are said."""

from collections.abc import Container, Sequence

_SHORTEST_ACRONYM = 3


def spelled(words: Sequence[str], at: int, alphabet: Container[str]) -> tuple[str, int]:
    """At least two letters, by themselves ("double p" is two) or by their words in the radio alphabet.

    Returns:
        The letters, and how many words say them; ("", 0) if there are fewer.
    """
    letters, place = "", at
    while place < len(words):
        times = 1 + (words[place] == "double" and place + 1 < len(words) and len(words[place + 1]) == 1)
        parts = words[place + times - 1].split("-")
        if not all(part in alphabet or (len(part) == 1 and part.isalpha()) for part in parts):
            break
        letters += "".join(part[0] for part in parts) * times
        place += times
    return (letters, place - at) if len(letters) > 1 else ("", 0)


def acronym(words: Sequence[str], at: int) -> tuple[str, int]:
    """Three letters or more in capitals: "p s a"; ("", 0) if there are fewer.

    None begins with "a", which may be the article ("a c t scan"), and "q" is where the next one begins.
    """
    place = at
    while place < len(words) and len(words[place]) == 1 and words[place].isalpha():
        if words[place] == ("q" if place > at else "a"):
            break
        place += 1
    count = place - at
    return ("".join(words[at:place]).upper(), count) if count >= _SHORTEST_ACRONYM else ("", 0)
