"""From an old data key to the present one, by links that only its holders can open."""

from itertools import pairwise

from scribe_desktop.vault.succession import follow, link, needed
from scribe_desktop.vault.wrap import fingerprint

KEYS = [bytes([number]) * 32 for number in range(4)]
LINKS = tuple(link(old, new) for old, new in pairwise(KEYS))
NAMES = [fingerprint(key) for key in KEYS]


def test_every_older_key_leads_to_the_newest() -> None:
    assert [follow(LINKS, key, NAMES[-1]) for key in KEYS] == [KEYS[-1]] * 4


def test_no_way_leads_back_or_from_a_stranger() -> None:
    assert follow(LINKS, KEYS[3], NAMES[0]) is None
    assert follow(LINKS, bytes(31) + b"x", NAMES[3]) is None
    assert follow(LINKS[:1], KEYS[0], NAMES[3]) is None


def test_links_that_go_in_a_circle_end() -> None:
    assert follow((*LINKS, link(KEYS[3], KEYS[0])), KEYS[0], "nowhere") is None


def test_only_links_on_somebodys_way_are_kept() -> None:
    assert needed(LINKS, [NAMES[1]]) == LINKS[1:]
    assert needed(LINKS, []) == ()
    assert needed(LINKS, [NAMES[3]]) == ()
