"""`scribe-desktop purge`: all visits past the policy, listed first, then purged by whoever says how many."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from scribe_desktop.cli_login import door_of, logged_in, person_of
from scribe_desktop.cli_terminal import progress, say
from scribe_desktop.session.profile import Profile

if TYPE_CHECKING:
    from scribe_desktop.notes.encounter import EncounterSummary
    from scribe_desktop.session.retention import Retention

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(commands: Subparsers) -> None:
    """Add `purge`."""
    purge = commands.add_parser("purge", help="purge all visits past the clinic's policy, for good")
    purge.add_argument("--person", metavar="NAME", help="who does it (asked for the passphrase)")
    purge.add_argument("--reason", default="", metavar="WORDS", help="why they may not be kept")
    purge.add_argument("--list", action="store_true", help="only list them")
    purge.set_defaults(do=_purge)


def _purge(profile: Profile, options: argparse.Namespace) -> int:
    door = door_of(profile)
    with logged_in(door, person_of(door, options.person), "Passphrase: ") as (session, passphrase):
        due = session.retention.due()
        for row in due:
            say(_line(row))
        if not due or options.list:
            say(f"Past the policy of {session.retention.years()} years: {len(due)}.")
            return 0
        ids = [row.encounter.id for row in due]
        if along := session.retention.goes_along(ids):
            say(along)
        count = _asked(f"Type how many visits are listed to purge them all ({len(ids)}): ")
        with _stopped_by_ctrl_c(session.retention):
            purged = session.retention.purge_due(
                ids, reason=options.reason, count=count, passphrase=passphrase, progress=progress("Purging")
            )
    say(purged.in_words())
    return 0 if purged.is_whole else 1


def _line(row: "EncounterSummary") -> str:
    patient, at = row.encounter.patient, row.encounter.started_at.astimezone()
    return f"{at:%m/%d/%Y %H:%M}  {patient.mrn:<12} {patient.name}, {row.state.value}"


def _asked(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline()


@contextmanager
def _stopped_by_ctrl_c(retention: "Retention") -> Iterator[None]:
    """Ctrl+C ends the purge after the visits that it is at, and what belongs to them is still done."""
    before = signal.signal(signal.SIGINT, lambda *_: retention.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
