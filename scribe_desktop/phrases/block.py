"""The lines of one phrase in a file: parsed, checked, and each of its keys found again by line."""

import difflib
import re
import tomllib
from typing import Any, NoReturn

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.expansion import USE
from scribe_desktop.phrases.phrase import NAME, Phrase, Use

_IN_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = re.compile(r" \(at end of document\)$")
_KEYS = ("name", "title", "sections", "keys", "spoken", "body")


class Block:
    """A stretch of a phrase file, from one header to the next; every refusal is a `BadInput`."""

    def __init__(self, file: str, first_line: int, text: str) -> None:
        self._file = file
        self._first_line = first_line
        self._text = text
        self._lines = text.split("\n")

    def table(self) -> dict[str, Any]:
        """The block's TOML. Raises `BadInput` with the line of a syntax mistake."""
        try:
            return tomllib.loads(self._text)
        except ValueError as error:
            problem = str(error)
            if located := _IN_LINE.search(problem):
                line = self._first_line + int(located[1]) - 1
            else:
                line = self._first_line + self._last_statement()
            plain = _AT_END.sub("", _IN_LINE.sub("", problem))
            self._refuse_line(
                line, plain[:1].lower() + plain[1:], "Correct that line, or the quotation marks above it."
            )

    def phrase(self) -> Phrase:
        """The phrase it describes. Raises `BadInput` with the line of what is wrong."""
        table = self.table()
        fields, *more = table.pop("phrase")
        if more:
            self._refuse_line(self._first_line, "two phrases in one", "Begin each with a line [[phrase]].")
        for key in (*table, *fields):
            if key in table or key not in _KEYS:
                close = difflib.get_close_matches(key, _KEYS, n=1)
                remedy = f"Write “{close[0]}”." if close else f"A phrase has only {', '.join(_KEYS)}."
                self.refuse(key, f"“{key}” is not known", remedy)
        name, title, body = (self._filled(fields, key) for key in ("name", "title", "body"))
        if not re.fullmatch(NAME, name):
            remedy = "Use small letters, digits, - and _, beginning with a letter and without spaces."
            self.refuse("name", f"“{name}” cannot be typed as a dot phrase", remedy)
        body = body.strip("\n")
        if mistake := first_mistake(body):
            line = self._line_in_body(body, mistake.offset)
            self._refuse_line(line, mistake.problem, mistake.remedy)
        uses = tuple(Use(use[1], self._line_in_body(body, use.start())) for use in USE.finditer(body))
        return Phrase(
            name,
            title.strip(),
            self._listed(fields, "sections", "a list of section keys", '["hpi"]'),
            body,
            self._file,
            uses,
            keys=self._filled(fields, "keys").strip() if "keys" in fields else "",
            spoken=self._listed(fields, "spoken", "a list of texts", '["normal chest exam"]'),
        )

    def refuse(self, key: str, problem: str, remedy: str) -> NoReturn:
        self._refuse_line(self.line_of(key), problem, remedy)

    def line_of(self, key: str) -> int:
        """Where the key is set; the block's first line if it is not."""
        begun = 0
        for end in range(1, len(self._lines) + 1):
            table = self._start(end)
            if table is not None:
                if key in table or key in table.get("phrase", [{}])[0]:
                    return self._first_line + begun
                begun = end
        return self._first_line

    def _line_in_body(self, body: str, offset: int) -> int:
        """The file's line of a place in the body, which may be quoted and folded in any way TOML has."""
        begun = self.line_of("body") - self._first_line
        written = "\n".join(self._lines[begun:])
        said = re.split(r"[\n\"\\]", body[offset : offset + 40])[0]
        at = -1
        for _ in range(body.count(said, 0, offset) + 1):
            at = written.find(said, at + 1)
        return self._first_line + begun + written.count("\n", 0, max(at, 0))

    def _last_statement(self) -> int:
        """How many lines precede the statement that the block breaks off in."""
        ends = range(len(self._lines) - 1, 0, -1)
        return next((end for end in ends if self._start(end) is not None), 0)

    def _start(self, count: int) -> dict[str, Any] | None:
        """What the first lines say, or None where they break off inside a statement."""
        try:
            return tomllib.loads("\n".join(self._lines[:count]))
        except ValueError:
            return None

    def _filled(self, fields: dict[str, Any], key: str) -> str:
        if key not in fields:
            self.refuse(key, f"the phrase has no {key}", f'Add a line {key} = "…" below.')
        value = fields[key]
        if not isinstance(value, str):
            self.refuse(key, f"“{key}” is not text", "Put it in quotation marks.")
        if not value.strip():
            self.refuse(key, f"“{key}” is empty", "Fill it in, or remove the phrase.")
        return value

    def _listed(self, fields: dict[str, Any], key: str, kind: str, example: str) -> tuple[str, ...]:
        found = fields.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.refuse(key, f"“{key}” is not {kind}", f"Write {key} = {example}.")
        return tuple(found)

    def _refuse_line(self, line: int, problem: str, remedy: str) -> NoReturn:
        raise BadInput(f"{self._file}, line {line}: {problem}.", remedy=remedy)
