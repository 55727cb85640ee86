"""Puts on record what happened to the speech models while nobody was logged in, as by command line."""

from contextlib import suppress

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.session.desk import Desk
from scribe_desktop.speech.model_folder import ModelFolder

_KNOWN = "speech.known-models"
_CHOSEN = "→"
"""Stands before the one that dictation is to use."""


def remember(desk: Desk, folder: ModelFolder) -> None:
    """The models are as they should be now. Raises `StoreNotWritable`."""
    desk.store.settings.put(_KNOWN, _state(folder))


def notice(desk: Desk, folder: ModelFolder) -> None:
    """At each log-in: tell the audit trail what has changed since `remember`.

    A disk that takes no more keeps nobody out: it is noticed at the next log-in then.
    """
    former, now = desk.store.settings.get(_KNOWN), _state(folder)
    if former == now:
        return
    before, after = set(former.splitlines()), set(now.splitlines())
    there = {name.removeprefix(_CHOSEN) for name in after}
    was_there = {name.removeprefix(_CHOSEN) for name in before}
    told = [(AuditKind.MODEL_INSTALLED, name) for name in sorted(there - was_there)]
    told += [(AuditKind.MODEL_REMOVED, name) for name in sorted(was_there - there)]
    chosen = (name for name in sorted(after - before) if name.startswith(_CHOSEN))
    told += [(AuditKind.MODEL_CHOSEN, name.removeprefix(_CHOSEN)) for name in chosen]
    with suppress(StoreNotWritable), desk.store.together():
        for kind, name in told:
            desk.audit(kind, detail=f"{name}, outside the program")
        remember(desk, folder)


def _state(folder: ModelFolder) -> str:
    return "\n".join(f"{_CHOSEN if model.chosen else ''}{model.name}" for model in folder.installed())
