"""What holds the window up during the walk's visit, from the first start to the signed and delivered note."""

from tests.bench.program import measured


def figures() -> dict[str, float]:
    """`visit_longest_freeze_ms` of the GUI thread's own time, and how many were longer than 100 ms."""
    return measured("tests.bench.watched_visit")
