"""How units are said and written: by themselves, per another, glued to their number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scribe_desktop.language import numbers

_COMPACT = re.compile(
    r"(?P<first>[\d,]*\.?\d+)(?:[-–](?P<second>[\d,]*\.?\d+))?(?P<units>[a-z]+(?:/[a-z]+)*)", re.ASCII
)
_PERIODS = {"hour": "hour", "hr": "hour", "minute": "min", "min": "min", "day": "day"}
_VOLUMES = ("dL", "L")
"""What concentrations are measured in: there a zero behind the point says how exact the value is."""
_SIZES = ("cm", "mm")
_NOTHING = "", 0

KINDS = ("unit", "measure", "measures", "exact")
"""A unit; the same per others; one that only an amount stands before, "milligrams" and not "milligram"; one
whose amounts keep a zero behind the point."""


@dataclass(frozen=True)
class Units:
    written: Mapping[str, str]
    """How each is written, by the words for it."""

    def read(self, words: Sequence[str], at: int, kind: str) -> tuple[str, int]:
        """What is measured in, and how many words say it; ("", 0) if there is none of this kind.

        Args:
            kind: one of `KINDS`.
        """
        first = self._written(words[at]) if at < len(words) else []
        if not first or (kind == "measures" and not words[at].endswith("s")):
            return _NOTHING
        if kind == "unit":
            return (first[0], 1) if len(first) == 1 else _NOTHING
        found, count = first, 1
        while len(found) < 3 and (more := self._per(words, at + count))[1]:
            found.append(more[0])
            count += more[1]
        return _NOTHING if kind == "exact" and not _is_exact(found) else ("/".join(found), count)

    def compact(self, word: str) -> str:
        """A number with its unit glued to it as it is written: "2L", ".5mg/kg"; empty: it is none.

        Args:
            word: in small letters, without punctuation.
        """
        found = _COMPACT.fullmatch(word)
        units = self._written(found["units"]) if found else []
        if not found or not units:
            return ""
        amounts = [part for part in (found["first"], found["second"]) if part]
        return (
            "–".join(amounts if _is_exact(units) else map(numbers.as_dose, amounts)) + " " + "/".join(units)
        )

    def _written(self, word: str) -> list[str]:
        """The units of "mg", "mg/kg/min"; none: there is another word in it."""
        first, *others = word.split("/")
        units = [self.written.get(first, ""), *(self.written.get(o) or _PERIODS.get(o, "") for o in others)]
        return units if all(units) else []

    def _per(self, words: Sequence[str], at: int) -> tuple[str, int]:
        if len(words) < at + 2 or words[at] not in ("per", "an"):
            return _NOTHING
        period = _PERIODS.get(words[at + 1], "")
        if period:
            return period, 2
        unit = self.written.get(words[at + 1], "")
        return (unit, 2) if unit and words[at] == "per" else _NOTHING


def _is_exact(units: Sequence[str]) -> bool:
    return units[0] in _SIZES or (len(units) > 1 and units[-1] in _VOLUMES)
