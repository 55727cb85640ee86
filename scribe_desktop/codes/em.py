"""How much decision making a visit took, by the AMA's tables: a proposal with its reasons, no decision.

The rules are data (`resources/codes/em.toml`). Source: American Medical Association, "CPT Evaluation and
Management (E/M) Code and Guideline Changes", effective January 1, 2021 (office or outpatient) and January 1,
2023 (hospital inpatient, observation, emergency department, consultation). Only code numbers and names of
levels are the AMA's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any

from scribe_desktop import assets


class Level(IntEnum):
    """Each outranks the one before; NONE: nothing is marked that would reach one."""

    NONE = 0
    STRAIGHTFORWARD = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def label(self) -> str:
        return self.name.lower()


class Element(StrEnum):
    """What decision making is judged by; two of the three have to reach a level."""

    PROBLEMS = "problems"
    DATA = "data"
    RISK = "risk"


@dataclass(frozen=True)
class Item:
    """Something that a person marks, with how often it applies."""

    key: str
    element: Element
    label: str


@dataclass(frozen=True)
class Group:
    """Reached when its items together apply `at_least` so often."""

    items: tuple[str, ...]
    at_least: int

    def reached(self, counts: Mapping[str, int]) -> bool:
        return sum(counts.get(item, 0) for item in self.items) >= self.at_least


@dataclass(frozen=True)
class Rule:
    element: Element
    level: Level
    groups: tuple[Group, ...]
    needed: int = 1
    """How many of the groups have to be reached."""


@dataclass(frozen=True)
class Setting:
    """Where a visit took place: it says which code numbers there are."""

    key: str
    title: str
    codes: Mapping[Level, str]
    minutes: Mapping[str, int]
    """By code, the provider's least total time on the day of the visit; empty where time does not count."""
    visits: tuple[str, ...] = ()
    """Visit types for which it is offered first."""
    otherwise: bool = False
    """It is offered first for visit types that no setting names, such as a clinic's own."""


@dataclass(frozen=True)
class Counting:
    """What counts as an item among the rows of a note's tables."""

    item: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Tables, and the columns of which the first filled one names a row; rows of one name count once."""
    where: Mapping[str, tuple[str, ...]]
    """What the cells of these columns have to say."""
    unless: str = ""
    """Another item under which the same name is counted already."""
    most: int | None = None


@dataclass(frozen=True)
class Tables:
    source: str
    settings: tuple[Setting, ...]
    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    counts: tuple[Counting, ...]

    def items_of(self, element: Element) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.element is element)


@dataclass(frozen=True)
class Verdict:
    """What one element reaches, and the groups of items that took it there."""

    element: Element
    level: Level
    by: tuple[Group, ...]


@dataclass(frozen=True)
class Proposal:
    """What was marked adds up to; the provider decides."""

    verdicts: tuple[Verdict, ...]
    level: Level

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """The elements that carry the level."""
        if self.level is Level.NONE:
            return ()
        return tuple(verdict for verdict in self.verdicts if verdict.level >= self.level)


def propose(tables: Tables, counts: Mapping[str, int]) -> Proposal:
    """The level that at least two of the three elements reach.

    Args:
        counts: how often each item applies, by its key; what is absent applies not at all.
    """
    verdicts = tuple(_verdict(tables, element, counts) for element in Element)
    return Proposal(verdicts, sorted(verdict.level for verdict in verdicts)[-2])


def by_time(setting: Setting, minutes: int) -> str:
    """The code that the provider's total minutes on that day reach; empty for none."""
    reached = [code for code, least in setting.minutes.items() if minutes >= least]
    return max(reached, key=lambda code: setting.minutes[code], default="")


@cache
def tables() -> Tables:
    """The tables as they are shipped."""
    found = tomllib.loads(assets.resource("codes", "em.toml").read_text(encoding="utf-8"))
    return Tables(
        found["source"],
        tuple(map(_setting, found["settings"])),
        tuple(Item(one["key"], Element(one["element"]), one["label"]) for one in found["items"]),
        tuple(map(_rule, found["rules"])),
        tuple(map(_counting, found["counts"])),
    )


def setting_for(tables: Tables, visit_type: str) -> Setting:
    """The setting that is offered first for a visit of this type."""
    suiting = (setting for setting in tables.settings if visit_type in setting.visits)
    return next(suiting, None) or next(setting for setting in tables.settings if setting.otherwise)


def _verdict(tables: Tables, element: Element, counts: Mapping[str, int]) -> Verdict:
    best = Verdict(element, Level.NONE, ())
    for rule in tables.rules:
        reached = tuple(group for group in rule.groups if group.reached(counts))
        if rule.element is element and len(reached) >= rule.needed and rule.level > best.level:
            best = Verdict(element, rule.level, reached)
    return best


def _setting(entry: Mapping[str, Any]) -> Setting:
    codes = {_level(name): code for name, code in entry["codes"].items()}
    return Setting(
        entry["key"],
        entry["title"],
        codes,
        entry.get("minutes", {}),
        tuple(entry.get("visits", ())),
        entry.get("otherwise", False),
    )


def _counting(entry: Mapping[str, Any]) -> Counting:
    rows = tuple((one["table"], tuple(one["named"])) for one in entry["rows"])
    where = {column: tuple(said) for column, said in entry.get("where", {}).items()}
    return Counting(entry["item"], rows, where, entry.get("unless", ""), entry.get("most"))


def _rule(entry: Mapping[str, Any]) -> Rule:
    groups = tuple(Group(tuple(group["items"]), group["at_least"]) for group in entry["groups"])
    return Rule(Element(entry["element"]), _level(entry["level"]), groups, entry.get("needed", 1))


def _level(name: str) -> Level:
    return Level[name.upper()]
