"""One entry of the audit trail for each search: who, when, how much was found; never what was asked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.session.desk import Desk

STILL_TYPING = timedelta(seconds=10)
"""Words that grow within this time are one search, which is made anew with every few letters."""


@dataclass(frozen=True)
class _Search:
    begun_with: str
    patient_id: str
    at: datetime
    """When its words grew last."""
    told: int = -1
    """Hits that its entry tells of; -1: there is none yet."""


class SearchRecord:
    """What was asked for is kept here while somebody types, and nowhere else: it may be a name, or worse.

    Nothing is shown that is not on record before: a search that has found something is written down at
    once, and again if it finds more as it grows. One that has found nothing yet waits, as the next letter
    may be on its way, for whichever comes first of `settle`, another search and the end of the session.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._now: _Search | None = None

    def asked(self, typed: str, patient_id: str, *, hits: int, charts: int) -> None:
        """Somebody has searched, and is about to be shown so many hits in the charts of so many patients."""
        at, words = self._desk.clock(), " ".join(typed.casefold().split())
        search = self._now
        if search is None or not _is_same(search, words, patient_id, at):
            self.settle()
            search = _Search(words, patient_id, at)
        told = search.told
        if hits > max(told, 0):
            self._tell(search, f"{_counted(hits, 'hit')} in the charts of {_counted(charts, 'patient')}")
            told = hits
        self._now = _Search(search.begun_with, patient_id, at, told)

    def settle(self) -> None:
        """No letter has followed for a while: what has found nothing is written down as that."""
        search = self._now
        if search is not None and search.told < 0:
            late = self._desk.clock() - search.at > STILL_TYPING
            self._tell(search, f"nothing found{f', at {search.at:%H:%M:%S} UTC' if late else ''}")
            self._now = replace(search, told=0)

    def end(self) -> None:
        """The words were taken away, or whoever searched leaves."""
        self.settle()
        self._now = None

    def _tell(self, search: _Search, said: str) -> None:
        self._desk.audit.or_owe(AuditKind.NOTES_SEARCHED, patient_id=search.patient_id, detail=said)


def _is_same(search: _Search, words: str, patient_id: str, at: datetime) -> bool:
    grows = words.startswith(search.begun_with) and patient_id == search.patient_id
    return grows and abs(at - search.at) < STILL_TYPING


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
