"""The look of the whole program: a typed palette, one template style sheet, and text that grows to 200 %."""

import re
import sys
import tomllib
from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from scribe_desktop import assets
from scribe_desktop.qt.out_of_sight import OutOfSight

NAMES = ("light", "dark", "system")
SMALLEST, LARGEST = 1.0, 2.0
PATIENTS = 12
"""How many patients can be told apart by a colour."""

_BASE_SP = 11
_POINTS_PER_SP = 13 / 11 if sys.platform == "darwin" else 1.0
_FAMILIES = ["Inter", "Noto Sans", "Segoe UI", "Cantarell", "DejaVu Sans"]
_SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}

_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "sunken",
    _Role.Text: "text",
    _Role.Button: "raised",
    _Role.ButtonText: "text",
    _Role.BrightText: "danger",
    _Role.Light: "raised",
    _Role.Midlight: "hover",
    _Role.Mid: "border",
    _Role.Dark: "border_strong",
    _Role.Shadow: "border_strong",
    _Role.Highlight: "selection",
    _Role.HighlightedText: "text",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "muted",
}
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)


@dataclass(frozen=True)
class Palette:
    """Colours by their task, each as "#rrggbb"."""

    window: str
    """Behind everything."""
    surface: str
    """Lists, editors, fields: where text is read and written."""
    raised: str
    """Cards, menus, buttons."""
    sunken: str
    """Bars, troughs, disabled fields."""
    hover: str
    border: str
    border_strong: str
    """Outline of what can be operated: at least 3:1 on every ground."""
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    """Text on the accent."""
    accent_surface: str
    focus: str
    """The 2-px ring."""
    selection: str
    amber: str
    """Look here."""
    amber_surface: str
    amber_border: str
    danger: str
    danger_fill: str
    """Ground of a button that destroys or discards."""
    danger_fill_hover: str
    danger_text: str
    """Text on that ground."""
    danger_surface: str
    danger_border: str
    ok: str
    ok_surface: str
    typed: str
    """This and the following: ground of words that were typed, dictated, and so on."""
    dictated: str
    phrase: str
    pasted: str
    pulled: str
    copied: str
    field: str
    patient_text: str
    """Text on a patient's colour."""
    patients: tuple[str, ...]
    """One for each patient whose chart is open; neighbours in the list are far apart in hue."""
    patient_surfaces: tuple[str, ...]
    """A ground in the same hue, for text in the usual colours."""

    def colour(self, token: str) -> QColor:
        """The colour of this token, e.g. "accent". Raises AttributeError for any other word."""
        return QColor(getattr(self, token))


@dataclass
class _State:
    wished: str = "system"
    applied: str = "light"
    scale: float = 1.0
    following: bool = False
    styled: bool = False
    bare: bool = False


_state = _State()


def apply(app: QApplication, name: str, scale: float = 1.0) -> None:
    """Dress the whole program, also while it runs.

    Args:
        name: "light", "dark", or "system" to follow the desktop, also when that changes.
        scale: size of text and spacing, 1.0 to 2.0; values outside are brought into this range.
    """
    _state.wished, _state.scale = name, min(max(scale, SMALLEST), LARGEST)
    hints = app.styleHints()
    if not _state.following:
        QDir.addSearchPath("glyphs", str(assets.resource("themes", "glyphs")))
        hints.colorSchemeChanged.connect(_follow)
        _state.following = True
    hints.setColorScheme(_SCHEMES[name])
    _dress(app)


def current() -> Palette:
    """The palette that is on screen now; ask again on every paint."""
    return palette(_state.applied)


def name() -> str:
    """The theme that is on screen now: "light" or "dark"."""
    return _state.applied


def px(length: float) -> int:
    """A length in device-independent pixels at the present scale; the grid is `px(8)`."""
    return round(length * _state.scale)


def is_changing() -> bool:
    """Between two looks: what a widget is told of its style now does not last, and nothing is painted."""
    return _state.bare


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set dynamic properties that the style sheet asks for (`role="error"`, `primary=True`) and show it."""
    if all(widget.property(key) == value for key, value in properties.items()):
        return
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    QWidget.update(widget)


@cache
def palette(name: str) -> Palette:
    """The palette "light" or "dark". Raises TypeError when its file misses a token or has one too many."""
    tokens = tomllib.loads(assets.resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
    lists = {key: tuple(value) for key, value in tokens.items() if isinstance(value, list)}
    return Palette(**(tokens | lists))


def style_sheet(name: str, scale: float) -> str:
    """`base.qss` filled in: `$token` a colour, `8dp` a scaled length, `11sp` a scaled text size."""
    tokens = {**asdict(palette(name)), "theme": name}
    text = assets.resource("themes", "base.qss").read_text(encoding="utf-8")
    text = re.sub(r"\$(\w+)", lambda match: tokens[match[1]], text)
    text = re.sub(r"\b(\d+)dp\b", lambda match: f"{round(int(match[1]) * scale)}px", text)
    return re.sub(r"\b(\d+)sp\b", lambda match: f"{int(match[1]) * _POINTS_PER_SP * scale:g}pt", text)


def _follow() -> None:
    app = QApplication.instance()
    if _state.wished == "system" and isinstance(app, QApplication):
        _dress(app)


def _dress(app: QApplication) -> None:
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    _state.applied = {"system": "dark" if dark else "light"}.get(_state.wished, _state.wished)
    if not _state.styled:  # once: a style that is under a style sheet does not tell its name
        app.setStyle("Fusion")
        _state.styled = True
    sheet = style_sheet(_state.applied, _state.scale)
    if sheet == app.styleSheet():
        return
    _state.bare = True
    with _out_of_sight().left_out():
        # Qt styles every widget once for each widget around it when a sheet takes another one's place
        app.setStyleSheet("")
        font = QFont()
        font.setFamilies(_FAMILIES)
        font.setPointSizeF(_BASE_SP * _POINTS_PER_SP * _state.scale)
        app.setFont(font)
        app.setPalette(_qt_palette(current()))
        _state.bare = False
        app.setStyleSheet(sheet)


def is_under_way() -> bool:
    """Whether something that is scrolled away has not got the look yet."""
    return _out_of_sight().is_waited_for


@cache
def _out_of_sight() -> OutOfSight:
    return OutOfSight()


def _qt_palette(colours: Palette) -> QPalette:
    filled = QPalette()
    for role, token in _ROLES.items():
        filled.setColor(role, colours.colour(token))
    for role in _TEXT_ROLES:
        filled.setColor(QPalette.ColorGroup.Disabled, role, colours.colour("disabled"))
    return filled
