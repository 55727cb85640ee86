"""Where a connector's values send notes, in words for the audit trail, and which secrets may go there."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from scribe_desktop.connectors.port import Connector


def host_or_folder(connector: type[Connector], values: Mapping[str, str]) -> str:
    """The address without what follows the host, or the folder; empty where nothing was entered.

    Whatever a connector cannot do without and may be shown is its address.
    """
    needed = (each.key for each in connector.settings if each.required and not each.secret)
    return " ".join(filter(None, (_place(values.get(key, "").strip()) for key in needed)))


def fitting(connector: type[Connector], before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The values now, without secrets that were entered for another place: no other one gets to see them."""
    if host_or_folder(connector, before) in ("", host_or_folder(connector, now)):
        return dict(now)
    secret = {each.key for each in connector.settings if each.secret}
    return {key: "" if key in secret and value == before.get(key) else value for key, value in now.items()}


def _place(entered: str) -> str:
    """Scheme, host and port of an address, without a user's name or password in it; a folder as it is."""
    try:
        parts = urlsplit(entered)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}" if parts.hostname else entered
    except ValueError:
        return entered
