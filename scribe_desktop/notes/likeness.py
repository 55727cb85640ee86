"""Patients who are easily taken for each other: by name, by the sound of it, by date of birth."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from scribe_desktop.notes.patient import Patient, VeiledPatient

_PARTICLES = {"jr", "sr", "ii", "iii", "iv"}
_LEAST_LETTERS = 4
"""Shorter names differ too much by one letter: Kim and Kin are two names to anybody."""
_SOUNDS = {letter: code for code, letters in enumerate(
    ("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for letter in letters}  # fmt: skip


class Likeness(IntEnum):
    """Why two patients are easily mixed up, the strongest reason first."""

    NAME = 1
    LAST_NAME = 2
    SPELLING = 3
    SOUND = 4
    BIRTH_DATE = 5

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def alert(self) -> str:
        """In the fewest words, as stuck on a paper chart."""
        return "same birth date" if self is Likeness.BIRTH_DATE else "name alert"


_WORDS = {
    Likeness.NAME: "same name",
    Likeness.LAST_NAME: "same last name",
    Likeness.SPELLING: "last name spelled alike",
    Likeness.SOUND: "last name sounds alike",
    Likeness.BIRTH_DATE: "same date of birth",
}

Key = tuple[Likeness, str | date | tuple[str, ...]]


@dataclass(frozen=True)
class Alike:
    """Somebody whom a patient may be taken for."""

    other: Patient
    likeness: Likeness

    @property
    def words(self) -> str:
        """As in a banner: "same last name as Casey Okonkwo"."""
        return f"{self.likeness.words} as {self.other.name}"

    @property
    def warning(self) -> str:
        """The same as a sentence: "Name alert: same last name as Casey Okonkwo"."""
        by_name = self.likeness is not Likeness.BIRTH_DATE
        return f"Name alert: {self.words}" if by_name else self.words[:1].upper() + self.words[1:]


def likeness(one: Patient, other: Patient) -> Likeness | None:
    """The strongest reason to take one for the other; None for two who differ, or for one and the same.

    What counts (a name alert as the SAFER guide on patient identification asks for): equal names in any
    order of their parts, equal last names, last names one letter apart (how last names are spelt was a risk
    in a case-control study of misdirected orders, PMC3540497), last names of one Soundex code with the same
    first initial, equal dates of birth.
    """
    if one.id == other.id:
        return None
    return min((kind for kind, _ in _keys(one) & _keys(other)), default=None)


def alikes(patients: Iterable[Patient]) -> Mapping[str, tuple[Alike, ...]]:
    """By a patient's id, everybody among these whom they may be taken for, the most alike first."""
    by_id = {patient.id: patient for patient in patients}
    sharing: dict[Key, list[Patient]] = defaultdict(list)
    for patient in by_id.values():
        for key in _keys(patient):
            sharing[key].append(patient)
    found: dict[str, dict[str, Likeness]] = defaultdict(dict)
    for (kind, _), group in sharing.items():
        for one in group:
            for other in group:
                if one is not other:
                    known = found[one.id].get(other.id, kind)
                    found[one.id][other.id] = min(known, kind)
    return {
        patient_id: tuple(
            Alike(by_id[other], kind)
            for other, kind in sorted(others.items(), key=lambda item: (item[1], by_id[item[0]].name))
        )
        for patient_id, others in found.items()
    }


def _keys(patient: Patient) -> set[Key]:
    """Two patients are alike in each way in which they have a key in common."""
    if isinstance(patient, VeiledPatient):
        return set()
    words = _words(patient.name)
    keys: set[Key] = {(Likeness.BIRTH_DATE, patient.birth_date)}
    if words:
        last, first = words[-1], words[0]
        keys |= {(Likeness.NAME, tuple(sorted(words))), (Likeness.LAST_NAME, last)}
        if last.isascii():
            keys.add((Likeness.SOUND, (soundex(last), first[0])))
        if len(last) >= _LEAST_LETTERS:
            keys |= {(Likeness.SPELLING, last[:at] + last[at + 1 :]) for at in range(len(last))}
            keys.add((Likeness.SPELLING, last))
    return keys


def _words(name: str) -> list[str]:
    """First to last name in plain small letters; "Last, First" is turned round, hyphens join."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and _plain(first) not in _PARTICLES else f"{last} {first}"
    return [word for word in map(_plain, turned.split()) if word and word not in _PARTICLES]


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isalpha())


def soundex(word: str) -> str:
    """The American Soundex code (National Archives' rules) of a word in small letters: "r163"."""
    code, before = word[0], _SOUNDS.get(word[0])
    for letter in word[1:]:
        sound = _SOUNDS.get(letter)
        if sound and sound != before:
            code += str(sound)
        if letter not in "hw":  # these two do not part equal sounds
            before = sound
    return code[:4].ljust(4, "0")
