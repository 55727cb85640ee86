from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.likeness import Alike, Likeness, alikes, likeness, soundex
from scribe_desktop.notes.patient import Patient, Sex

names = st.text(st.characters(categories=["L", "Pd", "Zs"], include_characters="',."), min_size=1).filter(
    str.strip
)
days = st.dates(date(1940, 1, 1), date(1940, 1, 20))


def named(name: str, born: date | None = None) -> Patient:
    mrn = new_id()
    return Patient(mrn, name, born or date.fromordinal(700_000 + hash(mrn) % 9_000), Sex.FEMALE, mrn)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Robin Castellane", "robin  CASTELLANE", Likeness.NAME),
        ("James Thomas", "Thomas James", Likeness.NAME),
        ("Robin Castellane", "Castellane, Robin", Likeness.NAME),
        ("José Núñez", "Jose Nunez", Likeness.NAME),
        ("Ian Cole, Jr.", "Ian Cole III", Likeness.NAME),
        ("Robin Castellane", "Dana Castellane", Likeness.LAST_NAME),
        ("Ann Marie O'Neil", "Peter ONeil", Likeness.LAST_NAME),
        ("Robin Castellane", "Dana Castelane", Likeness.SPELLING),
        ("Ida Brown", "Otto Borwn", Likeness.SPELLING),
        ("Ida Brown", "Otto Brawn", Likeness.SPELLING),
        ("Dana Meyer", "Dora Maier", Likeness.SOUND),
        ("王 芳", "王 芳", Likeness.NAME),
    ],
)
def test_names_that_are_mixed_up_are_alike_both_ways(one: str, other: str, kind: Likeness) -> None:
    first, second = named(one, date(1950, 1, 1)), named(other, date(1960, 1, 1))
    assert likeness(first, second) is likeness(second, first) is kind


@pytest.mark.parametrize(
    ("one", "other"),
    [("Robin Castellane", "Dana Merriweather"), ("Yun Kim", "Ada Kin"), ("Dana Meyer", "Robert Maier"),
     ("王 芳", "Dana Merriweather")],
)  # fmt: skip
def test_names_apart_are_not_alike(one: str, other: str) -> None:
    assert likeness(named(one, date(1950, 1, 1)), named(other, date(1960, 1, 1))) is None


def test_one_birthday_makes_two_strangers_alike_and_nobody_is_like_themselves() -> None:
    one, other = named("Ada Reyes", date(1950, 1, 1)), named("Kofi Lund", date(1950, 1, 1))
    assert likeness(one, other) is Likeness.BIRTH_DATE
    assert likeness(one, one) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [("robert", "r163"), ("rupert", "r163"), ("ashcraft", "a261"), ("tymczak", "t522"), ("pfister", "p236"),
     ("lee", "l000"), ("gutierrez", "g362"), ("jackson", "j250")],
)  # fmt: skip
def test_soundex_is_that_of_the_national_archives(word: str, code: str) -> None:
    assert soundex(word) == code


@given(st.lists(st.builds(named, names, days), max_size=12))
def test_a_list_tells_what_every_pair_would(patients: list[Patient]) -> None:
    found = alikes(patients)
    for one in patients:
        told = {alike.other.id: alike.likeness for alike in found.get(one.id, ())}
        pairs = {other.id: likeness(one, other) for other in patients}
        assert told == {other: kind for other, kind in pairs.items() if kind is not None}
        order = [alike.likeness for alike in found.get(one.id, ())]
        assert order == sorted(order)


def test_a_warning_says_what_is_alike() -> None:
    casey = named("Casey Okonkwo", date(1989, 4, 23))
    assert Alike(casey, Likeness.NAME).warning == "Name alert: same name as Casey Okonkwo"
    assert Alike(casey, Likeness.BIRTH_DATE).warning == "Same date of birth as Casey Okonkwo"
