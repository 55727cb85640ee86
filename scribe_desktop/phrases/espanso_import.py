"""What a match of espanso types, as the body of a phrase: choices become pick lists, variables blanks."""

import re
from collections.abc import Iterator
from typing import Any

from scribe_desktop.phrases.marks import BLANK, IDENTIFIER

_PLACE = re.compile(
    r"\{\{\s*(?P<variable>\w+)(?:\.(?P<field>\w+))?\s*\}\}|\[\[\s*(?P<own>\w+)\s*\]\]",
)
_CHOICES = ("choice", "list")

_Key = tuple[str, str]
"""The form that asks, empty for the match's own, and the name of what it asks for."""


def replacement(match: dict[str, Any]) -> str:
    """The text of a match: `$|$` is the cursor's place; what is asked twice follows the first answer."""
    text = match.get("replace") or match.get("form") or ""
    if not isinstance(text, str):
        return ""
    choices = {key: values for key, values in _choices(match) if values}
    names: dict[_Key, str] = {}
    made, last = [], 0
    for place in _PLACE.finditer(text):
        key = (
            (place["variable"], place["field"]) if place["field"] else ("", place["variable"] or place["own"])
        )
        made += [plain(text[last : place.start()]), _said(key, choices, names)]
        last = place.end()
    return "".join([*made, plain(text[last:])]).replace("$|$", "{^}")


def plain(text: str) -> str:
    """Text without the signs that mean something in a phrase."""
    return text.replace("{", "(").replace("}", ")")


def _said(key: _Key, choices: dict[_Key, str], names: dict[_Key, str]) -> str:
    """A pick list where it is asked first, its echo later; a blank for what is no list."""
    if key not in choices:
        return BLANK
    if key in names:
        return f"{{={names[key]}}}"
    name = key[1].casefold()
    free = re.fullmatch(IDENTIFIER, name) is not None and name not in names.values()
    names[key] = name if free else f"f{len(names) + 1}"
    sign = "?" if choices[key].startswith("?") else ""
    return f"{{{sign}{names[key]}: {choices[key].removeprefix('?')}}}"


def _choices(match: dict[str, Any]) -> Iterator[tuple[_Key, str]]:
    yield from _fields("", match.get("form_fields"))
    variables = match.get("vars")
    for variable in variables if isinstance(variables, list) else ():
        params = variable.get("params") if isinstance(variable, dict) else None
        if isinstance(params, dict):
            name = str(variable.get("name", ""))
            if variable.get("type") in _CHOICES:
                yield ("", name), _options(params)
            yield from _fields(name, params.get("fields"))


def _fields(form: str, fields: object) -> Iterator[tuple[_Key, str]]:
    for name, field in fields.items() if isinstance(fields, dict) else ():
        if isinstance(field, dict) and field.get("type") in _CHOICES:
            yield (form, str(name)), _options(field)


def _options(asked: dict[str, Any]) -> str:
    """The values with bars between them, "?" first if one is empty; nothing where nothing is to pick."""
    values = asked.get("values")
    given = values.splitlines() if isinstance(values, str) else values if isinstance(values, list) else []
    all_of_them = [
        str(one.get("id", one.get("label", "")) if isinstance(one, dict) else one) for one in given
    ]
    said = [" ".join(plain(one).replace("|", "/").split()) for one in all_of_them]
    options = [one.lstrip("=") for one in said if one.lstrip("=")]
    default = " ".join(plain(str(asked.get("default", ""))).split())
    optional = len(options) < len(said)
    if len(options) < (1 if optional else 2):
        return ""
    return ("?" if optional else "") + "|".join(f"={one}" if one == default else one for one in options)
