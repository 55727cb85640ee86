"""From key to paint in a long note, with everything running that runs at work, and the memory it takes."""

from tests.bench.program import measured


def figures() -> dict[str, float]:
    """`key_paint_p50_ms`, `key_paint_p99_ms`, and `rss_mb` of the main process with a long note open."""
    return measured("tests.bench.long_note")
