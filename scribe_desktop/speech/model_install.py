"""Brings a speech model from its maker, a file or a folder into use, whole and tried out or not at all."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scribe_desktop.errors import BadInput, BadModel, EngineError, UnconfirmedModel
from scribe_desktop.speech import model_archive, model_catalogue
from scribe_desktop.speech.engine_process import LOADING_PATIENCE, EngineDied, EngineProcess, Request
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.model_catalogue import OfferedModel
from scribe_desktop.speech.model_disk import sha256, written_to
from scribe_desktop.speech.model_download import download
from scribe_desktop.speech.model_folder import DOWNLOADS, ModelFolder
from scribe_desktop.speech.model_progress import Step, Watcher
from scribe_desktop.speech.port import SAMPLE_RATE

MARGIN = 1.25
"""How much longer than the catalogue says a download may be."""
_LOOK_UP = 0.1
"""Seconds between two looks at whether a model is loaded."""


class ModelInstaller:
    """Blocks while it works, so not for the GUI thread; nothing is changed by what raises.

    Both ways raise:
        BadModel: it is no model, damaged, not the one it should be, or cannot be loaded.
        UnconfirmedModel: nobody knows the file's right checksum; once `sha256` says that it is this one, or
            `accept` that it does not matter, go on.
        BadInput: it is installed already, or has no usable name.
        Cancelled: as the watcher wants; a download goes on later from where it was.
        StoreNotWritable, WrongState: see `ModelFolder`.
    """

    def __init__(self, folder: ModelFolder, offered: Sequence[OfferedModel]) -> None:
        self._folder, self._offered = folder, offered

    def from_catalogue(
        self, model: OfferedModel, watcher: Watcher, *, sha256: str = "", accept: bool = False
    ) -> str:
        """Download a model and install it; returns its name. Raises `DownloadFailed` besides."""
        self._folder.require_absent(model.name)
        with self._folder.locked():
            archive = self._folder.path / DOWNLOADS / f"{model.name}.zip"
            with written_to(self._folder.path):
                archive.parent.mkdir(mode=0o700, exist_ok=True)
            if not archive.exists():
                download(model.address, archive, watcher, most=int(model.size * MARGIN * 1_000_000))
            try:
                _require_model(archive)
                _require_sum(archive, watcher, (model.sha256, sha256), accept=accept)
                self._install(archive, watcher, name=model.name)
            except BadModel:
                archive.unlink()
                raise
            archive.unlink()
        return model.name

    def from_path(self, path: Path, watcher: Watcher, *, sha256: str = "", accept: bool = False) -> str:
        """Install a zip file or an unpacked folder, which stays as it is; returns the model's name."""
        if not (path.is_file() or path.is_dir()):
            raise BadInput(f"There is no file or folder {path}.", remedy="Choose a zip file or a folder.")
        known = model_catalogue.find(path.stem, self._offered)
        with self._folder.locked():
            if path.is_file():
                _require_model(path)
                _require_sum(path, watcher, (known.sha256 if known else "", sha256), accept=accept)
            return self._install(path, watcher)

    def _install(self, path: Path, watcher: Watcher, *, name: str = "") -> str:
        with model_archive.opened(path) as source:
            name = name or source.content.name or path.stem
            if not model_catalogue.usable_name(name):
                raise BadInput(
                    f"A model cannot be called {name}.",
                    remedy="Rename it: letters, digits, dots, hyphens and underscores.",
                )
            self._folder.require_absent(name)
            with self._folder.workplace() as work:
                place = work / name
                with written_to(self._folder.path):
                    place.mkdir()
                    source.unpack(place, watcher)
                try_out(place, watcher)
                self._folder.admit(place, name)
        return name


def try_out(folder: Path, watcher: Watcher) -> None:
    """Load the model once, in a process that it may take down with it, and recognise a second of silence.

    Raises `BadModel` when that does not work, `Cancelled` as the watcher wants.
    """
    with _process(EngineChoice("vosk", {"model": str(folder)})) as process:
        deadline = time.monotonic() + LOADING_PATIENCE
        while not process.is_ready() and time.monotonic() < deadline:
            watcher.note(Step.TRYING)
            time.sleep(_LOOK_UP)
        try:
            process.ask(Request(bytes(2 * SAMPLE_RATE), begin=True, finish=True))
        except (EngineDied, EngineError) as error:
            raise BadModel(
                f"{folder.name} cannot be installed: it unpacks, but cannot be loaded.",
                remedy="It may need more memory than is free, or be made for another version of Vosk.",
            ) from error


@contextmanager
def _process(choice: EngineChoice) -> Iterator[EngineProcess]:
    process = EngineProcess(choice)
    try:
        yield process
    finally:
        process.dispose()


def _require_model(path: Path) -> None:
    """Look a zip file through, before anybody is asked to compare its checksum. Raises `BadModel`."""
    with model_archive.opened(path):
        pass


def _require_sum(path: Path, watcher: Watcher, expected: tuple[str, str], *, accept: bool) -> None:
    try:
        found = sha256(path, watcher)
    except OSError as error:
        raise BadModel(f"{path.name} cannot be read: {error.strerror}.", remedy="Copy it again.") from error
    wanted = {"".join(digits.split()).lower() for digits in expected if digits.strip()}
    if wrong := wanted - {found}:
        raise BadModel(
            f"{path.name} is not the file that it should be: its SHA-256 is "
            f"{_in_groups(found)}, not {_in_groups(min(wrong))}.",
            remedy="Get it again; if it stays so, do not use it.",
        )
    if not wanted and not accept:
        raise UnconfirmedModel(
            f"Nobody has checked {path.name} yet. Its SHA-256 is {_in_groups(found)}.",
            remedy="Compare that with what its maker says, and go on only if you trust where it comes from.",
            sha256=found,
        )


def _in_groups(digits: str) -> str:
    """As people compare it; spaces in a checksum that is given to us do no harm."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
