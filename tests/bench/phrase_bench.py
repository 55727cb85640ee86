"""How long a dot phrase takes from its trigger to its text, with 5,000 phrases at hand."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from scribe_desktop import assets
from scribe_desktop.phrases.expansion import expand, trigger_before
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.phrases.writer import written
from tests.helpers.phrases import STARTER, loaded

COUNT, ROUNDS = 5_000, 2_000


def figures() -> dict[str, float]:
    """Milliseconds at the 99th percentile for a trigger's expansion and for a search; seconds for loading."""
    with TemporaryDirectory() as folder:
        _many(Path(folder))
        began = time.perf_counter()
        library = loaded(assets.resource("phrases"), Path(folder))
        loading = time.perf_counter() - began
    names = [phrase.name for phrase in library.all()]
    assert len(names) >= COUNT
    facts = Facts({"AGE": "54 y", "NAME": "Jane Roe", "SEX": "female"})

    def use(number: int) -> None:
        typed = trigger_before(f"Seen today for pain. .{names[number * 37 % len(names)]}")
        phrase = library.get(typed or "")
        assert phrase is not None
        expand(phrase, phrase.name, facts, library.get)

    return {
        "expand_p99_ms": _p99(use, ROUNDS),
        "phrase_search_p99_ms": _p99(lambda n: library.search(names[n * 91 % len(names)][:3], ("hpi",)), 200),
        "phrases_load_s": loading,
    }


def _many(folder: Path) -> None:
    """Variations of the starter set, as a clinic's library would have."""
    starter = STARTER.all()
    for part in range(COUNT // len(starter) + 1):
        copies = [Phrase(f"{p.name}{part}", p.title, p.sections, p.body, "") for p in starter]
        (folder / f"part{part}.toml").write_text(written(copies), encoding="utf-8")


def _p99(do: Callable[[int], object], rounds: int) -> float:
    took = []
    for number in range(rounds):
        began = time.perf_counter()
        do(number)
        took.append(time.perf_counter() - began)
    return quantiles(took, n=100)[98] * 1000
