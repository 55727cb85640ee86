"""The provider's confirmation of orders, prescriptions and referrals that somebody wrote down."""

from scribe_desktop.notes.rights import Action, require
from scribe_desktop.notes.rows import Confirmation
from scribe_desktop.session.desk import Desk


class Orders:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def confirmation(self) -> Confirmation:
        """This person's confirmation, now. Raises `NotAllowed` unless they are a provider."""
        require(self._desk.person, Action.CONFIRM_ORDER)
        return Confirmation(self._desk.person.signature_name, self._desk.clock())
