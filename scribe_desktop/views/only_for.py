"""Turns off what a person may not change, and says who may."""

from PySide6.QtWidgets import QLabel, QWidget

from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may, who_may
from scribe_desktop.views.notice import tell


def only_for(person: Person, action: Action, message: QLabel, *widgets: QWidget) -> bool:
    """Whether this person may; if not, the widgets are off and `message` says who to ask."""
    allowed = may(person, action)
    if not allowed:
        for widget in widgets:
            widget.setEnabled(False)
        tell(message, f"Only for these roles: {who_may(action)}.", "muted")
    return allowed
