"""What happens between pressing a form's button and its answer: busy, then done or an error in the form."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.views.notice import hide, tell

T = TypeVar("T")


class Submission:
    """Runs one piece of slow work at a time for `form`; the button is off and says so meanwhile."""

    def __init__(self, jobs: Jobs, form: QWidget, button: QPushButton, error: QLabel) -> None:
        self._jobs = jobs
        self._form = form
        self._button = button
        self._error = error
        self.busy = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        *,
        meanwhile: str,
        failed: Callable[[ScribeError], object] | None = None,
        on_store: bool = False,
    ) -> None:
        """Do `work` off the GUI thread; nothing happens while an earlier one is still under way.

        Args:
            work: reads no widget.
            done: gets what `work` returned, on the GUI thread.
            meanwhile: what the button says until then, e.g. "Unlocking…".
            failed: called after the error is shown in the form, e.g. to put the cursor in a field.
            on_store: it reads or writes the open store.
        """
        if self.busy:
            return
        rest = self._begin(meanwhile)

        def finish(result: T) -> None:
            rest()
            done(result)

        def fail(error: ScribeError) -> None:
            rest()
            self.refuse(error)
            if failed is not None:
                failed(error)

        lane = self._jobs.store if on_store else self._jobs.background
        lane(work, finish, fail, owner=self._form)

    def _begin(self, meanwhile: str) -> Callable[[], None]:
        """Turn busy, and return what ends it; the focus comes back unless somebody has moved it.

        Meanwhile it is on the form: on the next button, a second press would do what nobody asked for.
        """
        self.busy = True
        usual, focused = self._button.text(), self._button.hasFocus()
        hide(self._error)
        self._button.setText(meanwhile)
        if focused:
            self._form.setFocus()
        self._button.setEnabled(False)
        fled_to = self._form.window().focusWidget()

        def rest() -> None:
            self.busy = False
            self._button.setText(usual)
            self._button.setEnabled(True)
            if focused and self._form.window().focusWidget() is fled_to:
                self._button.setFocus()

        return rest

    def refuse(self, error: ScribeError) -> None:
        """Show an error that was found before any work began."""
        tell(self._error, error.in_full())
