"""Forms as data: what a section can be asked field by field, and the sentence that each field says."""

import tomllib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.notes import rows, table
from scribe_desktop.notes.findings import Finding, Findings, Mark, parse
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.stretches import Said
from scribe_desktop.notes.table import TableSpec

_SPARE, _SPARE_OF_DENIAL = 5, 9
"""Letters by which a wording may be longer than the name of its item, and still be shown in a form."""


@dataclass(frozen=True)
class FormField(ABC):
    """One field; its value is a passage of the note under `key`."""

    key: str
    """Section and field: "ros.cardiovascular"."""
    label: str

    @abstractmethod
    def sentence(self, value: str) -> str:
        """What the section's text says for this value: nothing that is not in it, empty for an empty one."""

    def said(self, value: str) -> tuple[Said, ...]:
        """The same, cut into what stands and falls together."""
        return (Said(self.key, self.label, value, self.sentence(value)),)


@dataclass(frozen=True)
class Element(FormField):
    """A few words of free text, such as the onset."""

    says: str
    """The sentence, with `{}` for the value."""
    out_of: int = 0
    """A bare whole number up to this one is said with it: "7/10"."""
    hint: str = ""

    def sentence(self, value: str) -> str:
        said = " ".join(value.split()).removesuffix(".")
        if said.isdecimal() and int(said) <= self.out_of:
            said = f"{said}/{self.out_of}"
        return self.says.replace("{}", said) if said else ""


@dataclass(frozen=True)
class Statement(FormField):
    """A sentence that is said or not said, such as that all other systems are negative."""

    says: str

    def sentence(self, value: str) -> str:
        return self.says if value.strip() else ""


@dataclass(frozen=True)
class Item:
    """Something that is asked or looked for."""

    name: str
    positive: str
    """What the text calls it where it is there or abnormal."""
    negative: str
    """What the text says where it is not there or normal."""

    def in_short(self, wording: str) -> str:
        """What the text says, or the name where that is much shorter.

        Never the mere name for "no <name>": beside a sign it would read as if it were there.
        """
        spare = _SPARE_OF_DENIAL if wording.startswith(("no ", "non-")) else _SPARE
        return wording if len(wording) <= len(self.name) + spare else self.name


@dataclass(frozen=True)
class System(FormField):
    """One organ system: items that are positive, negative or not asked, and free text."""

    items: tuple[Item, ...]
    positive: str
    """How positive items are said, with `{}` for the list of them."""
    negative: str
    lost_negative: str = ""
    """Said behind the name of a negative item that the form no longer has, if names alone say nothing."""
    sex: Sex | None = None
    """The only one that has it; None: everybody."""

    def fits(self, sex: Sex) -> bool:
        """Whether somebody of this sex may have it: where the record leaves it open, they may."""
        return self.sex is None or sex in (self.sex, Sex.OTHER, Sex.UNKNOWN)

    def sentence(self, value: str) -> str:
        findings = parse(value)
        said = [
            _listed(self.positive, [self._positive(f) for f in findings.marked if f.mark is Mark.POSITIVE]),
            _listed(self.negative, [self._negative(f) for f in findings.marked if f.mark is Mark.NEGATIVE]),
            _as_sentence(findings.text),
        ]
        told = " ".join(filter(None, said))
        return f"{self.label}: {told}" if told else ""

    def in_order(self, findings: Findings) -> Findings:
        """The same, its items in the order in which they are asked."""
        order = {item.name: number for number, item in enumerate(self.items)}
        marked = sorted(findings.marked, key=lambda finding: order.get(finding.name, len(order)))
        return Findings(tuple(marked), findings.text)

    def _item(self, name: str) -> Item:
        known = (item for item in self.items if item.name == name)
        return next(known, Item(name, name, f"{name} {self.lost_negative}".strip()))

    def _positive(self, finding: Finding) -> str:
        said = self._item(finding.name).positive
        return f"{said} ({finding.detail})" if finding.detail else said

    def _negative(self, finding: Finding) -> str:
        said = self._item(finding.name).negative
        return f"{said} ({finding.detail})" if finding.detail else said


@dataclass(frozen=True)
class Rows(FormField):
    """A table, such as the laboratory results; its rows are said a line each."""

    table: TableSpec

    def sentence(self, value: str) -> str:
        return rows.sentences(self.table, value)

    def said(self, value: str) -> tuple[Said, ...]:
        """A sentence for each row."""
        found = rows.identified(rows.parse(self.table, value))
        return tuple(self._said(row, number) for number, row in enumerate(found, 1))

    def row_key(self, row: rows.Row) -> str:
        """Under which key a row's sentence stands in the text."""
        return f"{self.key}#{row.get(rows.IDENTITY, '')}"

    def _said(self, row: rows.Row, number: int) -> Said:
        name = row.get(self.table.columns[0].key, "")
        label = f"{self.label}, {self.table.row} {number}{f' ({name})' if name else ''}"
        sentence = rows.sentence(self.table, row, number)
        return Said(self.row_key(row), label, rows.written(self.table, row), sentence)


