"""Phrases written as a file that the reader takes."""

import json
from collections.abc import Iterable

from scribe_desktop.phrases.phrase import Phrase


def written(phrases: Iterable[Phrase]) -> str:
    """TOML text, one `[[phrase]]` after another."""
    return "\n".join(_block(phrase) for phrase in phrases)


def _block(phrase: Phrase) -> str:
    lines = ["[[phrase]]", f"name = {_quoted(phrase.name)}", f"title = {_quoted(phrase.title)}"]
    if phrase.keys:
        lines.append(f"keys = {_quoted(phrase.keys)}")
    for key, listed in (("sections", phrase.sections), ("spoken", phrase.spoken)):
        if listed:
            lines.append(f"{key} = [{', '.join(map(_quoted, listed))}]")
    return "\n".join([*lines, f"body = {_body(phrase.body)}"]) + "\n"


def _body(text: str) -> str:
    if "\n" not in text:
        return _quoted(text)
    lines = "\n".join(_quoted(line)[1:-1] for line in text.split("\n"))
    return f'"""\n{lines}"""'


def _quoted(text: str) -> str:
    # TOML's basic strings escape as JSON does, but for DEL and for characters beyond 16 bits
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
