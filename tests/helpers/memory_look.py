"""Looks for byte strings in the memory that another process can write to (Linux)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

_AT_ONCE = 1 << 24


def found_in(process: int, needles: Mapping[str, bytes]) -> dict[str, int]:
    """How often each one, by its name, stands in memory; those that stand nowhere are left out.

    Raises `PermissionError` where this process may not look.
    """
    counts = dict.fromkeys(needles, 0)
    overlap = max(map(len, needles.values())) - 1
    for content in _pieces(process, overlap):
        for name, needle in needles.items():
            counts[name] += content.count(needle)
    return {name: count for name, count in counts.items() if count}


def _pieces(process: int, overlap: int) -> Iterator[bytes]:
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in _writable(process):
            for at in range(start, end, _AT_ONCE):
                begin = max(start, at - overlap)
                try:
                    memory.seek(begin)
                    yield memory.read(min(end, at + _AT_ONCE) - begin)
                except (OSError, OverflowError):
                    continue  # a mapping of a device, or one that is gone by now


def _writable(process: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        span, rights, *_ = line.split()
        if rights.startswith("rw"):
            start, end = span.split("-")
            yield int(start, 16), int(end, 16)
