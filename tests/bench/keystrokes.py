"""How many keys a scripted note takes: pressed in the real window, typed out in full, and with espanso.

One press is one key that is not a modifier, with whatever modifiers are held: Ctrl+2 and a capital A are one
each, in all three ways alike. Counted is from the open, empty chart to the submitted note. The characters are
those of the signed note's sections and fields, without headings, labels and units.

espanso is not run. Its presses follow from what is generally known of its triggers and forms, always in its
favour where that leaves something open:

- A match of our own exporter's file is there as soon as its trigger's last character is typed.
- A form's first field has the cursor; Tab goes to the next one; Ctrl+Enter puts the text in.
- The first value of a list is chosen without a key, any other by its place in the list or by the first
  letters that tell it apart, whichever is less. An answer of one's own takes its characters and two keys to
  get there.
- Several answers of one list are typed, as our exporter writes them; `at_best` reckons, where that takes
  less, as if somebody had made each answer a field of its own.
- A fact of the patient that espanso does not know is typed once for each phrase.
- Abbreviations are taken to be matches of espanso, too, as short as ours, and none of them asks back.
- Sections are reached by the same keys as ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.units import with_unit
from scribe_desktop.phrases.expansion import Expansion
from scribe_desktop.phrases.marks import BLANK, Kind
from scribe_desktop.phrases.tokens import DATES, TOKEN
from tests.helpers.scripted_scribe import Answered, Script, Step, answered, written_out

_SUBMIT = 1


@dataclass(frozen=True)
class Presses:
    """The keys of one note, each way."""

    characters: int
    ours: int
    ours_with_modifiers: int
    """With every Ctrl, Alt and Shift as a press of its own, each let go in between."""
    typed: int
    espanso: int
    espanso_at_best: int


def section_of(step: Step, kind: NoteType, former: str) -> str:
    """Key of the section that a step's jump leads to."""
    if not step.go:
        return former
    modifier, digit = step.go.split("+")
    return kind.sections[int(digit) - 1 + (9 if modifier == "Alt" else 0)].key


def expected(script: Script, kind: NoteType, expansions: Mapping[int, Expansion]) -> dict[str, str]:
    """What each section and field has to say after the script, worked out without a window.

    Args:
        expansions: what the phrase of each step begins as, by the step's number.
    """
    texts: dict[str, str] = {}
    section = ""
    for number, step in enumerate(script.steps):
        section = section_of(step, kind, section)
        for spec, value in zip(kind.section(section).fields, step.fields, strict=False):
            texts[spec.key] = with_unit(value, spec.unit)
        if written := _step_text(step, section, expansions.get(number)):
            texts[section] = texts.get(section, "") + ("\n" if step.line else "") + written
    return texts


def _step_text(step: Step, section: str, expansion: Expansion | None) -> str:
    short = "\n".join(written_out(line, section) for line in step.shorthand.split("\n"))
    return step.text + short + (_final(expansion, step) if expansion is not None else "")


def _final(expansion: Expansion, step: Step) -> str:
    text = expansion.text
    for place in answered(text, step.answers):
        text = place.text
    return text


def characters(content: NoteContent) -> int:
    return sum(len(passage.text.strip()) for passage in content.values())


def typed_out(script: Script, texts: Mapping[str, str]) -> int:
    """Every character of the note, and the same jumps from section to section and field to field."""
    return sum(map(len, texts.values())) + sum(map(_around, script.steps)) + _SUBMIT


def with_espanso(script: Script, expansions: Mapping[int, Expansion], *, at_best: bool = False) -> int:
    """The presses that the module's docstring reckons."""
    presses = _SUBMIT
    for number, step in enumerate(script.steps):
        presses += (
            _around(step) + step.line + len(step.text) + len(step.shorthand) + sum(map(len, step.fields))
        )
        if number in expansions:
            presses += len(f".{step.phrase}") + _form(expansions[number], step, at_best=at_best)
    return presses


def _around(step: Step) -> int:
    return bool(step.go) + max(len(step.fields) - 1, 0)


def _form(expansion: Expansion, step: Step, *, at_best: bool) -> int:
    facts = dict(_facts(expansion))
    places = list(answered(expansion.text, step.answers))
    asked = [place for place in places if place.mark.kind is not Kind.ECHO]
    if not (facts or asked):
        return 0
    tabs = len(facts) + len(asked) - 1
    return sum(facts.values()) + sum(_field(place, at_best=at_best) for place in asked) + tabs + 1


def _facts(expansion: Expansion) -> Iterable[tuple[str, int]]:
    """Facts that espanso has to be told, once each, with the length of what they say."""
    for pulled in expansion.pulled:
        found = TOKEN.fullmatch(pulled.token)
        if found is not None and found[1] not in DATES:
            yield found[1], pulled.end - pulled.start


def _field(place: Answered, *, at_best: bool) -> int:
    mark = place.mark
    said = len(", ".join(place.chosen))
    if mark.kind is Kind.BLANK or mark.options == (BLANK,):
        return said
    if mark.joiner:
        each = len(place.chosen) + len(mark.options) - 1 + len(place.words)
        return min(said, each) if at_best else said
    if place.words:
        return len(place.words) + 2
    values = [*([""] if mark.optional or mark.kind is Kind.CONDITION else []), *mark.options]
    at = values.index(place.chosen[0] if place.chosen else "")
    return min(at, _telling(values, at))


def _telling(values: list[str], at: int) -> int:
    """How many first letters tell a value from those above it in the list."""
    for length in range(1, len(values[at]) + 1):
        if not any(other.startswith(values[at][:length]) for other in values[:at]):
            return length
    return len(values)
