"""Reading the values a user gave for a connector's settings."""

from collections.abc import Mapping, Sequence

from scribe_desktop.connectors.port import Setting
from scribe_desktop.errors import BadInput


def read_settings(settings: Sequence[Setting], values: Mapping[str, str]) -> dict[str, str]:
    """A trimmed value for every setting, empty for an optional one left out.

    Raises:
        BadInput: a required one is missing or blank.
    """
    read = {setting.key: values.get(setting.key, "").strip() for setting in settings}
    for setting in settings:
        if setting.required and not read[setting.key]:
            raise BadInput(f"{setting.label} is missing.", remedy=setting.help)
    return read
