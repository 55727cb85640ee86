"""What was asked or found in one system, and its notation: `+chest pain (on stairs); -dyspnea; at night`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

_SPECIAL = re.compile(r"[\\;()]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ENTRY = re.compile(
    r"\s*(?P<mark>[+-])(?P<name>(?:[^\\;()]|\\.)+)(?:\((?P<detail>(?:[^\\;()]|\\.)*)\))?\s*(?:;|\Z)",
    re.DOTALL,
)
_LEADING = ("+", "-", "~")


class Mark(StrEnum):
    POSITIVE = "+"
    NEGATIVE = "-"


@dataclass(frozen=True)
class Finding:
    """One item that somebody marked; what nobody marked has none."""

    name: str
    mark: Mark
    detail: str = ""


@dataclass(frozen=True)
class Findings:
    """The marked items of one system in the order in which they are written, and free text about it."""

    marked: tuple[Finding, ...] = ()
    text: str = ""

    def of(self, name: str) -> Finding | None:
        """The item of this name, if it is marked."""
        return next((finding for finding in self.marked if finding.name == name), None)

    def without(self, name: str) -> "Findings":
        """The same with this item not asked."""
        return replace(self, marked=tuple(finding for finding in self.marked if finding.name != name))

    def having(self, finding: Finding) -> "Findings":
        """The same with this item marked so, in its place or behind the others."""
        if self.of(finding.name) is None:
            return replace(self, marked=(*self.marked, finding))
        marked = tuple(finding if old.name == finding.name else old for old in self.marked)
        return replace(self, marked=marked)


def parse(value: str) -> Findings:
    """Read the notation. Everything is understood: what is no mark is free text."""
    marked: list[Finding] = []
    at = 0
    while (found := _ENTRY.match(value, at)) and (name := _plain(found["name"].strip())):
        marked.append(Finding(name, Mark(found["mark"]), _plain((found["detail"] or "").strip())))
        at = found.end()
    text = value[at:].strip()
    return Findings(tuple(marked), text[1:] if text.startswith("~") else text)


def notation(findings: Findings) -> str:
    """Write the notation; `parse` reads it back."""
    return "; ".join(_entries(findings))


def one_line(text: str) -> str:
    """Free text or a detail as the notation holds it: its white space made single spaces."""
    return " ".join(text.split())


def _entries(findings: Findings) -> Iterator[str]:
    for finding in findings.marked:
        detail = f" ({_marked_off(finding.detail)})" if finding.detail else ""
        yield f"{finding.mark}{_marked_off(finding.name)}{detail}"
    if findings.text:
        yield f"~{findings.text}" if findings.text.startswith(_LEADING) else findings.text


def _marked_off(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
