"""What works on this machine and what does not: microphone, speech, keyring, display, store, connectors."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scribe_desktop import assets
from scribe_desktop.connectors import registry
from scribe_desktop.desktop import pynput_keys
from scribe_desktop.errors import NoDesktopKeys, NoMicrophone, ScribeError
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.phrases.shelves import Shelves
from scribe_desktop.session.profile import RESTORE_TO_FINISH, Profile
from scribe_desktop.speech import engines, microphone
from scribe_desktop.store import store
from scribe_desktop.vault.os_keyring import find_keyring
from scribe_desktop.vault.vault import Vault

FINE, LOOK, BROKEN = "ok  ", "look", "FAIL"


@dataclass(frozen=True)
class Finding:
    mark: str
    """`FINE`; `LOOK`: something is missing; `BROKEN`: one cannot work like this."""
    part: str
    said: str


def examine(profile: Profile) -> list[Finding]:
    """Look at everything, change nothing; no part's trouble hides another's."""
    parts: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("display", _display),
        ("microphone", _microphone),
        ("speech", lambda: _speech(profile)),
        ("keyring", _keyring),
        ("store", lambda: _store(profile)),
        ("connectors", _connectors),
        ("desktop keys", _desktop_keys),
        ("phrases", lambda: _phrases(profile)),
        ("note types", lambda: _note_types(profile)),
    )
    return [finding for name, look in parts for finding in _told(name, look)]


def _told(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except ScribeError as error:
        yield Finding(BROKEN, name, error.in_full())


def _display() -> Iterator[Finding]:
    there = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if there or sys.platform in ("win32", "darwin"):
        yield Finding(FINE, "display", there or sys.platform)
    else:
        yield Finding(LOOK, "display", "None here: only `transcribe`, `doctor` and `walk` work.")


def _microphone() -> Iterator[Finding]:
    try:
        names = [device.name for device in microphone.input_devices()]
    except NoMicrophone as error:
        yield Finding(LOOK, "microphone", f"{error.in_full()} Audio files can still be transcribed.")
        return
    if names:
        yield Finding(FINE, "microphone", ", ".join(names))
    else:
        yield Finding(LOOK, "microphone", "None is connected. Audio files can still be transcribed.")


def _speech(profile: Profile) -> Iterator[Finding]:
    settings = {"vosk": {"models": str(profile.models)}}
    infos = engines.available(settings)
    for info in infos:
        yield Finding(FINE if info.ready else LOOK, "speech", f"{info.title}: {info.detail}")
    if not any(info.ready for info in infos):
        yield Finding(BROKEN, "speech", "No engine is ready. Reinstall the program or add a Vosk model.")


def _keyring() -> Iterator[Finding]:
    holder, said = find_keyring()
    yield Finding(FINE if holder else LOOK, "keyring", said)


def _store(profile: Profile) -> Iterator[Finding]:
    vault = Vault(profile.folder, find_keyring()[0])
    if (profile.folder / RESTORE_TO_FINISH).exists():
        yield Finding(LOOK, "store", "A restore was cut short. Start the program: it is finished then.")
    elif not vault.exists:
        yield Finding(FINE, "store", f"Not set up yet; it will be in {profile.folder}.")
    elif not store.exists(profile.folder):
        yield Finding(
            BROKEN, "store", f"{profile.folder} has keys, but no store. Restore scribe.db from a copy."
        )
    else:
        people = len(vault.logins())
        bound = "bound to this device" if vault.bound else "not bound to a device"
        yield Finding(FINE, "store", f"{profile.folder}, {people} log-ins, {bound}.")
        for login in vault.stranded():
            said = f"This machine's keyring does not hold the key for {login.name}."
            yield Finding(BROKEN, "store", f"{said} Log in with the recovery code.")


def _connectors() -> Iterator[Finding]:
    for name, connector in registry.available().items():
        yield Finding(FINE, "connector", f"{name}: {connector.title}")


def _desktop_keys() -> Iterator[Finding]:
    try:
        pynput_keys.find()
    except NoDesktopKeys as error:
        yield Finding(LOOK, "desktop keys", f"{error.in_full()} Keys in our own window always work.")
    else:
        yield Finding(FINE, "desktop keys", "Keys can be listened for in every program.")


def _phrases(profile: Profile) -> Iterator[Finding]:
    shelves = Shelves.load(assets.resource("phrases"), profile.phrases)
    library = shelves.library(tuple(shelf.specialty for shelf in shelves.all if shelf.specialty))
    yield Finding(FINE, "phrases", f"{len(library.all())} dot phrases")
    for problem in library.problems:
        yield Finding(LOOK, "phrases", problem.in_full())


def _note_types(profile: Profile) -> Iterator[Finding]:
    types = NoteTypes.load([assets.resource("note_types"), profile.note_types])
    yield Finding(FINE, "note types", f"{len(types.all())} note types")
    for problem in types.problems:
        yield Finding(LOOK, "note types", problem.in_full())