@dataclass(frozen=True)
class Form:
    """What is asked in one section."""

    kind: str
    """How it is shown: "elements", "systems" or "rows"."""
    title: str
    hint: str
    separator: str
    """What stands between its sentences: a space or a line break."""
    fields: tuple[FormField, ...]
    rest: Statement | None = None
    """What "all others negative" says; where there is none, the rest is marked system by system."""
    rest_of_chosen: str = ""
    """What is said when the rest of the chosen systems is to be marked and none is chosen."""
    states: tuple[str, str, str] = ("", "", "")
    """What a positive, a negative and an unmarked item are called."""
    signs: tuple[str, str] = ("", "")
    """What a positive and a negative item are marked with on screen."""

    @property
    def asked(self) -> tuple[FormField, ...]:
        """Everything that it asks, in the order in which it is said."""
        return (*self.fields, self.rest) if self.rest else self.fields

    def fitting(self, sex: Sex, *, keep: Collection[str] = ()) -> "Form":
        """The same without what only the other sex has.

        Args:
            keep: keys of fields that stay in any case, such as those that already hold something.
        """
        fields = (
            field
            for field in self.fields
            if field.key in keep or not isinstance(field, System) or field.fits(sex)
        )
        return replace(self, fields=tuple(fields))


@cache
def named(name: str, section_key: str) -> Form:
    """The form of this name for a section. Raises `BadInput` naming the file and what is wrong in it."""
    return load(assets.resource("forms", f"{name}.toml"), section_key)


def known() -> tuple[str, ...]:
    """Names of the forms that a section may refer to."""
    return tuple(sorted(path.stem for path in assets.resource("forms").glob("*.toml")))


def load(path: Path, section_key: str) -> Form:
    """Read one form. Raises `BadInput` naming the file and what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _KINDS[table["kind"]](table, section_key)
    except KeyError as error:
        raise BadInput(f"{path.name}: {error} is missing or unknown.", remedy=_REMEDY) from error
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(f"{path.name}: {error}.", remedy=_REMEDY) from error


_REMEDY = "Correct it there; ros.toml and hpi.toml show how it is meant."


def _elements(table: Mapping[str, Any], section: str) -> Form:
    fields = tuple(Element(**{**entry, "key": f"{section}.{entry['key']}"}) for entry in table["fields"])
    return Form("elements", table["title"], table["hint"], " ", _distinct(fields))


def _systems(table: Mapping[str, Any], section: str) -> Form:
    fields = tuple(
        System(
            key=f"{section}.{entry['key']}",
            label=entry["label"],
            items=tuple(map(_item, entry["items"])),
            positive=table["positive"],
            negative=table["negative"],
            lost_negative=table.get("lost_negative", ""),
            sex=Sex(entry["sex"]) if "sex" in entry else None,
        )
        for entry in table["fields"]
    )
    rest = table.get("rest")
    statement = Statement(f"{section}.rest", rest["label"], rest["says"]) if rest else None
    return Form(
        "systems",
        table["title"],
        table["hint"],
        "\n",
        _distinct(fields),
        statement,
        table.get("rest_of_chosen", ""),
        _words(table["states"], 3),
        _words(table["signs"], 2),
    )


def _rows(found: Mapping[str, Any], section: str) -> Form:
    tables = [table.load(name) for name in found["tables"]]
    fields = tuple(Rows(f"{section}.{spec.key}", spec.title, spec) for spec in tables)
    return Form("rows", found["title"], found["hint"], "\n", _distinct(fields))


_KINDS: Mapping[str, Callable[[Mapping[str, Any], str], Form]] = {
    "elements": _elements,
    "systems": _systems,
    "rows": _rows,
}


def _words(listed: list[str], count: int) -> Any:
    if len(listed) != count:
        raise ValueError(f"{listed} has to be {count} texts")
    return tuple(listed)


def _item(entry: str | Mapping[str, str]) -> Item:
    """`"chest pain"`, or a table where normal and abnormal go by other words."""
    return Item(entry, entry, entry) if isinstance(entry, str) else Item(**entry)


def _distinct(fields: tuple[FormField, ...]) -> tuple[FormField, ...]:
    keys = [field.key for field in fields]
    if twins := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"the key {min(twins)!r} is used twice")
    return fields


def _listed(wording: str, said: list[str]) -> str:
    return _capital(wording.replace("{}", ", ".join(said))) if said else ""


def _as_sentence(text: str) -> str:
    return _capital(text if text.endswith((".", "!", "?")) else f"{text}.") if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
