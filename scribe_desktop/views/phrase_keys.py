"""Lets phrases answer to keys of their own, beside whatever keys the commands have at the time."""

from functools import partial

from PySide6.QtCore import QObject

from scribe_desktop.errors import BadInput
from scribe_desktop.qt.actions import Actions, Extra
from scribe_desktop.session.phrase_keys import WHERE, PhraseKeys, resolved
from scribe_desktop.session.session import Session
from scribe_desktop.views.workspace import Workspace


class PhraseKeysControl(QObject):
    """`renew` whenever phrases or the commands' keys have changed."""

    def __init__(self, session: Session, actions: Actions, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._session, self._actions, self._workspace = session, actions, workspace
        self.now = PhraseKeys({})
        self.renew()

    def renew(self) -> None:
        """Keys that fell silent by this are told in the bar."""
        former, self.now = self.now, resolved(self._session.phrasebook.keyed(), self._actions.keymap)
        extras = [
            Extra(f".{phrase.name}  {phrase.title}", keys, partial(self._put, phrase.name))
            for keys, phrase in self.now.answering.items()
        ]
        self._actions.give_extras(extras, WHERE)
        known = [reason.in_full() for reason in former.silent]
        fresh = [reason for reason in self.now.silent if reason.in_full() not in known]
        if fresh:
            self._workspace.dictation.show_error(_together(fresh))

    def close(self) -> None:
        """The next person has their own phrases."""
        self._actions.give_extras((), WHERE)

    def _put(self, name: str) -> None:
        self._workspace.on_chart(lambda view: view.phrases.insert_named(name))


def _together(reasons: list[BadInput]) -> BadInput:
    first, *more = reasons
    also = f" So it is with {len(more)} more." if more else ""
    return BadInput(f"A phrase's key does not answer. {first}{also}", remedy=first.remedy)
