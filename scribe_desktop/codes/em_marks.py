"""What a person marked of a visit's decision making, as text that is kept with the draft."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scribe_desktop.notes.note import BESIDE

KEY = f"{BESIDE}level"
"""Under which key the draft keeps the marks."""

_LINE = re.compile(r"([a-z][a-z0-9_]*)=([a-z0-9_]+)")
_SETTING, _MINUTES = "setting", "minutes"


@dataclass(frozen=True)
class Marks:
    """What differs from what the note's tables and the visit's type say by themselves."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """How often an item applies, by its key; 0: it does not, whatever the tables say."""
    setting: str = ""
    """Key of the setting; empty: the one that suits the visit."""
    minutes: int = 0
    """The provider's on the day of the visit; 0: not said."""

    @property
    def text(self) -> str:
        """A line for each, in a fixed order, so that each keeps who marked it."""
        lines = [f"{key}={times}" for key, times in sorted(self.counts.items())]
        lines += [f"{_SETTING}={self.setting}"] if self.setting else []
        lines += [f"{_MINUTES}={self.minutes}"] if self.minutes else []
        return "\n".join(lines)


def parse(text: str) -> Marks:
    """What `Marks.text` says; lines that say something else are left out."""
    lines = filter(None, map(_LINE.fullmatch, text.split("\n")))
    found = {line[1]: line[2] for line in lines}
    setting = found.pop(_SETTING, "")
    numbers = {key: int(said) for key, said in found.items() if said.isdecimal()}
    minutes = numbers.pop(_MINUTES, 0)
    return Marks(numbers, setting, minutes)
