"""All rules in one table, and the check that runs them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from scribe_desktop.checks import (
    allergies,
    completeness,
    contradictions,
    copied,
    dates,
    dictated,
    do_not_use,
    doses,
    identity,
    sides,
    vitals,
)
from scribe_desktop.checks.finding import Finding, Severity, Spot, Subject

STOPS, LOOK = Severity.STOPS, Severity.LOOK


@dataclass(frozen=True)
class Rule:
    id: str
    """The name that settings are kept under; it never changes."""
    title: str
    severity: Severity
    spots: Callable[[Subject], Iterable[Spot]]
    """A pure function: the same note always gives the same places."""
    always: bool = False
    """It cannot be switched off."""


RULES: tuple[Rule, ...] = (
    Rule("blank", "Open blanks (***)", STOPS, completeness.open_blanks),
    Rule("required", "Empty required sections and fields", STOPS, completeness.not_filled_in),
    Rule("phrase-name", "Phrases called and not put in", LOOK, completeness.phrases_not_put_in),
    Rule("other-sex", "Another sex than in the banner", LOOK, identity.other_sex),
    Rule("other-age", "Another age than in the banner", LOOK, identity.other_age),
    Rule("sex-specific", "Findings this sex does not have", LOOK, identity.impossible_for_sex),
    Rule("complaint-denied", "Complaint denied in the review", LOOK, contradictions.complaint_denied),
    Rule("sides", "Left and right mixed up", LOOK, sides.sides_differ),
    Rule("none-known", "“No allergies” beside an allergy", LOOK, allergies.none_known_beside_one),
    Rule("allergic", "Planned drug in the allergy list", LOOK, allergies.allergic_to_what_is_planned),
    Rule("no-unit", "Doses without a unit", LOOK, doses.doses_without_unit),
    Rule("trailing-zero", "Trailing zeros (1.0 mg)", LOOK, doses.trailing_zeros, always=True),
    Rule("leading-zero", "Missing leading zeros (.5 mg)", LOOK, doses.missing_zeros, always=True),
    Rule("do-not-use", "Joint Commission “do not use” list", LOOK, do_not_use.do_not_use, always=True),
    Rule("vitals", "Vital signs unusual at this age", LOOK, vitals.doubtful_values),
    Rule("no-such-day", "Dates in no calendar", LOOK, dates.impossible_dates),
    Rule("future", "Past events after the visit", LOOK, dates.future_dates),
    Rule("copied", "Copied text not confirmed", LOOK, copied.not_confirmed),
    Rule("dictation", "Dictated words that nobody looked at", LOOK, dictated.not_confirmed),
    Rule("other-patient", "Text pasted from another patient’s note", LOOK, copied.from_another_patient),
    Rule("repeated", "Paragraphs that stand twice", LOOK, completeness.repeated_paragraphs),
)


def check(subject: Subject, *, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the rules find, those that stop submitting first, else in the note's order.

    Args:
        off: ids of rules that are switched off; those that are `always` on run nevertheless.
    """
    order = {key: place for place, key in enumerate(_keys(subject))}
    rules = (rule for rule in RULES if rule.always or rule.id not in off)
    found = (_finding(rule, spot, subject) for rule in rules for spot in rule.spots(subject))
    return tuple(sorted(found, key=lambda f: (f.severity is not STOPS, order[f.key], f.start)))


def _keys(subject: Subject) -> Iterable[str]:
    for section in subject.note_type.sections:
        yield from (field.key for field in section.fields)
        yield section.key


def _finding(rule: Rule, spot: Spot, subject: Subject) -> Finding:
    quote = subject.text(spot.key)[spot.start : spot.end]
    return Finding(rule.id, rule.severity, spot.key, spot.start, spot.end, quote, spot.message, spot.fix)
