"""A program that writes the scripted notes in the real window, by keys alone, and prints what they took.

Run as `python -m tests.bench.scripted_notes [NAME…]`.
"""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.phrases.expansion import Expansion, expand
from scribe_desktop.session.profile import Profile
from tests.bench.keystrokes import Presses, characters, expected, section_of, typed_out, with_espanso
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, found
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.scripted_scribe import LIBRARY, CountingHands, Script, load, perform

SCRIPTS = ("ed_chest_pain", "diabetes_follow_up", "skin_procedure")


def prepare(folder: Path, scripts: Sequence[Script]) -> Profile:
    """A clinic with these patients' charts, still empty, and the scribe's own phrases."""
    profile = Profile(folder)
    visitors = (Visitor(f"B-{at}", s.name, s.birth_date, s.sex) for at, s in enumerate(scripts, 1))
    found(profile, *visitors)
    profile.phrases.mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBRARY, profile.phrases)
    return profile


def write(day: ClinicDay, script: Script, pictures: Path) -> Presses:
    """Write, hand over and sign one note; the scribe is logged in before, the physician afterwards.

    Raises:
        AssertionError: the signed note does not say what the script means.
    """
    day.open(script.name)
    hands = CountingHands(day.window, pictures)
    expansions: dict[int, Expansion] = {}
    section = ""
    for number, step in enumerate(script.steps):
        if phrase := day.workspace.session.phrases.get(step.phrase):
            find = day.workspace.session.phrases.get
            expansions[number] = expand(phrase, "", day.chart.phrases.facts(), find)
        assert bool(step.phrase) is (number in expansions), step.phrase
        section = section_of(step, day.chart.chart.note_type, section)
        perform(step, section, hands, expansions[number].text if number in expansions else "")
    _submit(day, hands)
    _sign(day, script)
    content = day.chart.chart.content
    wanted = expected(script, day.chart.chart.note_type, expansions)
    said = {key: passage.text for key, passage in content.items() if passage.text}
    for key in sorted(said.keys() | wanted.keys()):
        assert said.get(key) == wanted.get(key), f"{key}: {said.get(key)!r}, not {wanted.get(key)!r}"
    count = hands.count
    return Presses(
        characters(content),
        count.presses,
        count.presses + count.modifiers,
        typed_out(script, wanted),
        with_espanso(script, expansions),
        with_espanso(script, expansions, at_best=True),
    )


def _submit(day: ClinicDay, hands: CountingHands) -> None:
    """Once more where the note check has something to look at first; that press counts, too."""
    hands.press("Ctrl+Return")
    asked, state = day.chart.review.error, NoteState.SUBMITTED
    hands.wait("an answer", lambda: day.chart.chart.state is state or asked.isVisible())
    if day.chart.chart.state is not state:
        hands.press("Ctrl+Return")
    day.wait_for_state(NoteState.SUBMITTED)


def _sign(day: ClinicDay, script: Script) -> None:
    day.lock()
    day.enter(PHYSICIAN)
    day.open(script.name, queue=True)
    day.sign_as(PHYSICIAN)


def main(names: Sequence[str]) -> None:
    scripts = {name: load(name) for name in names or SCRIPTS}
    took = {}
    with TemporaryDirectory() as home:
        profile = prepare(Path(home, "profile"), list(scripts.values()))
        day = ClinicDay(profile, Path(home, "pictures"))
        for name, script in scripts.items():
            day.enter(SCRIBE)
            took[name] = {"title": script.title, **asdict(write(day, script, Path(home, "pictures")))}
            day.lock()
        day.close()
    print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
