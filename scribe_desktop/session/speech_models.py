"""The workstation's speech models: which there are, install, remove, and have dictation use one."""

from dataclasses import dataclass
from pathlib import Path

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import Action
from scribe_desktop.session import model_changes
from scribe_desktop.session.audit import announced
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.session.profile import Profile
from scribe_desktop.speech import engines, model_catalogue
from scribe_desktop.speech.model_catalogue import OfferedModel
from scribe_desktop.speech.model_folder import InstalledModel, ModelFolder
from scribe_desktop.speech.model_progress import Watcher

ENGINE = "vosk"


@dataclass(frozen=True)
class ModelEntry:
    """A model that is installed, on offer, or both."""

    name: str
    offered: OfferedModel | None
    installed: InstalledModel | None
    in_use: bool
    """Dictation uses it as things are."""

    @property
    def title(self) -> str:
        """What the maker calls it; its name where nobody offers it."""
        return self.offered.title if self.offered else self.name


class SpeechModels:
    """Whatever changes something raises `NotAllowed` unless this person may change settings.

    Installing and removing take seconds to minutes: off the GUI thread, and off the store's.
    """

    def __init__(self, desk: Desk, preferences: Preferences, profile: Profile) -> None:
        self._desk, self._preferences = desk, preferences
        self._folder = ModelFolder(profile.models)

    def entries(self) -> tuple[ModelEntry, ...]:
        """What is installed, then what else is on offer; on the store's thread.

        Raises:
            BadInput: the clinic's own catalogue cannot be used.
        """
        kept = self._preferences
        free = kept.speech_engine in (None, ENGINE) and not kept.vosk_model
        installed = {model.name: model for model in self._folder.installed()}
        offered = {model.name: model for model in model_catalogue.catalogue(self._folder.path)}
        names = dict.fromkeys((*installed, *offered))
        used = {model.name for model in installed.values() if model.chosen and free}
        return tuple(ModelEntry(name, offered.get(name), installed.get(name), name in used) for name in names)

    def install(self, wanted: OfferedModel | Path, watcher: Watcher, *, sha256: str = "") -> str:
        """From its maker, or from a zip file or folder; returns its name. Raises as `ModelInstaller` does."""
        # a slow import, and only for those who install something
        from scribe_desktop.speech.model_install import ModelInstaller

        self._desk.require(Action.CHANGE_SETTINGS)
        installer = ModelInstaller(self._folder, model_catalogue.catalogue(self._folder.path))
        with announced(self._desk, AuditKind.MODEL_INSTALLED, wanted.name):
            if isinstance(wanted, Path):
                name = installer.from_path(wanted, watcher, sha256=sha256)
            else:
                name = installer.from_catalogue(wanted, watcher, sha256=sha256)
        model_changes.remember(self._desk, self._folder)
        return name

    def remove(self, name: str) -> None:
        """Raises `BadInput` when it is not installed."""
        self._desk.require(Action.CHANGE_SETTINGS)
        with announced(self._desk, AuditKind.MODEL_REMOVED, name):
            self._folder.remove(name)
        model_changes.remember(self._desk, self._folder)

    def use(self, name: str) -> None:
        """Have dictation use it; on the store's thread. Raises `BadInput` when it is not installed."""
        kept = self._preferences
        self._desk.require(Action.CHANGE_SETTINGS)
        with announced(self._desk, AuditKind.MODEL_CHOSEN, name):
            self._folder.use(name)
        model_changes.remember(self._desk, self._folder)
        kept.set_engine(ENGINE)

    def fall_back(self) -> None:
        """Have the program choose again if the engine it was told to use has lost its last model.

        For after a removal, on the store's thread.
        """
        kept = self._preferences
        settings = {ENGINE: {"models": str(self._folder.path), **kept.vosk_settings()}}
        ready = {info.name for info in engines.available(settings) if info.ready}
        if kept.speech_engine == ENGINE and ENGINE not in ready:
            kept.set_engine(None)
