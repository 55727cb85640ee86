"""The command line for speech models: list, install, remove, use."""

import argparse
import re
import sys
from pathlib import Path

from scribe_desktop.cli_terminal import say
from scribe_desktop.errors import BadInput, UnconfirmedModel
from scribe_desktop.session.profile import Profile
from scribe_desktop.speech import model_catalogue
from scribe_desktop.speech.model_folder import ModelFolder
from scribe_desktop.speech.model_install import ModelInstaller
from scribe_desktop.speech.model_progress import Step, Watcher

BUILT_IN = "built-in"
"""In the place of a model's name: the engine that comes with the program."""

_PATH = re.compile(r"[/\\]|\.zip$")


def run(profile: Profile, options: argparse.Namespace) -> int:
    """Do what `options.act` names; see the parser in `cli.py`. Returns the exit status."""
    folder = ModelFolder(profile.models)
    folder.clean_up()
    _ACTS[options.act](folder, options)
    return 0


def _list(folder: ModelFolder, _options: argparse.Namespace) -> None:
    installed = folder.installed()
    names = {model.name for model in installed}
    for model in installed:
        say(f"{model.name:<36}{'chosen' if model.chosen else 'installed':<12}{model.language or '?'}")
    for offer in model_catalogue.catalogue(folder.path):
        if offer.name not in names:
            size = f"{offer.size} MB"
            say(f"{offer.name:<36}{size:<12}{offer.language}  {offer.licence}  {offer.good_for}")


def _install(folder: ModelFolder, options: argparse.Namespace) -> None:
    offered = model_catalogue.catalogue(folder.path)
    progress = _Progress()
    installer, watcher = ModelInstaller(folder, offered), Watcher(progress.tell)
    known = model_catalogue.find(options.model, offered)
    try:
        if known is not None:
            name = installer.from_catalogue(known, watcher, sha256=options.sha256, accept=options.accept)
        elif _PATH.search(options.model) or Path(options.model).exists():
            path = Path(options.model).expanduser().absolute()
            name = installer.from_path(path, watcher, sha256=options.sha256, accept=options.accept)
        else:
            names = ", ".join(offer.name for offer in offered)
            raise BadInput(f"There is no model {options.model}.", remedy=f"Choose a file, or one of {names}.")
    except UnconfirmedModel as error:
        remedy = f"{error.remedy} Then add --sha256 with the maker's checksum, or --accept."
        raise UnconfirmedModel(str(error), remedy=remedy, sha256=error.sha256) from error
    finally:
        progress.end()
    say(f"{name} is installed.")


def _remove(folder: ModelFolder, options: argparse.Namespace) -> None:
    folder.remove(options.model)
    say(f"{options.model} is removed.")


def _use(folder: ModelFolder, options: argparse.Namespace) -> None:
    if options.model == BUILT_IN:
        folder.use_none()
    else:
        folder.use(options.model)
    say(f"Dictation uses {options.model} from now on, unless the settings name another engine.")


class _Progress:
    """Writes how far it is over one line of a terminal, and wipes it away at the end."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def tell(self, step: Step, done: int, total: int) -> None:
        share = f" {100 * done // total} %" if total else ""
        self._write(f"{step.value}{share}")

    def end(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        if self._shown:
            print(f"\r{text}\033[K\r", end="", file=sys.stderr, flush=True)


_ACTS = {"list": _list, "install": _install, "remove": _remove, "use": _use}
