"""Phrases written as a match file of espanso, as far as that program can say the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from scribe_desktop.phrases.expansion import CURSOR, Find, Pulled, expand
from scribe_desktop.phrases.marks import BLANK, Kind, Mark, marks
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.tokens import DATES, TOKEN

_FORM = "form1"
_SECONDS = {"d": 86_400, "w": 604_800}
_REMARKS = {
    "several": "several answers of one list are typed",
    "follows": "parts that follow an answer are chosen by hand",
    "patient": "patient facts are typed",
    "nested": "lists inside of answers stay as they are",
}


@dataclass(frozen=True)
class Export:
    text: str
    """YAML."""
    remarks: tuple[str, ...]
    """What is not quite the same there, one for each phrase that it concerns."""


def written(phrases: Iterable[Phrase], find: Find) -> Export:
    """A match file with a match for each phrase: `.name` in espanso, too; what is asked stands in a form.

    Raises:
        BadInput: a phrase uses one that `find` does not know.
    """
    matches, remarks = [], []
    for phrase in phrases:
        match = _Match(phrase, find)
        matches.append(match.table())
        if match.remarks:
            said = "; ".join(_REMARKS[remark] for remark in sorted(match.remarks))
            remarks.append(f".{phrase.name}: {said}.")
    text = yaml.safe_dump({"matches": matches}, sort_keys=False, allow_unicode=True, width=10_000)
    return Export(text, tuple(remarks))


@dataclass
class _Match:
    """One phrase on its way into espanso's terms."""

    phrase: Phrase
    find: Find
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    dates: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: set[str] = field(default_factory=set)

    def table(self) -> dict[str, Any]:
        pieces = list(self._pieces())
        table: dict[str, Any] = {
            "trigger": f".{self.phrase.name}",
            "label": self.phrase.title,
            "replace": "".join(_replaced(piece, self.fields) for piece in pieces),
        }
        variables = [{"name": name, "type": "date", "params": params} for name, params in self.dates.items()]
        if self.fields:
            layout = "".join(_laid_out(piece, self.fields) for piece in pieces)
            params = {"layout": layout, "fields": self.fields}
            variables.append({"name": _FORM, "type": "form", "params": params})
        return {**table, "vars": variables} if variables else table

    def _pieces(self) -> Iterator["str | _Slot"]:
        """Text, and in between the places that something is filled in."""
        made = expand(self.phrase, find=self.find)
        pulled = {place.start: place for place in made.pulled}
        stop = made.cursor if CURSOR.search(self.phrase.body) else -1
        at = 0
        for mark in marks(made.text):
            yield _with_cursor(made.text, at, mark.start, stop)
            yield _Slot(self._token(pulled[mark.start]) if mark.start in pulled else self._asked(mark))
            at = mark.end
        yield _with_cursor(made.text, at, len(made.text) + 1, stop)

    def _token(self, pulled: Pulled) -> str:
        found = TOKEN.fullmatch(pulled.token)
        assert found is not None
        name, sign, number, unit = found[1], found[3], found[4], found[5]
        if name in DATES and (unit is None or unit in _SECONDS):
            key = re.sub(r"\W", "_", pulled.token.strip("@").lower())
            self.dates[key] = {"format": DATES[name]}
            if unit:
                self.dates[key]["offset"] = int(f"{sign}{number}") * _SECONDS[unit]
            return key
        self.remarks.add("patient")
        return self._text(name.lower())

    def _asked(self, mark: Mark) -> str:
        """The name of the field in which an open place is answered."""
        name = mark.name if mark.kind in (Kind.CHOICE, Kind.ECHO) else ""
        name = name or f"f{len(self.fields) + 1}"
        if mark.kind is Kind.ECHO or mark.kind is Kind.BLANK or mark.options == (BLANK,):
            return self._text(name)
        if mark.joiner:
            self.remarks.add("several")
            return self._text(name)
        if mark.kind is Kind.CONDITION:
            self.remarks.add("follows")
        if any(next(marks(option), None) for option in mark.options if option != BLANK):
            self.remarks.add("nested")
        values = [*([""] if mark.optional or mark.kind is Kind.CONDITION else []), *mark.options]
        self.fields[name] = {"type": "choice", "values": values}
        if mark.defaults:
            self.fields[name]["default"] = mark.options[min(mark.defaults)]
        return name

    def _text(self, name: str) -> str:
        self.fields.setdefault(name, {"multiline": False})
        return name


@dataclass(frozen=True)
class _Slot:
    name: str


def _replaced(piece: str | _Slot, fields: dict[str, Any]) -> str:
    if isinstance(piece, str):
        return piece
    return f"{{{{{_FORM}.{piece.name}}}}}" if piece.name in fields else f"{{{{{piece.name}}}}}"


def _laid_out(piece: str | _Slot, fields: dict[str, Any]) -> str:
    if isinstance(piece, str):
        return piece.replace("[[", "[ [").replace("$|$", "")
    return f"[[{piece.name}]]" if piece.name in fields else f"{{{{{piece.name}}}}}"


def _with_cursor(text: str, start: int, end: int, stop: int) -> str:
    """A stretch of the text, with espanso's sign where the cursor is to stop."""
    return f"{text[start:stop]}$|${text[stop:end]}" if start <= stop < end else text[start:end]
