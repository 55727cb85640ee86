"""From an old data key to the one that replaced it: the way in for people whose wrap is still the old one."""

from collections.abc import Iterable
from dataclasses import dataclass

from scribe_desktop.vault import sealed
from scribe_desktop.vault.memory import SecretBytes
from scribe_desktop.vault.wrap import fingerprint


@dataclass(frozen=True)
class Link:
    """The new key, sealed under the old one. Whoever has the old key and this has the new key."""

    old: str
    new: str
    """Fingerprints."""
    sealed: bytes


def link(old_key: bytes, new_key: bytes) -> Link:
    old, new = fingerprint(old_key), fingerprint(new_key)
    return Link(old, new, sealed.seal(old_key, new_key, _purpose(old, new)))


def follow(links: Iterable[Link], key: bytes, wanted: str) -> bytes | None:
    """From this key along the links to the one of the wanted fingerprint; None when no way leads there."""
    by_old = {one.old: one for one in links}
    while fingerprint(key) != wanted:
        step = by_old.pop(fingerprint(key), None)
        opened = sealed.unseal(key, step.sealed, _purpose(step.old, step.new)) if step else None
        if opened is None:
            return None
        key = SecretBytes.taken(opened)
    return key


def needed(links: Iterable[Link], starts: Iterable[str]) -> tuple[Link, ...]:
    """Those links that lie on the way from any of these fingerprints."""
    by_old, kept = {one.old: one for one in links}, dict[str, Link]()
    for start in starts:
        at = start
        while at in by_old and at not in kept:
            kept[at] = by_old[at]
            at = by_old[at].new
    return tuple(kept.values())


def _purpose(old: str, new: str) -> str:
    return f"succession {old} {new}"
