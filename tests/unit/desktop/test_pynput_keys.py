import importlib.util
from importlib.util import find_spec

import pytest

from scribe_desktop.desktop import pynput_keys
from scribe_desktop.errors import NoDesktopKeys


def test_wayland_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(NoDesktopKeys, match="Wayland") as caught:
        pynput_keys.find()
    assert "X11" in caught.value.remedy


def test_a_missing_package_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(NoDesktopKeys, match="pynput") as caught:
        pynput_keys.find()
    assert "scribe-desktop[hotkeys]" in caught.value.remedy


@pytest.mark.skipif(find_spec("pynput") is None, reason="needs the extra `hotkeys`")
def test_a_machine_without_a_display_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_SESSION_TYPE", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoDesktopKeys, match="display"):
        pynput_keys.find()
