import logging
from pathlib import Path

import pytest

from scribe_desktop.connectors import registry
from scribe_desktop.connectors.folder import FolderConnector
from scribe_desktop.errors import BadInput
from tests.helpers.log_watch import LogWatch

PLUGIN = """
raise RuntimeError("built for another version")
"""


@pytest.fixture
def broken_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two installed packages: one fails on import, one is no connector."""
    (tmp_path / "strange_plugin.py").write_text(PLUGIN)
    info = tmp_path / "strange_plugin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange-plugin\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        f"[{registry.GROUP}]\nstrange = strange_plugin:Connector\nodd = pathlib:Path\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


def test_our_connectors_are_found_the_way_a_strangers_are() -> None:
    assert {"folder", "fhir"} <= set(registry.available())
    assert registry.broken() == {}


def test_a_connector_is_made_with_its_settings(tmp_path: Path) -> None:
    assert isinstance(registry.connect("folder", {"folder": str(tmp_path)}), FolderConnector)


@pytest.mark.usefixtures("broken_plugins")
def test_broken_plugins_are_reported_and_the_others_stay(
    caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    log_watch.allow("connector (strange|odd) is not usable")
    with caplog.at_level(logging.WARNING):
        assert set(registry.available()) == {"folder", "fhir"}
    assert "built for another version" in caplog.text
    assert registry.broken() == {
        "strange": "RuntimeError: built for another version",
        "odd": "TypeError: pathlib:Path has no title, settings, deliver, check",
    }


@pytest.mark.usefixtures("broken_plugins")
@pytest.mark.parametrize(("name", "words"), [("strange", "cannot be loaded"), ("gone", "no connector named")])
def test_asking_for_a_missing_or_broken_connector_says_which(name: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as raised:
        registry.connect(name, {})
    assert raised.value.remedy


@pytest.mark.parametrize("name", ["folder", "fhir"])
@pytest.mark.parametrize("value", [{}, {"folder": " ", "base_url": " "}])
def test_a_missing_setting_is_named(name: str, value: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="is missing"):
        registry.connect(name, value)
