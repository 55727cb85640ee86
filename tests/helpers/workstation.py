"""The whole program in its window, worked by keyboard, as far as every test goes the same way."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from scribe_desktop import app
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.workspace import Workspace
from scribe_desktop.walk.hands import Hands
from tests.helpers.sample_profile import PROVIDER

_Page = TypeVar("_Page", bound=QWidget)


class Workstation:
    """Started by its constructor; `close` leaves as a user does."""

    def __init__(self, profile: Profile, pictures: Path) -> None:
        self.app = app.build(profile)
        self.window = self.app.window
        self._closed: list[bool] = []
        self.window.closed.connect(lambda: self._closed.append(True))
        self.hands = Hands(self.window, pictures)
        self.window.start()
        self.window.show()
        self.hands.wait("the keyboard focus", QApplication.focusWidget)

    @property
    def workspace(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def chart(self) -> ChartView:
        assert self.workspace.chart is not None
        return self.workspace.chart

    def page(self, kind: type[_Page]) -> _Page:
        """The page of this kind that is shown now."""
        page = self.window.pages.currentWidget()
        assert isinstance(page, kind)
        return page

    def try_to_log_in(self) -> None:
        """Type the provider's passphrase."""
        assert PROVIDER.name in self.page(LoginView).person.currentText()
        self.hands.type(PROVIDER.passphrase)
        self.hands.press("Return")

    def log_in(self) -> None:
        self.try_to_log_in()
        self.hands.wait("the workspace", lambda: self.window.workspace)

    def begin_encounter(self) -> str:
        """Fill in the form for somebody new; returns the id of the note that is open then."""
        former = self.workspace.chart
        self.hands.press("Ctrl+N")
        self.hands.wait("the form", lambda: self.workspace.new_view.mrn.hasFocus())
        self.hands.type(f"K-{new_id()[-12:]}")
        self.hands.press("Tab")
        self.hands.type(f"Casey {_surname()}")
        self.hands.press("Tab")
        self.hands.type("04/23/1989")
        self.hands.press("Tab")
        self.hands.choose("F")
        self.hands.press("Return")
        self.hands.wait("the empty note", lambda: self.workspace.chart not in (None, former))
        return self.chart.chart.note.id

    def sign(self) -> None:
        """Sign the open note, which somebody has written in."""
        self.hands.press("Ctrl+Shift+S")
        self.hands.wait("the attestation", self.chart.review.attestation.toPlainText)
        self.hands.type(PROVIDER.passphrase)
        self.hands.press("Return")
        self.hands.wait("the signature", lambda: self.chart.chart.state is NoteState.SIGNED)

    def close(self) -> None:
        self.window.close()
        self.hands.wait("the end", lambda: self._closed)
        self.app.close()


def _surname() -> str:
    """One that nobody else's is easily taken for: the window would ask whose note it is."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in new_id()[-8:]).capitalize()
