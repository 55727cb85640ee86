"""The list of what a cell of a table may say: a few letters narrow it, Enter takes one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from scribe_desktop.views.chooser import Chooser


class ChoiceList(Chooser):
    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._choices: Sequence[str] = ()
        self._found: Sequence[str] = ()
        self._take_choice: Callable[[str], None] = lambda _choice: None
        self.hint.setText("Enter takes it · Esc leaves")
        self.query.textChanged.connect(self._narrow)
        self.taken.connect(lambda row: self._take_choice(self._found[row]))

    def ask_for(
        self, home: QWidget, place: QRect, title: str, choices: Sequence[str], take: Callable[[str], None]
    ) -> None:
        """Open beside a place of the chart, and give what is chosen to `take`."""
        self._choices, self._take_choice = choices, take
        self.heading.setText(title)
        self.query.setAccessibleName(title)
        self.query.clear()
        self._narrow()
        self.open_beside(home, place)

    def _narrow(self) -> None:
        said = self.query.text().casefold().strip()
        begin = [choice for choice in self._choices if choice.casefold().startswith(said)]
        inside = [choice for choice in self._choices if said in choice.casefold() and choice not in begin]
        self._found = [*begin, *inside]
        self.offer(self._found)
