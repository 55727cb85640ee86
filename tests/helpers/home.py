"""A home folder of one's own, in which a program finds nothing of whoever runs the tests."""

from pathlib import Path


def environment_of(home: Path) -> dict[str, str]:
    """Environment variables that make `home` the user's home."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }
