import gc
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.qt import theme
from scribe_desktop.qt.icons import icon
from scribe_desktop.session.commands import COMMANDS

NAMES = sorted(path.stem for path in assets.resource("icons").glob("*.svg"))
WANTED = """check close eye file-audio folder inbox list lock microphone moon next note
outbox phrase plus previous redo refresh return search send settings
sign stop undo user warning"""


def inked(image: QImage) -> list[QColor]:
    """The colours of the pixels that are fully covered."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [pixel for pixel in pixels if pixel.alpha() == 255]


def test_every_icon_is_there() -> None:
    assert set(WANTED.split()) <= set(NAMES)
    assert {command.icon for command in COMMANDS if command.icon} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_of_the_theme(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, "light")
    source = assets.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:stroke|fill)="(.*?)"', source)) <= {"currentColor", "none"}
    image = icon(name, "accent").pixmap(QSize(24, 24), 2.0).toImage()
    assert image.size() == QSize(48, 48)
    colours = inked(image)
    assert len(colours) > 40
    assert {colour.name() for colour in colours} == {theme.current().accent}


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_stays_inside_its_square(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(QSize(96, 96)).toImage()
    edge = [(x, y) for x in range(96) for y in range(96) if x in (0, 95) or y in (0, 95)]
    assert not any(image.pixelColor(x, y).alpha() for x, y in edge)


def test_icons_on_screen_change_with_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    button = QPushButton()
    button.setIcon(icon("stop"))
    button.setIconSize(QSize(32, 32))
    qtbot.addWidget(button)
    button.show()
    gc.collect()
    light = theme.current().text
    assert light in {colour.name() for colour in inked(button.grab().toImage())}
    theme.apply(qapp, "dark")
    seen = {colour.name() for colour in inked(button.grab().toImage())}
    assert theme.current().text in seen
    assert light not in seen


def test_a_disabled_icon_is_paler(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    image = icon("stop", "danger").pixmap(QSize(96, 96), QIcon.Mode.Disabled).toImage()
    assert {colour.name() for colour in inked(image)} == {theme.current().disabled}


def test_copies_outlive_the_original(qapp: QApplication) -> None:
    copies = [QIcon(icon("lock")) for _ in range(200)]
    gc.collect()
    assert all(not copy.pixmap(16, 16).isNull() for copy in copies)


def test_wrong_names_are_told_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("unicorn")
    with pytest.raises(AttributeError):
        icon("lock", "mauve")
