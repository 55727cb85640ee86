"""`scribe-desktop backup …`: make, verify, rehearse and restore without the window.

Each command imports what it needs, so that none waits for the others' parts.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from scribe_desktop.cli_login import door_of, logged_in, person_of
from scribe_desktop.cli_terminal import progress, say, secret
from scribe_desktop.session.profile import Profile

if TYPE_CHECKING:
    from scribe_desktop.session.backup_file import Unlocked

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_PERSON = "open it with this person's passphrase, on the workstation that made it, not with the recovery code"


def add_commands(commands: Subparsers) -> None:
    """Add `backup` with its own commands."""
    backup = commands.add_parser("backup", help="make, verify, rehearse and restore backups")
    kinds = backup.add_subparsers(title="what to do", required=True)
    make = kinds.add_parser("make", help="write a backup into a folder and verify it")
    make.add_argument("folder", type=Path, metavar="DIR")
    make.add_argument("--person", metavar="NAME", help="who does it (asked for the passphrase)")
    make.set_defaults(do=_make)
    for name, help_, do in (
        ("verify", "check every page and every signature in a backup", _verify),
        ("rehearse", "restore into a temporary folder, open and compare it, remove it again", _rehearse),
        ("restore", "put a backup into the profile folder, e.g. on a new machine", _restore),
    ):
        command = kinds.add_parser(name, help=help_)
        command.add_argument("file", type=Path, metavar="FILE")
        command.add_argument("--person", metavar="NAME", help=_PERSON)
        if name == "restore":
            command.add_argument(
                "--replace",
                action="store_true",
                help="move aside what is in the profile folder",
            )
        command.set_defaults(do=do)


def _make(profile: Profile, options: argparse.Namespace) -> int:
    door = door_of(profile)
    person_id = person_of(door, options.person)
    with logged_in(door, person_id, "Passphrase: ") as (session, _):
        path = session.backups.make(str(options.folder.absolute()), progress("Backing up"))
        session.backups.rehearse(path, progress("Rehearsing"))
    say(f"{path} is complete and was restored on trial.")
    return 0


def _verify(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.session import restoring

    say(f"Whole. {restoring.verify(_unlocked(profile, options), progress('Verifying')).in_words()}")
    return 0


def _rehearse(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.session import restoring

    said = restoring.rehearse(_unlocked(profile, options), progress("Rehearsing")).in_words()
    say(f"It restores, opens and compares. {said}")
    return 0


def _restore(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.session import restoring

    backup = _unlocked(profile, options)
    done = restoring.restore(backup, profile.folder, replace=options.replace, progress=progress("Restoring"))
    say(f"Restored into {profile.folder}. {done.in_words()}")
    if any(wrap.device for _, wrap in done.log_ins.keys.people) and not done.log_ins.as_they_are:
        say("On another machine each person first logs in with “Use the recovery code”.")
    return 0


def _unlocked(profile: Profile, options: argparse.Namespace) -> "Unlocked":
    from scribe_desktop.session import backup_file

    backup_file.read(options.file)
    if options.person is None:
        return backup_file.unlock_with_code(options.file, secret("Recovery code: "))
    door = door_of(profile)
    person_id = person_of(door, options.person)
    return backup_file.unlock(options.file, door.data_key(person_id, secret("Passphrase: ")))
