"""A scribe in a hurry with six charts: every word ends in the note it was typed for."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.notes.passage import Origin
from scribe_desktop.session.profile import Profile
from tests.helpers.busy_clinic import EVERYBODY, ROBIN, BusyDay
from tests.helpers.clinic import SCRIBE, chart_of, clinic_in, origins

_SECTIONS = {"Ctrl+1": "cc", "Ctrl+3": "pmh", "Ctrl+4": "psh"}
_WAYS = ("Ctrl+Tab", "Ctrl+Shift+Tab", *(f"Ctrl+Shift+{number}" for number in range(1, 7)))


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return clinic_in(tmp_path, *EVERYBODY)


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[BusyDay]:
    day = BusyDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    yield day
    day.close()


def write(day: BusyDay, text: str) -> None:
    """Type, and say yes if asked whether it is the right note."""
    bar = day.workspace.guard.bar
    day.hands.type(text)
    if bar.isVisible():
        day.hands.wait("the question", lambda: bar.is_ready)
        day.hands.press("Return")


@pytest.mark.parametrize("seed", [1, 2])
def test_six_charts_at_random_while_one_is_dictated_into(day: BusyDay, profile: Profile, seed: int) -> None:
    chance = Random(seed)
    day.bring(*EVERYBODY)
    day.bring(ROBIN)
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(assets.resource("samples", "dictation.flac"))
    wanted: dict[tuple[str, str], str] = {}
    for number in range(40):
        before = day.front
        day.hands.press(chance.choice(_WAYS))
        key = chance.choice(list(_SECTIONS))
        day.hands.press(key)
        place = (day.front, _SECTIONS[key])
        text = f"{number} "
        if place[0] != before:
            text += f"{place[0].split()[0].lower()} "
        write(day, text)
        wanted[place] = wanted.get(place, "") + text
    day.hands.wait("the end of dictation", lambda: day.workspace.control.is_quiet, 120)
    day.hands.type("last")
    wanted[place] += "last"
    day.lock()
    for visitor in EVERYBODY:
        content = chart_of(profile, visitor.name).content
        for section in _SECTIONS.values():
            told = content[section].text if section in content else ""
            assert told == wanted.get((visitor.name, section), ""), (visitor.name, section)
        dictated = origins(content["hpi"]) if "hpi" in content else {}
        assert set(dictated) == ({Origin.DICTATED.value} if visitor is ROBIN else set())
    day.enter(SCRIBE)
    day.hands.wait("the strip", day.workspace.strip.isVisible)
    assert day.in_strip == [visitor.name for visitor in EVERYBODY]
