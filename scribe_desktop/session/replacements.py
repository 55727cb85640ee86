"""What a person puts in the place of recognised words again and again, as rules of their own."""

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from scribe_desktop.errors import BadInput
from scribe_desktop.language.own_rules import OwnRules, key_of
from scribe_desktop.language.terms import LONGEST
from scribe_desktop.language.wording import Heard, Pieces, core
from scribe_desktop.session.clinical_words import says_something
from scribe_desktop.session.desk import Desk

OFTEN = 2
"""So many times the same correction is made before it is offered as a rule."""
ARROW, _TYPED_ARROW = "→", "->"
_MOST = 500
"""Corrections that are remembered; the oldest go first."""


class Replacements:
    """Reads the store when it is made; each person's own, in the encrypted store.

    What may be just what was said of another patient ("left", "no", a drug) is never rewritten: such a rule
    is not offered, and one that somebody has written down is not applied.
    """

    def __init__(self, desk: Desk) -> None:
        self._settings = desk.store.settings
        self._prefix = f"person.{desk.person.id}.dictation"
        self._lock = Lock()
        self._rules = dict(map(_pair, self._settings.get(f"{self._prefix}-rules").splitlines()))
        self._known: tuple[Mapping[str, str], tuple[OwnRules, Mapping[str, str]]] | None = None
        self._seen = list(map(_seen, self._settings.get(f"{self._prefix}-seen").splitlines()))

    @property
    def rules(self) -> Mapping[str, str]:
        """By the recognised words what is written for them."""
        return dict(self._rules)

    def not_applied(self) -> Mapping[str, str]:
        """Those of the rules that would rewrite what means something by itself; any thread may ask."""
        return self._judged()[1]

    def stage(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        """The first stage of dictation; any thread may ask."""
        return self._judged()[0](pieces, heard)

    def _judged(self) -> tuple[OwnRules, Mapping[str, str]]:
        """The stage of the rules that are applied, and those that are not."""
        rules = self._rules
        if self._known is None or self._known[0] is not rules:
            idle = {heard: written for heard, written in rules.items() if says_something(heard, written)}
            stage = OwnRules({heard: written for heard, written in rules.items() if heard not in idle})
            self._known = rules, (stage, idle)
        return self._known[1]

    def note(self, heard: str, written: str, place: str = "") -> bool:
        """Remember that somebody has put this in for that; True: it is worth offering as a rule now.

        Long stretches and changes of capitals or punctuation alone are not remembered. What means something
        by itself is worth no rule.

        Args:
            place: names where it was, if that may be looked at again: it counts once, as it reads last.
        """
        pair = key_of(heard), core(written)
        if not pair[0] or not pair[1] or len(pair[0].split()) > LONGEST or key_of(written) == pair[0]:
            return False
        with self._lock:
            if self._rules.get(pair[0]) == pair[1]:
                return False
            now = (*pair, place)
            if place and now in self._seen:
                return False
            others = [one for one in self._seen if not place or one[2] != place]
            self._seen = [*others, now][-_MOST:]
            self._settings.put(f"{self._prefix}-seen", "\n".join(map("\t".join, self._seen)))
            often = sum(one[:2] == pair for one in self._seen) >= OFTEN
        return often and not says_something(*pair)

    def accept(self, heard: str, written: str) -> None:
        """Write this for that from now on."""
        self.keep({**self._rules, key_of(heard): core(written)})

    def listed(self) -> str:
        """All rules, one a line: heard → written."""
        return "\n".join(map(in_words, sorted(self._rules.items())))

    def keep(self, rules: Mapping[str, str]) -> None:
        """Have these rules in place of those there are."""
        with self._lock:
            self._settings.put(f"{self._prefix}-rules", "\n".join(map(_line, rules.items())))
            self._rules = dict(rules)


def read(lines: Iterable[str]) -> dict[str, str]:
    """Rules as `listed` writes them, with -> for the arrow as well.

    Raises `BadInput` naming a line that is none.
    """
    rules: dict[str, str] = {}
    for line in filter(str.strip, lines):
        heard, arrow, written = line.replace(_TYPED_ARROW, ARROW).partition(ARROW)
        key = key_of(heard)
        if not arrow or not key or not written.strip() or len(key.split()) > LONGEST:
            raise BadInput(
                f"“{line.strip()[:60]}” is no rule.",
                remedy=f"Write what is heard (up to {LONGEST} words), an arrow (type - and >) "
                "and what to write for it.",
            )
        rules[key] = " ".join(written.split())
    return rules


def in_words(rule: tuple[str, str]) -> str:
    """As `read` takes it."""
    return f"{rule[0]} {ARROW} {rule[1]}"


def _line(pair: tuple[str, str]) -> str:
    return f"{pair[0]}\t{pair[1]}"


def _seen(line: str) -> tuple[str, str, str]:
    heard, _, rest = line.partition("\t")
    written, _, place = rest.partition("\t")
    return heard, written, place


def _pair(line: str) -> tuple[str, str]:
    heard, _, written = line.partition("\t")
    return heard, written
