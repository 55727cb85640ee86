"""From key to paint in a note of 10,000 words with every mark on, beside a plain Qt editor."""

from tests.bench.program import measured


def figures() -> dict[str, float]:
    """`editor_key_paint_p99_ms`, and `editor_key_paint_ratio` to a bare editor with the same text."""
    return measured("tests.bench.marked_note")
