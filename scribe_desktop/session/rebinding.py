"""Changing one key of a key map: who has it already, and how two commands trade places."""

from scribe_desktop.session.commands import COMMANDS, Command, CommandId, KeyMap, command, conflicts, keys_of


def bound(keymap: KeyMap, to: CommandId, keys: tuple[str, ...]) -> KeyMap:
    """The key map in which this command has these keys; its default ones are not written down."""
    others = {one: its for one, its in keymap.items() if one is not to}
    return others if keys == command(to).keys else {**others, to: keys}


def owner(keymap: KeyMap, to: CommandId, keys: str) -> Command | None:
    """Another command that these keys mean already, on a screen where `to` would answer to them."""
    for clash in conflicts(COMMANDS, bound(keymap, to, (keys,))):
        if to in (clash.first, clash.second) and clash.first is not clash.second:
            return command(clash.second if clash.first is to else clash.first)
    return None


def swapped(keymap: KeyMap, to: CommandId, keys: tuple[str, ...], wanted: str) -> KeyMap:
    """`to` has `keys`, among them `wanted`; whose that was gets what `to` had first, or nothing."""
    other = owner(keymap, to, wanted)
    if other is None:
        return bound(keymap, to, keys)
    former = next((one for one in keys_of(command(to), keymap) if one not in keys), None)
    kept = tuple(one for one in keys_of(other, keymap) if not _same(one, wanted))
    taken = bound(bound(keymap, to, keys), other.id, kept)
    if former is None:
        return taken
    traded = bound(taken, other.id, (former, *kept))
    return taken if conflicts(COMMANDS, traded) else traded


def _same(one: str, other: str) -> bool:
    return sorted(one.casefold().split("+")) == sorted(other.casefold().split("+"))
