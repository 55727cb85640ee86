"""Which units this workstation measures in; what is stored carries its own."""

from collections.abc import Mapping

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.rights import Action
from scribe_desktop.notes.units import dimension_of, dimensions
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk

_SETTING = "unit"


class UnitChoice:
    """Reads the store when it is made and when a unit is chosen; `of` may be called on any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.chosen: Mapping[str, str] = desk.store.settings.section(_SETTING)
        """Symbols by dimension; a dimension without one is measured as the note type says."""

    def of(self, symbol: str) -> str:
        """The unit to use here for a field that the note type measures in this one."""
        dimension = dimension_of(symbol)
        return self.chosen.get(dimension.key, "") or symbol if dimension else symbol

    def choose(self, dimension: str, symbol: str) -> None:
        """Measure in this unit from now on; empty: as each note type says.

        Raises:
            BadInput: there is no such unit.
            NotAllowed: this role does not change settings.
        """
        self._desk.require(Action.CHANGE_SETTINGS)
        known = {one.key: [unit.symbol for unit in one.choices] for one in dimensions()}
        if symbol and symbol not in known.get(dimension, []):
            raise BadInput(f"“{symbol}” is no unit for that.", remedy="Choose one of those offered.")
        with settings_change(self._desk, f"unit of {dimension}"):
            self._desk.store.settings.put(f"{_SETTING}.{dimension}", symbol)
        self.chosen = {**self.chosen, dimension: symbol}
