"""Whether a result lies outside the reference range that was entered beside it; no range, no flag."""

import re
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d*\.?\d+"
_SPAN = re.compile(rf"({_NUMBER})\s*(?:-|–|—|to)\s*({_NUMBER})")
_BOUND = re.compile(rf"(<=|>=|<|>|≤|≥)\s*({_NUMBER})")
_VALUE = re.compile(rf"(<=|>=|<|>|≤|≥)?\s*({_NUMBER})")


@dataclass(frozen=True)
class Span:
    """Lowest and highest value inside a range; None where that end is open."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    """The lowest value itself lies outside: "> 60"."""
    open_high: bool = False

    def side(self, value: "Value") -> str:
        """ "L" or "H" for a value that is outside for certain, else nothing."""
        if self.low is not None and value.at_most is not None:
            edge = value.at_most == self.low and (self.open_low or value.below)
            if value.at_most < self.low or edge:
                return "L"
        if self.high is not None and value.at_least is not None:
            edge = value.at_least == self.high and (self.open_high or value.above)
            if value.at_least > self.high or edge:
                return "H"
        return ""


@dataclass(frozen=True)
class Value:
    """A result; "<0.01" has no lower bound and lies below its upper one."""

    at_least: Fraction | None
    at_most: Fraction | None
    below: bool = False
    above: bool = False


def flag(value: str, normal: str, critical: str = "") -> str:
    """ "L", "H", "critical L", "critical H" or nothing.

    Args:
        normal: the reference range as reported: "3.5–5.1", "<5", "≥ 60".
        critical: values outside this range are critical.
    """
    read = _value(value)
    if read is None:
        return ""
    beyond = span.side(read) if (span := reference(critical)) else ""
    if beyond:
        return f"critical {beyond}"
    return span.side(read) if (span := reference(normal)) else ""


def reference(text: str) -> Span | None:
    """A range as reported; None for words, or one that stands upside down."""
    text = text.strip()
    if found := _SPAN.fullmatch(text):
        low, high = _number(found[1]), _number(found[2])
        return Span(low, high) if low <= high else None
    if found := _BOUND.fullmatch(text):
        bound, sign = _number(found[2]), found[1]
        if sign in ("<", "<=", "≤"):
            return Span(None, bound, open_high=sign == "<")
        return Span(bound, None, open_low=sign == ">")
    return None


def _value(text: str) -> Value | None:
    found = _VALUE.fullmatch(text.strip())
    if found is None:
        return None
    number, sign = _number(found[2]), found[1] or ""
    if sign[:1] in ("<", "≤"):
        return Value(None, number, below=sign == "<")
    if sign[:1] in (">", "≥"):
        return Value(number, None, above=sign == ">")
    return Value(number, number)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-"))
