"""What a workstation remembers: its speech engine and its destinations, in the encrypted store."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from scribe_desktop.connectors import registry
from scribe_desktop.connectors.port import Connector
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.rights import Action
from scribe_desktop.session import destination, keymaps
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.commands import KeyMap
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.ears import Ear, Listening, ears
from scribe_desktop.session.proof import Proof


class Shorthand(StrEnum):
    """When shorthand is written out. The names are kept in the store and never change."""

    OFF = "off"
    ON_KEY = "key"
    AS_TYPED = "typed"


class Retention(StrEnum):
    """How long the sound of dictation is kept. The names are kept in the store and never change."""

    UNTIL_SIGNED = "signing"
    FOR_DAYS = "days"
    NOT_AT_ALL = "never"


DAYS = (1, 365)
"""The least and the most days that sound may be kept for."""
_USUAL_DAYS = 14


class Preferences:
    """Settings that may hold secrets or paths; appearance, needed before log-in, is kept apart."""

    def __init__(self, desk: Desk, proof: Proof) -> None:
        self._desk, self._proof = desk, proof
        self._settings = desk.store.settings

    @property
    def speech_engine(self) -> str | None:
        """Name of the engine the user prefers; None lets the program choose."""
        return self._settings.get("speech.engine") or None

    @property
    def microphone(self) -> str | None:
        """Name of the input device; None for the system's default."""
        return self._settings.get("speech.microphone") or None

    @property
    def vosk_model(self) -> str:
        """Folder of the Vosk model the user chose; empty for whichever is installed."""
        return self._settings.get("speech.vosk_model")

    def vosk_settings(self) -> dict[str, str]:
        return {"model": self.vosk_model} if self.vosk_model else {}

    @property
    def listening(self) -> Listening:
        """What this person dictates from: the microphone, the computer, or both."""
        known = {each.value: each for each in Listening}
        return known.get(self._own("listening"), Listening.MICROPHONE)

    def set_listening(self, listening: Listening) -> None:
        self._desk.require(Action.CHANGE_SETTINGS)
        self._set_own("listening", listening.value)

    def toggle_computer(self) -> Listening:
        """Hear the computer beside the microphone, or the microphone alone again; what is heard now."""
        both = self.listening is Listening.MICROPHONE
        listening = Listening.BOTH if both else Listening.MICROPHONE
        self.set_listening(listening)
        return listening

    @property
    def loudspeaker(self) -> str | None:
        """Name of the source that hears one loudspeaker; None for whichever the computer plays through."""
        return self._settings.get("speech.loudspeaker") or None

    def ears(self) -> tuple[Ear, ...]:
        """What the next dictation listens to."""
        return ears(self.listening, self.microphone, self.loudspeaker)

    def set_speech(
        self,
        *,
        engine: str | None,
        vosk_model: str,
        microphone: str | None,
        loudspeaker: str | None = None,
    ) -> None:
        self._desk.require(Action.CHANGE_SETTINGS)
        with settings_change(self._desk, "speech"):
            self._settings.put("speech.engine", engine or "")
            self._settings.put("speech.vosk_model", vosk_model)
            self._settings.put("speech.microphone", microphone or "")
            self._settings.put("speech.loudspeaker", loudspeaker or "")

    def set_engine(self, engine: str | None) -> None:
        """Use this engine, with whichever of its models is chosen; None: let the program choose."""
        self.set_speech(
            engine=engine, vosk_model="", microphone=self.microphone, loudspeaker=self.loudspeaker
        )

    @property
    def sound_retention(self) -> Retention:
        """How long the sound of dictation is kept at this workstation."""
        known = {kind.value: kind for kind in Retention}
        return known.get(self._settings.get("speech.retention"), Retention.UNTIL_SIGNED)

    @property
    def sound_days(self) -> int:
        """For how many days, where it is kept for days."""
        return int(self._settings.get("speech.retention-days") or _USUAL_DAYS)

    def set_sound_retention(self, kind: Retention, days: int) -> None:
        """Raises `BadInput` when the number of days is out of range, `NotAllowed` for this role."""
        self._desk.require(Action.CHANGE_RETENTION)
        if not DAYS[0] <= days <= DAYS[1]:
            raise BadInput(
                f"Sound cannot be kept for {days} days.", remedy=f"Choose {DAYS[0]} to {DAYS[1]} days."
            )
        with settings_change(self._desk, f"sound kept: {kind.value}, {days} days"):
            self._settings.put("speech.retention", kind.value)
            self._settings.put("speech.retention-days", str(days))

    def keymap(self) -> KeyMap:
        """This person's own keys. Raises `BadInput` when they do not fit this version's commands."""
        return keymaps.parse(self._own("keymap"), "Your own keys")

    def set_keymap(self, keymap: KeyMap) -> None:
        self._set_own("keymap", keymaps.as_toml(keymap))

    @property
    def desktop_keys(self) -> bool:
        """Whether this person wants keys that are heard in every program."""
        return self._own("desktop-keys") == "on"

    def set_desktop_keys(self, *, on: bool) -> None:
        self._set_own("desktop-keys", "on" if on else "")

    @property
    def shorthand(self) -> Shorthand:
        """When this person's shorthand is written out."""
        known = {when.value: when for when in Shorthand}
        return known.get(self._own("shorthand"), Shorthand.ON_KEY)

    def set_shorthand(self, when: Shorthand) -> None:
        self._set_own("shorthand", when.value)

    @property
    def recently_asked(self) -> tuple[str, ...]:
        """What this person asked the palette for, the latest first."""
        return tuple(self._own("recently-asked").split())

    def set_recently_asked(self, keys: Sequence[str]) -> None:
        self._set_own("recently-asked", " ".join(keys))

    @property
    def open_charts(self) -> tuple[str, ...]:
        """Ids of the encounters whose charts this person had open, in the order of opening."""
        return tuple(self._own("open-charts").split())

    def set_open_charts(self, encounter_ids: Sequence[str]) -> None:
        self._set_own("open-charts", " ".join(encounter_ids))

    def destinations(self) -> tuple[str, ...]:
        """Names of the connectors that are switched on. Raises `NotAllowed`."""
        self._desk.require(Action.DELIVER)
        return tuple(name for name in self._settings.get("destinations").split(",") if name)

    @staticmethod
    def destination_title(name: str) -> str:
        """What a destination is called on screen; its bare name if its connector is gone."""
        connector = registry.available().get(name)
        return connector.title if connector else name

    def values(self, connector: str) -> dict[str, str]:
        """What was last entered for a connector, whether it is on or off. Raises `NotAllowed`."""
        self._desk.require(Action.CHANGE_DESTINATIONS)
        return self._settings.section(destination_section(connector))

    def connection(self, name: str, values: Mapping[str, str]) -> Connector:
        """A connector with these values, to try whether it answers; see `destination.fitting`.

        Raises `BadInput` if they cannot be right, or `NotAllowed`.
        """
        return registry.connect(name, self._fitting(name, self.values(name), values))

    def set_destination(
        self, name: str, values: Mapping[str, str], *, on: bool, own_passphrase: str = ""
    ) -> dict[str, str]:
        """Keep a connector's values and switch it on or off.

        Returns:
            All its values as they are kept: a secret of another host is forgotten, see `destination.fitting`.

        Raises:
            NotAllowed: this role does not decide about destinations.
            BadInput: the values cannot be right.
            PassphraseNeeded, WrongPassphrase, MustWait: notes would go where they did not go before, and
                whoever is logged in has not proved that it is they, see `Proof.require`.
        """
        before, was_on = self.values(name), name in self.destinations()
        kept = self._fitting(name, before, {key: value.strip() for key, value in values.items()})
        if on:
            registry.connect(name, kept)
        if on and not (was_on and kept == before):
            self._proof.require(Action.CHANGE_DESTINATIONS, own_passphrase)
        connector = registry.available().get(name)
        place = destination.host_or_folder(connector, kept) if connector and on else ""
        with settings_change(self._desk, f"destination {name} {'on: ' if on else 'off'}{place}"):
            for key, value in kept.items():
                self._settings.put(f"{destination_section(name)}.{key}", value)
            names = [other for other in self.destinations() if other != name]
            self._settings.put("destinations", ",".join([*names, name] if on else names))
        return kept

    @staticmethod
    def _fitting(name: str, before: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
        connector, now = registry.available().get(name), {**before, **values}
        return destination.fitting(connector, before, now) if connector else now

    def _own(self, name: str) -> str:
        return self._settings.get(f"person.{self._desk.person.id}.{name}")

    def _set_own(self, name: str, value: str) -> None:
        self._settings.put(f"person.{self._desk.person.id}.{name}", value)


def destination_section(name: str) -> str:
    """Where the settings keep what was entered for a connector, access tokens among it."""
    return f"destination.{name}"
