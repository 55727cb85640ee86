"""Phrases that use others: those that can be made, and what is wrong with the rest."""

from collections.abc import Iterable, Mapping

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.phrase import Phrase, Use


def usable(phrases: Iterable[Phrase]) -> tuple[dict[str, Phrase], list[BadInput]]:
    """Phrases by name, without those that use themselves or a missing one; and why those are left out."""
    kept = {phrase.name: phrase for phrase in phrases}
    problems: list[BadInput] = []
    users = [phrase for phrase in kept.values() if phrase.uses]
    for phrase in users:
        if way := _way_back(phrase, kept):
            circle = " → ".join(f".{name}" for name in (phrase.name, *(use.name for use in way)))
            problems.append(_problem(phrase, way[0], f".{phrase.name} uses itself: {circle}"))
    for problem_of in [phrase for phrase in users if _way_back(phrase, kept)]:
        del kept[problem_of.name]
    while lost := [(p, use) for p in kept.values() for use in p.uses if use.name not in kept]:
        for phrase, use in lost:
            if kept.pop(phrase.name, None):
                problems.append(_problem(phrase, use, f".{use.name}, used here, is missing or wrong"))
    return kept, problems


def _problem(phrase: Phrase, use: Use, said: str) -> BadInput:
    remedy = f"Change or remove {{.{use.name}}} there; .{phrase.name} is left out until then."
    return BadInput(f"{phrase.file}, line {use.line}: {said}.", remedy=remedy)


def _way_back(phrase: Phrase, known: Mapping[str, Phrase]) -> tuple[Use, ...]:
    """The uses that lead from a phrase to itself; empty when none do."""
    ways: list[tuple[Use, ...]] = [(use,) for use in phrase.uses]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        name = way[-1].name
        if name == phrase.name:
            return way
        if name in known and name not in seen:
            seen.add(name)
            ways += [(*way, use) for use in known[name].uses]
    return ()
