"""Designer forms built into our own widgets, and checked against what the widget's class says it needs."""

from typing import TypeVar, get_type_hints

from PySide6.QtCore import QFile, QIODevice, QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtUiTools import QUiLoader
from PySide6.QtWidgets import QLayout, QWidget

from scribe_desktop import assets

_Class = TypeVar("_Class", bound=type[QWidget])
_custom: dict[str, type[QWidget]] = {}


def register(widget: _Class) -> _Class:
    """Let forms use this class of ours as a custom widget; called with the parent. Usable as decorator."""
    _custom[widget.__name__] = widget
    return widget


def load(widget: QWidget, name: str) -> None:
    """Build `ui/<name>.ui` into `widget` and set each of its annotated fields to the form's object.

    The contract are the public class annotations with a Qt type, inherited ones included:
    `sign: QPushButton` needs an object of that type (or derived from it) called "sign" in the form.

    Raises:
        FileNotFoundError: there is no such form.
        TypeError: form and class do not fit; names the form, the field and what was found.
        ValueError: the form is not readable by Qt's loader.
    """
    loader = _Loader(widget)
    loader.build(name)
    for field, kind in _contract(type(widget)).items():
        found = loader.made.get(field)
        if not isinstance(found, kind):
            has = f"is a {type(found).__name__}" if found is not None else "is missing"
            raise TypeError(f"ui/{name}.ui: {field} {has}, {type(widget).__name__} needs a {kind.__name__}")
        setattr(widget, field, found)


def _contract(view: type[QWidget]) -> dict[str, type[QObject]]:
    return {
        field: kind
        for field, kind in get_type_hints(view).items()
        if isinstance(kind, type) and issubclass(kind, QObject) and not field.startswith("_")
    }


class _Loader(QUiLoader):
    """Puts an existing widget in the place of the form's outermost one and notes every object by its name."""

    def __init__(self, base: QWidget) -> None:
        super().__init__()
        self._base = base
        self._problem = ""
        self.made: dict[str, QObject] = {}

    def build(self, name: str) -> None:
        path = assets.form(name)
        file = QFile(path)
        if not file.open(QIODevice.OpenModeFlag.ReadOnly):
            raise FileNotFoundError(f"ui/{name}.ui: {file.errorString()}")
        try:
            built = self.load(file)
        except RuntimeError as error:
            raise ValueError(f"ui/{name}.ui: {self.errorString()}") from error
        finally:
            file.close()
        if self._problem or built is not self._base:
            raise TypeError(f"ui/{name}.ui: {self._problem or self.errorString()}")

    # Qt calls the following ones, where a Python exception would be printed and forgotten.

    def createWidget(self, kind: str, parent: QWidget | None = None, name: str = "") -> QWidget:
        if parent is None:
            if not self._base.inherits(kind):
                self._problem = f"a form for {kind} does not fit {type(self._base).__name__}"
            return self._base
        made = _custom[kind](parent) if kind in _custom else super().createWidget(kind, parent, name)
        if made is None:
            self._problem = f"{name} is a {kind}, which nobody registered"
            made = QWidget(parent)
        made.setObjectName(name)
        self.made[name] = made
        return made

    def createLayout(self, kind: str, parent: QObject | None = None, name: str = "") -> QLayout:
        made = super().createLayout(kind, parent, name)
        self.made[name] = made
        return made

    def createAction(self, parent: QObject | None = None, name: str = "") -> QAction:
        made = super().createAction(parent, name)
        self.made[name] = made
        return made

    def createActionGroup(self, parent: QObject | None = None, name: str = "") -> QActionGroup:
        made = super().createActionGroup(parent, name)
        self.made[name] = made
        return made
