"""Logging in at a terminal: passphrase and, where there is one, second factor; typed unseen or piped in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scribe_desktop.cli_terminal import secret
from scribe_desktop.errors import BadInput, CodeNeeded, NotAllowed
from scribe_desktop.session.profile import Profile

if TYPE_CHECKING:
    from scribe_desktop.session.front_door import FrontDoor
    from scribe_desktop.session.session import Session


def door_of(profile: Profile) -> "FrontDoor":
    """The entrance of a profile, with this machine's keyring; a restore that was cut short is finished.

    Raises `StoreInUse` or `StoreNotWritable` when that cannot be.
    """
    from scribe_desktop.session.front_door import FrontDoor
    from scribe_desktop.vault.os_keyring import find_keyring

    door = FrontDoor(profile, lambda: find_keyring()[0])
    door.finish_restore()
    return door


def person_of(door: "FrontDoor", name: str | None) -> str:
    """The id of who is named; without a name, of the only one here. Raises `BadInput`."""
    logins = door.logins()
    named = [one for one in logins if name is None or one.name.casefold() == name.strip().casefold()]
    if len(named) != 1:
        names = ", ".join(one.name for one in logins)
        raise BadInput("Say who you are.", remedy=f"Add --person NAME; here are: {names}.")
    return named[0].person_id


@contextmanager
def logged_in(door: "FrontDoor", person_id: str, prompt: str) -> "Iterator[tuple[Session, str]]":
    """The session of this person until the block ends, and the passphrase just typed.

    Raises as `FrontDoor.log_in` does; `NotAllowed` while a second factor is to be set up first.
    """
    passphrase = secret(prompt)
    try:
        session = door.log_in(person_id, passphrase)
    except CodeNeeded:
        session = door.log_in(person_id, passphrase, secret("Code of the authenticator app, or from paper: "))
    try:
        if session.second_factor.is_due:
            raise NotAllowed(
                "The clinic asks everybody for a second factor, and you have none yet.",
                remedy="Log in at the window once and set it up there.",
            )
        yield session, passphrase
    finally:
        session.close()
