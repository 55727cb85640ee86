"""Combinations out of single keys going down and up: a combination counts when it is let go."""

from collections.abc import Callable, Iterable, Mapping

MODIFIERS = frozenset({"ctrl", "alt", "shift", "meta"})


class Chords:
    """Told of every key by its lower-case name; modifiers are those of `MODIFIERS`.

    Waiting until the keys are up keeps them out of what is pressed for the user afterwards.
    """

    def __init__(self, chords: Mapping[frozenset[str], Callable[[], object]]) -> None:
        self._chords = chords
        self._down: set[str] = set()
        self._armed: frozenset[str] | None = None

    def press(self, key: str) -> None:
        self._down.add(key)
        for chord in self._chords:
            if chord - MODIFIERS == {key} and chord & MODIFIERS == self._down & MODIFIERS:
                self._armed = chord

    def release(self, key: str) -> None:
        self._down.discard(key)
        if self._armed is not None and not self._armed & self._down:
            chord, self._armed = self._armed, None
            self._chords[chord]()


def chord(modifiers: Iterable[str], key: str) -> frozenset[str]:
    """The keys of a combination by their names."""
    return frozenset({*(modifier.lower() for modifier in modifiers), key.lower()})
