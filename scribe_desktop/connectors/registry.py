"""Finds the installed connectors, ours and strangers' alike, by their entry points."""

import logging
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from scribe_desktop.connectors.port import Connector
from scribe_desktop.errors import BadInput

GROUP = "scribe_desktop.connectors"

log = logging.getLogger(__name__)


def available() -> dict[str, type[Connector]]:
    """Connector classes by name; one that cannot be loaded is left out, logged, and told by `broken`."""
    found, failed = _load()
    for name, reason in failed.items():
        log.warning("connector %s is not usable: %s", name, reason)
    return found


def broken() -> dict[str, str]:
    """Why an installed connector cannot be used, by name."""
    return _load()[1]


def connect(name: str, values: Mapping[str, str]) -> Connector:
    """The named connector with these settings.

    Raises:
        BadInput: there is no such connector, or it cannot work with these settings.
    """
    found, failed = _load()
    if name in found:
        return found[name](values)
    if name in failed:
        raise BadInput(
            f"The connector “{name}” cannot be loaded: {failed[name]}.",
            remedy="Install it again, or ask whoever supplies it.",
        )
    raise BadInput(
        f"There is no connector named “{name}”.",
        remedy=f"Choose one of these: {', '.join(sorted(found))}.",
    )


def _load() -> tuple[dict[str, type[Connector]], dict[str, str]]:
    found: dict[str, type[Connector]] = {}
    failed: dict[str, str] = {}
    for entry in entry_points(group=GROUP):
        try:
            found[entry.name] = _connector(entry)
        except Exception as error:  # noqa: BLE001 importing a stranger's module may raise anything
            failed[entry.name] = f"{type(error).__name__}: {error}"
    return found, failed


def _connector(entry: EntryPoint) -> type[Connector]:
    loaded: type[Connector] = entry.load()
    missing = [name for name in ("title", "settings", "deliver", "check") if not hasattr(loaded, name)]
    if missing:
        raise TypeError(f"{entry.value} has no {', '.join(missing)}")
    return loaded
