"""How long the audit trail takes to verify, to filter and to count with a million entries in it."""

import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.store.store import Store
from tests.helpers.audit_trail import START, fill

BUILD = Path(__file__).parents[2] / "build"
ENTRIES = 1_000_000
PERSON, PATIENT = "019a0000-0000-7000-8000-000000000007", "019a0000-0000-7000-9000-000000000031"
FILTERS = (
    AuditFilter(),
    AuditFilter(person_id=PERSON),
    AuditFilter(patient_id=PATIENT),
    AuditFilter(kind=AuditKind.NOTE_SIGNED),
    AuditFilter(person_id=PERSON, kind=AuditKind.LOGGED_IN),
    AuditFilter(since=START.replace(month=2), until=START.replace(month=3), kind=AuditKind.NOTE_SIGNED),
)


def figures() -> dict[str, float]:
    """Seconds to verify a million entries, and the slowest first page and count of any filter."""
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD) as folder, closing(Store.open(Path(folder), bytes(32))) as store:
        fill(store, ENTRIES)
        verdict = store.audit_check.verify({"anchor": store.audit.anchor()})
        assert verdict.holds, verdict
        assert verdict.entries == ENTRIES
        return {
            "audit_verify_1m_s": _seconds(lambda: store.audit_check.verify({})),
            "audit_page_s": max(_seconds(partial(store.audit.page, one)) for one in FILTERS),
            "audit_count_s": max(_seconds(partial(store.audit.count, one)) for one in FILTERS),
        }


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name:<24}{value:>8.3f}")
