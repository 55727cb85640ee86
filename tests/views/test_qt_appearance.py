from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from scribe_desktop.qt import theme
from scribe_desktop.qt.appearance import Appearance


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light", 1.0)


def test_theme_and_size_are_remembered(tmp_path: Path) -> None:
    Appearance(tmp_path).use("dark", 1.5)
    there = Appearance(tmp_path)
    assert (there.theme, there.scale) == ("dark", 1.5)


@pytest.mark.parametrize(("name", "scale"), [("mauve", "huge"), ("", "nan"), ("DARK", "-1"), ("1", "400")])
def test_what_it_cannot_read_gives_the_usual_look(tmp_path: Path, name: str, scale: str) -> None:
    (tmp_path / "windows.ini").write_text(f"[appearance]\ntheme={name}\nscale={scale}\n", encoding="utf-8")
    appearance = Appearance(tmp_path)
    appearance.apply()
    assert (appearance.theme, appearance.scale) == ("system", 1.0)
