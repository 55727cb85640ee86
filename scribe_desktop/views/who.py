"""Choosing oneself from the people who can log in here, whoever logged in last first."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox

from scribe_desktop.session.profile import Profile
from scribe_desktop.vault.key_file import Login

_LAST = "login/last"


def list_logins(people: QComboBox, logins: tuple[Login, ...], profile: Profile) -> None:
    """Offer these people; `currentData()` is the person's id."""
    last = _memory(profile).value(_LAST)
    people.clear()
    for login in sorted(logins, key=lambda login: (login.person_id != last, login.name.casefold())):
        people.addItem(f"{login.name} · {login.role.label}", login.person_id)


def remember(person_id: str, profile: Profile) -> None:
    """Offer this person first next time."""
    _memory(profile).setValue(_LAST, person_id)


def _memory(profile: Profile) -> QSettings:
    return QSettings(str(profile.folder / "windows.ini"), QSettings.Format.IniFormat)
