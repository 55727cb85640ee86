"""Whatever is typed, dictated or delivered can be read in no file of the program, at no moment.

The program runs with its log opened wide, so that not even a log that nobody asks for gives a word away.
"""

import base64
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from scribe_desktop.session.backup_file import SUFFIX
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, SCRIBE, session_of
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.home import environment_of
from tests.helpers.plaintext_watch import Find, PlaintextWatch
from tests.helpers.recordings import spoken

NAME, SURNAME, MRN = "Zoë Quillfeather", "Quillfeather", "QX-77311"
TYPED, DICTATED = "marmalade zeppelin", "purple elephant"
WORDS = (NAME, SURNAME, MRN, TYPED, DICTATED)
PURGED_NAME, PURGED_MRN, PURGED = "Ottokar Pemberwick", "PW-90213", "velvet harpsichord"
PURGED_WORDS = (PURGED_NAME, "Pemberwick", PURGED_MRN, PURGED)
_MOST_SECONDS = 300
"""On a machine full of other work."""


def surroundings(root: Path) -> dict[str, str]:
    """An environment in which a program finds no folder of its user outside `root`."""
    folders = environment_of(root / "home") | {
        "XDG_RUNTIME_DIR": str(root / "run"),
        "TMPDIR": str(root / "tmp"),
    }
    for folder in folders.values():
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    return {**os.environ, **folders}


def unlimited_core_files() -> None:
    """Whatever keeps them away has to do so itself."""
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_day_leaves_nothing_readable_anywhere_but_in_the_chosen_folder(
    fhir_server: str, tmp_path: Path
) -> None:
    root, outgoing = tmp_path / "root", tmp_path / "root" / "chosen"
    environment = {**surroundings(root), "PYTHONPATH": str(Path(__file__).parents[2])}
    told = {
        "profile": str(root / "profile"),
        "outgoing": str(outgoing),
        "pictures": str(root / "pictures"),
        "fhir": fhir_server,
        "name": NAME,
        "mrn": MRN,
        "typed": TYPED,
        "purged_name": PURGED_NAME,
        "purged_mrn": PURGED_MRN,
        "purged": PURGED,
        "stick": str(root / "stick"),
        "speech": str(spoken(f"She saw a {DICTATED} yesterday.", tmp_path / "speech.wav")),
    }
    secret = (*WORDS, *PURGED_WORDS, PHYSICIAN.passphrase, SCRIBE.passphrase)
    watch = PlaintextWatch(secret, (root,), except_below=(outgoing,))
    with (root / "stdout").open("wb") as stdout, (root / "stderr").open("wb") as stderr:
        command = [sys.executable, "-m", "tests.helpers.secret_visit"]
        program = subprocess.Popen(
            command,
            env=environment,
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=stderr,
            text=True,
            preexec_fn=unlimited_core_files,
        )
        with program, watch.watching(program.pid):
            program.communicate(json.dumps(told), timeout=_MOST_SECONDS)
    assert program.returncode == -signal.SIGABRT, (root / "stderr").read_text()
    assert not [path for path in root.rglob("core*") if path.is_file()]
    assert watch.finds == set()
    assert {"scribe.db", "scribe.db-wal", "keys.json", "stderr"} <= {Path(path).name for path in watch.seen}
    assert any(path.endswith(SUFFIX) for path in watch.seen)
    assert watch.rounds > 20
    the_words_were_really_there(Profile(root / "profile"), fhir_server)
    delivered = PlaintextWatch(WORDS, (outgoing,)).look()
    assert {find.word for find in delivered} == set(WORDS)
    assert PlaintextWatch(PURGED_WORDS, (outgoing,)).look() == set()
    assert {"UTF-8", "UTF-8 in base64"} <= {find.form for find in delivered}


def the_words_were_really_there(profile: Profile, fhir_server: str) -> None:
    session = session_of(profile, PHYSICIAN)
    (row,) = session.charting.encounters()
    chart = session.charting.open(row.encounter.id)
    session.close()
    assert chart.signature is not None
    assert (chart.encounter.patient.name, chart.encounter.patient.mrn) == (NAME, MRN)
    assert chart.content["cc"].text == TYPED
    assert DICTATED in chart.content["hpi"].text
    (stored,) = found(fhir_server, chart.signature.id)
    assert all(word in text_of(stored) for word in WORDS)


FORMS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16": lambda word: word.encode("utf-16"),
    "UTF-8 in base64": lambda word: base64.b64encode(word.encode()),
    "UTF-16 in base64": lambda word: base64.b64encode(word.encode("utf-16-le")),
    "JSON": lambda word: json.dumps({"name": word}).encode(),
    "URL": lambda word: f"GET /Patient?name={quote(word)}".encode(),
    "hexadecimal": lambda word: word.encode().hex().upper().encode(),
}


@pytest.mark.parametrize("around", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("form", FORMS)
def test_the_watch_finds_a_word_in_every_form(form: str, around: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    path.parent.mkdir()
    path.write_bytes(os.urandom(5000) + FORMS[form](around + NAME + around) + os.urandom(5000))
    assert Find(NAME, form, str(path)) in PlaintextWatch((NAME,), (tmp_path,)).look()


def test_the_watch_finds_other_capitals_and_nothing_in_chance(tmp_path: Path) -> None:
    (tmp_path / "chance").write_bytes(os.urandom(100_000))
    watch = PlaintextWatch((SURNAME,), (tmp_path,))
    assert watch.look() == set()
    (tmp_path / "capitals").write_text(f"PATIENT: {SURNAME.upper()}")
    assert {Path(find.path).name for find in watch.look()} == {"capitals"}


@pytest.mark.parametrize("trace", ["a file that is there for a moment", "a deleted file held open"])
def test_the_watch_finds_what_a_process_leaves_only_for_a_while(trace: str, tmp_path: Path) -> None:
    watched, elsewhere = tmp_path / "watched", tmp_path / "elsewhere"
    watched.mkdir()
    elsewhere.mkdir()
    programs = {
        "a file that is there for a moment": (
            f"p = pathlib.Path({str(watched)!r}, 'swap')\np.write_text(word)\ntime.sleep(0.4)\np.unlink()"
        ),
        "a deleted file held open": (
            f"f = tempfile.TemporaryFile(dir={str(elsewhere)!r})\n"
            "f.write(word.encode())\nf.flush()\ntime.sleep(0.4)"
        ),
    }
    program = f"import pathlib, sys, tempfile, time\nword = sys.stdin.read()\n{programs[trace]}"
    watch = PlaintextWatch((NAME,), (watched,))
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, text=True)
    with process, watch.watching(process.pid):
        process.communicate(NAME)
    assert process.returncode == 0
    assert {find.form for find in watch.finds} == {"UTF-8"}
    assert list(watched.iterdir()) == list(elsewhere.iterdir()) == []


def test_the_watch_finds_a_core_file(tmp_path: Path) -> None:
    """What a crash writes where nothing keeps it from doing so."""
    program = "import os, sys\nword = sys.stdin.read()\nos.abort()"
    subprocess.run(
        [sys.executable, "-c", program],
        input=NAME,
        text=True,
        cwd=tmp_path,
        check=False,
        preexec_fn=unlimited_core_files,
    )
    if not any(tmp_path.iterdir()):
        pytest.skip("this machine keeps core files elsewhere")
    assert {find.word for find in PlaintextWatch((NAME,), (tmp_path,)).look()} == {NAME}
