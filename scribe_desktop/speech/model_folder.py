"""The folder of installed Vosk models: which there are, which is chosen, and nothing half done among them."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from scribe_desktop.durable import sync_folder
from scribe_desktop.errors import BadInput, NoModel, WrongState
from scribe_desktop.speech.model_disk import written_to

DOWNLOADS = ".downloads"
"""Where files are kept until they are installed, whole or in part."""
DOWNLOADS_KEPT = 14 * 24 * 3600.0
"""Seconds after which a download that nobody went on with is thrown away."""

_CHOSEN = "chosen"
_WORK = ".work-"
"""Begins the names of folders in which something is put together or taken apart."""
_LANGUAGE = re.compile(r"vosk-model-(?:small-)?([a-z]{2})(?![a-z])")


@dataclass(frozen=True)
class InstalledModel:
    name: str
    folder: Path
    language: str
    """Two letters, or empty when its name does not tell."""
    chosen: bool
    """Dictation is to use it, unless another engine is preferred."""


class ModelFolder:
    """One per profile; several processes may read it while one changes it.

    What is there is whole at any time: a model comes and goes by one renaming. Whatever writes raises
    `StoreNotWritable` when the disk does not let it, `WrongState` while another installation is under way.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def installed(self) -> tuple[InstalledModel, ...]:
        """All models, by name."""
        marked = self._marked()
        return tuple(
            InstalledModel(folder.name, folder, language_of(folder), folder.name == marked)
            for folder in find_models(self.path)
            if folder != self.path
        )

    def chosen(self) -> Path | None:
        """The model that somebody chose, if it is still there."""
        return next((model.folder for model in self.installed() if model.chosen), None)

    def use(self, name: str) -> None:
        """Have dictation use this model. Raises `BadInput` when it is not installed."""
        self._require(name)
        with written_to(self.path):
            new = self.path / f"{_CHOSEN}.new"
            new.write_text(f"{name}\n", encoding="utf-8")
            new.replace(self.path / _CHOSEN)

    def use_none(self) -> None:
        """Take back what `use` said."""
        with written_to(self.path):
            (self.path / _CHOSEN).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Delete this model. Raises `BadInput` when it is not installed."""
        with self.locked():
            folder = self._require(name)
            with self.workplace() as work, written_to(self.path):
                folder.rename(work / name)
                if self._marked() == name:
                    self.use_none()

    def admit(self, folder: Path, name: str) -> Path:
        """Give a whole model, put together in a `workplace`, its name here; returns its new place."""
        target = self.path / name
        self.require_absent(name)
        with written_to(self.path):
            sync_folder(folder)
            folder.rename(target)
            sync_folder(self.path)
        return target

    def require_absent(self, name: str) -> None:
        """Raise `BadInput` when there is something of this name already."""
        if (self.path / name).exists():
            raise BadInput(f"{name} is installed already.", remedy="Remove it first to install it again.")

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """An empty folder on the same disk, gone afterwards with all that is left in it."""
        with written_to(self.path):
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.path))
        try:
            yield work
        finally:
            # what cannot be deleted now goes at the next `clean_up`
            shutil.rmtree(work, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all other installations out, those of other processes too."""
        with written_to(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.path / ".lock", mode=0o600)
            try:
                lock.acquire(blocking=False)
            except Timeout as error:
                raise WrongState(
                    "Another model is being installed or removed.", remedy="Wait until that is done."
                ) from error
        try:
            yield
        finally:
            lock.release()

    def clean_up(self) -> None:
        """Delete what an installation left that was broken off: half models, and downloads that nobody wants.

        For the program's start; does nothing while an installation is under way.
        """
        if not self.path.is_dir():
            return
        try:
            with self.locked(), written_to(self.path):
                for work in self.path.glob(f"{_WORK}*"):
                    shutil.rmtree(work)
                for file in (self.path / DOWNLOADS).glob("*"):
                    if file.stat().st_mtime < time.time() - DOWNLOADS_KEPT:
                        file.unlink()
        except WrongState:
            return

    def _require(self, name: str) -> Path:
        for model in self.installed():
            if model.name == name:
                return model.folder
        names = ", ".join(model.name for model in self.installed()) or "none"
        raise BadInput(f"{name} is not installed.", remedy=f"Installed models: {names}.")

    def _marked(self) -> str:
        try:
            return (self.path / _CHOSEN).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise NoModel(
                f"{self.path / _CHOSEN} cannot be read: {error}.", remedy="Delete it, then choose a model."
            ) from error


def find_models(folder: Path) -> tuple[Path, ...]:
    """The Vosk models in this folder, itself included, by name; none if there is no such folder."""
    candidates = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
    return tuple(path for path in candidates if is_model(path))


def is_model(path: Path) -> bool:
    return (path / "am" / "final.mdl").is_file() and (path / "conf").is_dir()


def language_of(folder: Path) -> str:
    """Two letters, or empty when the name of a model's folder does not tell."""
    found = _LANGUAGE.match(folder.name)
    return found[1] if found else ""
