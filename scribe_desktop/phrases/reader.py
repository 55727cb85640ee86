"""Reading one phrase file, and naming the line of any mistake in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.block import Block
from scribe_desktop.phrases.phrase import Phrase

LARGEST = 4_000_000
"""Bytes of one phrase file."""

_Stretch: TypeAlias = tuple[str, int, str]
"""Name of the file, number of the first line, and the lines from one header to the next."""

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?phrase[\"']?[ \t]*\]\]", re.MULTILINE)


def read(path: Path, taken: Mapping[str, str] = MappingProxyType({})) -> tuple[Phrase, ...]:
    """All phrases of one file, in its order.

    Args:
        path: the file.
        taken: names that it may not use, and the file that has each.

    Raises:
        BadInput: it cannot be read or something in it is wrong; says file, line and remedy.
    """
    stretches: dict[str, _Stretch] = {}
    phrases = []
    for stretch in _stretches(path.name, _text(path)):
        phrase = _phrase(*stretch)
        place = taken.get(phrase.name)
        if earlier := stretches.get(phrase.name):
            place = f"line {Block(*earlier).line_of('name')}"
        if place:
            remedy = "Give one of the two another name."
            Block(*stretch).refuse("name", f"the name “{phrase.name}” is taken in {place}", remedy)
        stretches[phrase.name] = stretch
        phrases.append(replace(phrase, path=path))
    return tuple(phrases)


@lru_cache(maxsize=4096)
def _phrase(file: str, first_line: int, text: str) -> Phrase:
    """Checked once for the same lines: libraries are read again at every log-in and after every change."""
    return Block(file, first_line, text).phrase()


def read_folder(folder: Path) -> tuple[dict[str, Phrase], list[BadInput]]:
    """The phrases of every .toml file of a folder by name, and why files of it were left out.

    A file with a mistake is left out as a whole, and so is one that repeats a name of another. The folder may
    be missing.
    """
    found: dict[str, Phrase] = {}
    problems: list[BadInput] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            taken = {phrase.name: phrase.file for phrase in found.values()}
            found |= {phrase.name: phrase for phrase in read(path, taken)}
        except BadInput as problem:
            problems.append(problem)
    return found, problems


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be read: {error.strerror}.", remedy="Check the file and its permissions."
        ) from error
    if size > LARGEST:
        raise BadInput(
            f"{path.name} is larger than {LARGEST // 1_000_000} MB.", remedy="Make it several files."
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{path.name}, line {line}: a character is not in UTF-8.",
            remedy="Save the file with the encoding UTF-8.",
        ) from error


def _stretches(file: str, text: str) -> Iterator[_Stretch]:
    """The file cut at its `[[phrase]]` lines, each stretch to be read on its own.

    So a quotation that is not closed is found in the phrase where it begins, not where the next one ends it.
    """
    starts = [match.start() for match in _HEADER.finditer(text)]
    preamble = Block(file, 1, text[: starts[0]] if starts else text)
    for key in preamble.table():
        preamble.refuse(
            key, f"“{key}” stands outside any phrase", "Begin each phrase with a line [[phrase]]."
        )
    for start, end in pairwise([*starts, len(text)]):
        yield file, text.count("\n", 0, start) + 1, text[start:end]
