"""Measured values and their units: what was written, in which unit, and the same in another one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from scribe_desktop import assets


@dataclass(frozen=True)
class Unit:
    symbol: str
    factor: Fraction
    """A value times this plus `offset` is the value in the first unit of the dimension."""
    offset: Fraction
    decimals: int
    """How many are kept when a value is converted to this unit."""
    names: tuple[str, ...] = ()
    smaller: str = ""
    """Unit of a number that follows without one: the inches of 5 ft 7."""
    shown: bool = True
    """Fields may be labelled with it; the others are only understood."""
    fine: int = 0
    """Decimals that are kept below `fine_below`."""
    fine_below: int = 0

    def of(self, number: Fraction) -> Fraction:
        """A number of the dimension's first unit, in this one."""
        return (number - self.offset) / self.factor

    def write(self, number: Fraction) -> str:
        """A number of the dimension's first unit, in this one: rounded half up, no trailing zeros."""
        mine = self.of(number)
        places = self.fine if mine < self.fine_below else self.decimals
        scaled = int(abs(mine) * 10**places + Fraction(1, 2))
        whole, rest = divmod(scaled, 10**places)
        decimals = f"{rest:0{places}}".rstrip("0") if places else ""
        sign = "-" if mine < 0 and scaled else ""
        return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"

    def write_all(self, reading: "Reading") -> str:
        """A reading in this unit, without it: "120/80"."""
        return "/".join(map(self.write, reading.numbers))


@dataclass(frozen=True)
class Reading:
    """One value, or the two of a blood pressure, in the dimension's first unit."""

    numbers: tuple[Fraction, ...]
    unit: Unit | None
    """The unit that was written, the larger of two; None where none was."""


@dataclass(frozen=True)
class Dimension:
    """What can be converted into each other."""

    key: str
    title: str
    units: tuple[Unit, ...]

    def unit(self, symbol: str) -> Unit:
        return next(unit for unit in self.units if unit.symbol == symbol)

    @property
    def choices(self) -> tuple[Unit, ...]:
        """The units that a field may be labelled with."""
        return tuple(unit for unit in self.units if unit.shown)

    def read(self, text: str, bare: str) -> Reading | None:
        """What a text such as `38.2 C`, `7 lb 4 oz`, `5'7"` or `120/80 mmHg` says; None: something else.

        Args:
            bare: symbol of the unit that a number without one is in.
        """
        halves = text.strip().split("/")
        readings = [self._read_one(half.strip(), bare) for half in halves[:-1]]
        last = self._read_one(halves[-1].strip(), bare)
        if last is None or len(halves) > 2 or any(one is None or one[1] for one in readings):
            return None
        unit = last[1]
        if readings and unit is not None:
            again = self._read_one(halves[0].strip(), unit.symbol)
            assert again is not None
            return Reading((again[0], last[0]), unit)
        return Reading((*(one[0] for one in readings if one is not None), last[0]), unit)

    def named_in(self, text: str) -> bool:
        """Whether a text, whatever else it says, has one of the units behind a number or at its end."""
        ends = any(text.rstrip().endswith(f" {unit.symbol}") for unit in self.units)
        return ends or any(found[2] for found in self._part.finditer(text))

    @cached_property
    def _by_name(self) -> Mapping[str, Unit]:
        return {name.casefold(): unit for unit in self.units for name in (unit.symbol, *unit.names)}

    @cached_property
    def _part(self) -> re.Pattern[str]:
        names = sorted(self._by_name, key=len, reverse=True)
        return re.compile(rf"(-?\d+(?:\.\d+)?)\s*({'|'.join(map(re.escape, names))})?\.?(?![a-z])\s*", re.I)

    def _read_one(self, text: str, bare: str) -> tuple[Fraction, Unit | None] | None:
        """A sum of numbers with falling units, and the first of these."""
        total, at = Fraction(0), 0
        first: Unit | None = None
        expected: Unit | None = self.unit(bare)
        while at < len(text) or not at:
            found = self._part.match(text, at)
            if found is None or (at and expected is None):
                return None
            unit = self._by_name[found[2].casefold()] if found[2] else expected
            if unit is None or (at and unit is not expected):
                return None
            first = first or (unit if found[2] else None)
            total += Fraction(found[1]) * unit.factor + (unit.offset if not at else 0)
            expected = self.unit(unit.smaller) if unit.smaller and found[2] else None
            at = found.end()
        return total, first


@cache
def dimensions() -> tuple[Dimension, ...]:
    """All of `resources/units.toml`."""
    found = tomllib.loads(assets.resource("units.toml").read_text(encoding="utf-8"))
    return tuple(
        Dimension(one["key"], one["title"], tuple(map(_unit, one["units"]))) for one in found["dimensions"]
    )


@cache
def dimension_of(symbol: str) -> Dimension | None:
    """The dimension of a unit; None where there is nothing to convert into."""
    return next((one for one in dimensions() if any(unit.symbol == symbol for unit in one.units)), None)


def with_unit(text: str, symbol: str) -> str:
    """A field's text with its unit: its own if it names one, else this. Blank stays blank."""
    dimension, text = dimension_of(symbol), text.strip()
    if dimension is None or not text:
        return text
    return text if dimension.named_in(text) else f"{text} {symbol}"


def without_unit(text: str, symbol: str) -> str:
    """The text without this unit at its end."""
    return text.removesuffix(f" {symbol}") if dimension_of(symbol) else text


def converted(text: str, symbol: str) -> str | None:
    """The value of a text that names a unit, in this unit and without it; None where it names none."""
    dimension = dimension_of(symbol)
    reading = dimension.read(text, symbol) if dimension else None
    if dimension is None or reading is None or reading.unit is None:
        return None
    if reading.unit.symbol == symbol and (alone := without_unit(text.strip(), symbol)) != text.strip():
        return alone
    return dimension.unit(symbol).write_all(reading)


def _unit(entry: Mapping[str, Any]) -> Unit:
    numbers = {"factor": Fraction(entry.get("factor", "1")), "offset": Fraction(entry.get("offset", "0"))}
    return Unit(**{**entry, **numbers, "names": tuple(entry.get("names", ()))})
