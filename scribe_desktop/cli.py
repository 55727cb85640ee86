"""The command line: the workstation without arguments, and what can be done without its window.

Each command imports what it needs, so that none waits for the others' parts.
"""

import argparse
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scribe_desktop import __version__
from scribe_desktop.cli_backup import add_commands as add_backup_commands
from scribe_desktop.cli_login import door_of, logged_in
from scribe_desktop.cli_purge import add_commands as add_purge_commands
from scribe_desktop.cli_terminal import say
from scribe_desktop.core_files import no_core_files
from scribe_desktop.errors import AudioError, BadInput, EngineError, ScribeError
from scribe_desktop.session.profile import PROFILE_VARIABLE, Profile

if TYPE_CHECKING:
    from scribe_desktop.notes.passage import Passage
    from scribe_desktop.session.session import Session
    from scribe_desktop.speech.port import Final
    from scribe_desktop.speech.worker import Recogniser
    from scribe_desktop.vault.key_file import Login


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; returns the exit status (1: something is wrong, said on stderr)."""
    options = _parser().parse_args(arguments)
    profile = Profile(options.profile.absolute()) if options.profile else Profile.default()
    _keep_files_private()
    no_core_files()
    try:
        status: int = options.do(profile, options)
    except ScribeError as error:
        print(f"scribe-desktop: {error.in_full()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scribe-desktop", description="A medical scribe workstation.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=f"folder with keys and store (or set {PROFILE_VARIABLE})"
    )
    parser.add_argument("--sample", action="store_true", help="open the sample clinic with made-up patients")
    parser.set_defaults(do=_open_window)
    commands = parser.add_subparsers(title="commands")
    doctor = commands.add_parser("doctor", help="say what works on this machine")
    doctor.set_defaults(do=_doctor)
    transcribe = commands.add_parser("transcribe", help="recognise audio files: WAV, FLAC, OGG")
    transcribe.add_argument("files", type=Path, nargs="+", metavar="FILE")
    transcribe.add_argument("--json", action="store_true", help="one JSON object per file, with all times")
    transcribe.add_argument("--timestamps", action="store_true", help="begin each line with its time")
    transcribe.add_argument("--engine", help="speech engine to use (default: the best that is ready)")
    transcribe.add_argument("--model", metavar="DIR", help="Vosk model folder")
    transcribe.set_defaults(do=_transcribe)
    _add_speech(commands.add_parser("speech", help="speech models: list, install, remove, use"))
    add_backup_commands(commands)
    add_purge_commands(commands)
    walk = commands.add_parser("walk", help="go through a whole visit and take a picture of every step")
    walk.add_argument("--out", type=Path, default=Path("walk"), metavar="DIR")
    walk.set_defaults(do=_walk)
    _add_audit(commands.add_parser("audit", help="verify or export the audit trail; asks for a passphrase"))
    return parser


def _add_speech(speech: argparse.ArgumentParser) -> None:
    speech.set_defaults(do=_speech)
    acts = speech.add_subparsers(title="commands", dest="act", required=True)
    acts.add_parser("list", help="what is installed, and what there is to install")
    install = acts.add_parser("install", help="install a model from its maker, a zip file or a folder")
    install.add_argument("model", metavar="NAME|FILE", help="a name from the list, a zip file or a folder")
    install.add_argument("--sha256", default="", metavar="HEX", help="the checksum that the file must have")
    install.add_argument(
        "--accept", action="store_true", help="install it though nobody knows its right checksum"
    )
    remove = acts.add_parser("remove", help="delete an installed model")
    use = acts.add_parser("use", help="dictate with an installed model, or with built-in")
    for act in (remove, use):
        act.add_argument("model", metavar="NAME")


def _speech(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop import cli_speech

    return cli_speech.run(profile, options)


def _add_audit(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("--person", metavar="NAME", help="whose log-in to use (default: asks)")
    acts = audit.add_subparsers(title="acts", required=True)
    verify = acts.add_parser("verify", help="find any entry that was changed, moved or taken away")
    verify.add_argument("--anchor", type=Path, metavar="FILE", help="an anchor that was exported, too")
    verify.set_defaults(do=_audit_verify)
    export = acts.add_parser("export", help="write entries as CSV, which is not encrypted")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="from the start of this day on")
    export.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="up to the end of this day")
    export.set_defaults(do=_audit_export)
    anchor = acts.add_parser("anchor", help="print an anchor, to be kept on paper or in a file elsewhere")
    anchor.set_defaults(do=_audit_anchor)


def _open_window(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop import app

    return app.run(profile, sample=options.sample)


def _walk(_profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.walk import visit

    return visit.run(options.out.absolute())


def _doctor(profile: Profile, _options: argparse.Namespace) -> int:
    from scribe_desktop.session import check_up

    findings = check_up.examine(profile)
    for finding in findings:
        say(f"{finding.mark} {finding.part:<12} {finding.said}")
    return 1 if any(finding.mark == check_up.BROKEN for finding in findings) else 0


def _audit_verify(profile: Profile, options: argparse.Namespace) -> int:
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            print(f"\r{done:,} of {total:,} entries\033[K\r", end="", file=sys.stderr, flush=True)

    with _logged_in(profile, options) as (session, _):
        verdict = session.audit.verify(options.anchor, progress)
    for problem in verdict.problems:
        say(f"FAIL {problem}")
    if verdict.holds:
        say(f"ok   {verdict.entries:,} entries are as they were written, and none is missing.")
    else:
        say(f"     {verdict.entries:,} entries before that are in order.")
    return 0 if verdict.holds else 1


def _audit_export(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.notes.audit import AuditFilter

    until = options.until and options.until + timedelta(days=1)
    with _logged_in(profile, options) as (session, passphrase):
        wanted = AuditFilter(options.since, until)
        count = session.audit.export(options.file.absolute(), wanted, passphrase)
    say(f"{count:,} entries are in {options.file}. The file is not encrypted.")
    return 0


def _audit_anchor(profile: Profile, options: argparse.Namespace) -> int:
    with _logged_in(profile, options) as (session, _):
        say(session.audit.export_anchor().text.rstrip())
    return 0


@contextmanager
def _logged_in(profile: Profile, options: argparse.Namespace) -> "Iterator[tuple[Session, str]]":
    """The session of whoever sits at the terminal, and the passphrase just typed."""
    door = door_of(profile.sample if options.sample else profile)
    if not door.is_set_up:
        raise BadInput(f"No workstation is set up in {door.profile.folder}.", remedy="Name it by --profile.")
    login = _chosen(door.logins(), options.person)
    with logged_in(door, login.person_id, f"Passphrase of {login.name}: ") as entered:
        yield entered


def _chosen(logins: "Sequence[Login]", name: str | None) -> "Login":
    """The log-in of this name; asks which one when none is named and there are several."""
    if name is None and len(logins) == 1:
        return logins[0]
    if name is None:
        print("Who are you?", *(login.name for login in logins), sep="\n  ", file=sys.stderr)
        name = sys.stdin.readline().strip()
    for login in logins:
        if login.name.casefold() == name.casefold():
            return login
    raise BadInput(
        f"{name or 'Nobody'} has no log-in here.", remedy=f"Choose: {', '.join(one.name for one in logins)}."
    )


def _day(text: str) -> datetime:
    """The start of this day here."""
    return datetime.strptime(text, "%Y-%m-%d").astimezone()


def _transcribe(profile: Profile, options: argparse.Namespace) -> int:
    from scribe_desktop.speech import engines
    from scribe_desktop.speech.worker import Recogniser

    vosk = {"model": options.model} if options.model else {}
    choice = engines.choose(
        options.engine or ("vosk" if options.model else None),
        {"vosk": {"models": str(profile.models), **vosk}},
    )
    recogniser = Recogniser(choice)
    try:
        return max(_transcribe_one(path, recogniser, choice.name, options) for path in options.files)
    finally:
        recogniser.close()


def _transcribe_one(path: Path, recogniser: "Recogniser", engine: str, options: argparse.Namespace) -> int:
    from scribe_desktop.session.transcript import Transcript, flags
    from scribe_desktop.speech.port import Final
    from scribe_desktop.speech.transcribe import transcribe

    transcript = Transcript()
    shown = sys.stderr.isatty()
    finals: list[tuple[Final, Passage]] = []
    unsaid: deque[tuple[Final, str]] = deque()

    def heard(event: object) -> None:
        if isinstance(event, Final):
            written = transcript.written(event, engine)
            finals.append((event, written))
            unsaid.append((event, written.text))

    def say_what_is_new() -> None:
        while unsaid and not options.json:
            say(_line(*unsaid.popleft(), timestamps=options.timestamps))

    def progress(done: float, total: float) -> None:
        say_what_is_new()
        if shown:
            print(f"\r{path.name}: {done:.0f} of {total:.0f} s\033[K\r", end="", file=sys.stderr, flush=True)

    problem = ""
    try:
        transcribe(path, recogniser, heard, progress, lambda: False)
    except (AudioError, EngineError) as error:
        problem = error.in_full()
    say_what_is_new()
    if problem:
        print(f"scribe-desktop: {problem}", file=sys.stderr)
    if options.json:
        segments = [
            _in_milliseconds(asdict(final))
            | {"text": written.text, "heard": final.text, "flags": [*flags(written)]}
            for final, written in finals
        ]
        say(json.dumps({"file": str(path), "engine": engine, "segments": segments, "error": problem}))
    return 1 if problem else 0


def _in_milliseconds(segment: dict[str, Any]) -> Any:
    """The same with all its numbers rounded to three places."""
    return json.loads(json.dumps(segment), parse_float=lambda number: round(float(number), 3))


def _line(final: "Final", text: str, *, timestamps: bool) -> str:
    if not timestamps:
        return text
    minutes, tenths = divmod(round(final.start * 10), 600)
    return f"[{minutes:02}:{tenths / 10:04.1f}] {text}"


def _keep_files_private() -> None:
    """Whatever this program writes is for its user alone."""
    os.umask(0o077)
