"""The one door to the forms in `ui/` and the data in `resources/`, installed or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent


def form(name: str) -> Path:
    """Path of the Designer form `ui/<name>.ui`."""
    return _ROOT / "ui" / f"{name}.ui"


def resource(*parts: str) -> Path:
    """Path of a file or folder under `resources/`."""
    return _ROOT.joinpath("resources", *parts)
