"""All measurements as a table: `python -m tests.bench [NAME…]` runs tests/bench/NAME_bench.py, or all."""

import argparse
import json
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "build" / "bench.json"

AIMS = {
    "startup_ratio": 3.0,
    "key_paint_p99_ms": 16.0,
    "editor_key_paint_p99_ms": 16.0,
    "editor_key_paint_ratio": 1.5,
    "visit_longest_freeze_ms": 100.0,
    "spelling_flagged_per_1000": 5.0,
    "spelling_word_us": 20.0,
    "spelling_suggest_p99_ms": 50.0,
    "expand_p99_ms": 5.0,
    "autosave_ratio": 3.0,
    "search_p99_ms": 50.0,
    "unlock_s": 1.0,
    "unlock_ratio": 2.0,
    "rtf_clinical": 0.25,
    "speech_start_to_partial_s": 0.5,
    "speech_end_to_text_s": 0.7,
    "note_check_ms": 50.0,
    "icd_search_p99_ms": 20.0,
    "audit_verify_1m_s": 10.0,
    "audit_page_s": 0.5,
}
"""The most that a figure should be."""

LEAST = {"ed_note_chars_per_key": 8.0}
"""The least that a figure should be."""


def available() -> list[str]:
    return sorted(path.stem.removesuffix("_bench") for path in HERE.glob("*_bench.py"))


def keep(figures: dict[str, float]) -> None:
    """Put these figures beside or in place of those kept before."""
    before = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(before | figures, indent=2, sort_keys=True) + "\n")


def row(figure: str, value: float) -> str:
    most, least = AIMS.get(figure), LEAST.get(figure)
    verdict = ""
    if most is not None:
        verdict = f"aim ≤ {most:g}  {'met' if value <= most else 'MISSED'}"
    elif least is not None:
        verdict = f"aim ≥ {least:g}  {'met' if value >= least else 'MISSED'}"
    return f"{figure:<32}{value:>12.4g}   {verdict}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(available()))
    names = parser.parse_args().names or available()
    if unknown := set(names) - set(available()):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    for name in names:
        figures: dict[str, float] = import_module(f"tests.bench.{name}_bench").figures()
        keep(figures)
        for figure, value in figures.items():
            print(row(figure, value), flush=True)


if __name__ == "__main__":
    main()
