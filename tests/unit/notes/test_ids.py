import time
import uuid

from scribe_desktop.notes.ids import new_id


def test_an_id_is_a_valid_version_7_uuid_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before <= made.int >> 80 <= after


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = []
    for _ in range(20):
        ids.append(new_id())
        time.sleep(0.002)
    assert ids == sorted(ids)


def test_ids_made_in_one_millisecond_differ() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000
