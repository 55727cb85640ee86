from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.qt import forms

FORM = """<ui version="4.0"><class>Visit</class>
<widget class="{base}" name="Visit">
 <property name="windowTitle"><string>Visit of today</string></property>
 {body}
</widget></ui>"""

BODY = """<layout class="QVBoxLayout" name="column">
  <item>
    <widget class="QPushButton" name="sign"><property name="text"><string>Sign</string></property></widget>
  </item>
  <item><widget class="QSplitter" name="halves">
    <widget class="QLineEdit" name="reason"/><widget class="{custom}" name="meter"/>
  </widget></item>
</layout>"""

WINDOW_BODY = """<widget class="QWidget" name="centre"/>
<action name="leave"><property name="text"><string>Leave</string></property></action>"""


@forms.register
class Meter(QFrame):
    pass


class Visit(QWidget):
    sign: QPushButton
    reason: QLineEdit
    meter: Meter
    column: QVBoxLayout
    halves: QSplitter
    _private: QLabel
    patient: str


class VisitWithTitle(Visit):
    title: QLabel


class VisitWithWrongType(Visit):
    reason: QLabel  # type: ignore[assignment]  # the mistake under test


class Window(QMainWindow):
    centre: QWidget
    leave: QAction


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "_ROOT", tmp_path)
    (tmp_path / "ui").mkdir()
    return tmp_path / "ui" / "visit.ui"


def form(base: str = "QWidget", body: str = BODY, custom: str = "Meter") -> str:
    return FORM.format(base=base, body=body.format(custom=custom))


def test_builds_into_the_given_widget_and_sets_its_fields(qtbot: QtBot, write: Path) -> None:
    write.write_text(form())
    visit = Visit()
    qtbot.addWidget(visit)
    forms.load(visit, "visit")
    assert visit.windowTitle() == "Visit of today"
    assert visit.layout() is visit.column
    assert visit.sign.text() == "Sign"
    assert visit.sign.parent() is visit
    assert type(visit.meter) is Meter
    assert visit.halves.widget(1) is visit.meter
    assert not hasattr(visit, "patient")


def test_a_main_window_gets_its_centre_and_actions(qtbot: QtBot, write: Path) -> None:
    write.write_text(form("QMainWindow", WINDOW_BODY))
    window = Window()
    qtbot.addWidget(window)
    forms.load(window, "visit")
    assert window.centralWidget() is window.centre
    assert window.leave.text() == "Leave"


@pytest.mark.parametrize(
    ("view", "text", "message"),
    [
        (VisitWithTitle, form(), r"ui/visit\.ui: title is missing, VisitWithTitle needs a QLabel"),
        (
            VisitWithWrongType,
            form(),
            r"ui/visit\.ui: reason is a QLineEdit, VisitWithWrongType needs a QLabel",
        ),
        (Visit, form(custom="Nobody"), r"ui/visit\.ui: meter is a Nobody, which nobody registered"),
        (Visit, form("QMainWindow", WINDOW_BODY), r"a form for QMainWindow does not fit Visit"),
    ],
)
def test_a_form_that_breaks_the_contract_is_named(
    qtbot: QtBot, write: Path, view: type[Visit], text: str, message: str
) -> None:
    write.write_text(text)
    visit = view()
    qtbot.addWidget(visit)
    with pytest.raises(TypeError, match=message):
        forms.load(visit, "visit")


def test_a_missing_form_is_named(qtbot: QtBot, write: Path) -> None:
    visit = Visit()
    qtbot.addWidget(visit)
    with pytest.raises(FileNotFoundError, match=r"ui/visit\.ui"):
        forms.load(visit, "visit")


def test_a_broken_form_is_named(qtbot: QtBot, write: Path) -> None:
    write.write_text(form()[:150])
    visit = Visit()
    qtbot.addWidget(visit)
    with pytest.raises(ValueError, match=r"ui/visit\.ui"):
        forms.load(visit, "visit")
