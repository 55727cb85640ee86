"""Characters of a signed note for each key pressed, in three notes written by a script, beside other ways."""

import json
import os
import subprocess
import sys
from tempfile import TemporaryDirectory

NAMES = {"ed_chest_pain": "ed_note", "diabetes_follow_up": "diabetes_note", "skin_procedure": "skin_note"}
_LEGEND = """\
  strict: every Ctrl, Alt and Shift is a press of its own
  espanso: reckoned, see tests/bench/keystrokes.py; at best: with a field for each answer of a list"""
_HEADS = ("note", "characters", "presses", "per press", "strict", "typed out", "espanso", "at best")


def figures() -> dict[str, float]:
    """For each note characters a press, and how many times the presses typing and espanso take."""
    with TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "QT_LOGGING_RULES": "*=false"}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.bench.scripted_notes", *NAMES]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    took: dict[str, dict[str, int]] = json.loads(said.splitlines()[-1])
    print(_table(took))
    measured: dict[str, float] = {}
    for name, note in NAMES.items():
        presses = took[name]
        measured[f"{note}_chars_per_key"] = presses["characters"] / presses["ours"]
        measured[f"{note}_typing_ratio"] = presses["typed"] / presses["ours"]
        measured[f"{note}_espanso_ratio"] = presses["espanso"] / presses["ours"]
        measured[f"{note}_espanso_best_ratio"] = presses["espanso_at_best"] / presses["ours"]
    return measured


def _table(took: dict[str, dict[str, int]]) -> str:
    rows: list[tuple[object, ...]] = [_HEADS]
    for note in took.values():
        characters, presses = note["characters"], note["ours"]
        each = (f"{characters / presses:.1f}", f"{characters / note['ours_with_modifiers']:.1f}")
        rows.append(
            (
                note["title"],
                characters,
                presses,
                *each,
                note["typed"],
                note["espanso"],
                note["espanso_at_best"],
            )
        )
    lines = [f"  {first!s:<24}" + "".join(f"{one!s:>12}" for one in rest) for first, *rest in rows]
    return "\n".join([*lines, _LEGEND])
