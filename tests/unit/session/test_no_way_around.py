"""No public function of a use case reads a chart or changes the clinic's settings without asking for a right.

Every public method of every use case is called by somebody who may do nothing at all, on a store that shouts
when a chart is touched. A new use case, or a new method of one, is in the walk without being named here.

Then every public function that might come to a chart is called by every role against a restricted one. A new
function fails the test until it has a line in tests/helpers/ways_to_charts.py.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scribe_desktop import session as package
from scribe_desktop.errors import MustWait, NotAllowed, Restricted, ScribeError, WrongPassphrase
from scribe_desktop.notes import rights
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.session import Session
from scribe_desktop.store import tables
from scribe_desktop.store.recordings import Recordings
from scribe_desktop.store.store import Store
from scribe_desktop.vault.vault import Vault
from tests.helpers import ways_to_charts
from tests.helpers.ways_to_charts import (
    APART,
    ON_RECORD,
    REFUSED_IN_PASSING,
    TELLING,
    WAYS,
    ShownError,
    Target,
)
from tests.unit.session.conftest import PASSPHRASE, Enter

PACKAGE = Path(package.__path__[0]).parent
CHARTS = ("encounters", "drafts", "notes", "unsigned_texts", "deliveries", "recordings")


class TouchedError(Exception):
    """A chart was reached, or a setting of the clinic changed, and nobody asked who this is."""


class Charts:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        raise TouchedError(f"{self._name}.{name}")


class OwnSettings:
    """The real settings, of which only one's own may be written."""

    def __init__(self, settings: Any, person_id: str) -> None:
        self._settings, self._own = settings, f"person.{person_id}."

    def get(self, key: str, default: str = "") -> str:
        if key.startswith("destination."):
            raise TouchedError(key)
        return str(self._settings.get(key, default))

    def section(self, prefix: str) -> Any:
        if prefix.startswith("destination"):
            raise TouchedError(prefix)
        return self._settings.section(prefix)

    def put(self, key: str, value: str) -> None:
        if not key.startswith(self._own):
            raise TouchedError(f"{key} = {value}")


class KnownPeople:
    """Names may be read by whoever is logged in: the log-in page shows them."""

    def __init__(self, people: Any) -> None:
        self.get, self.all = people.get, people.all

    def __getattr__(self, name: str) -> Any:
        raise TouchedError(f"people.{name}")


class Trail:
    """May be added to by whoever is logged in, and read by nobody who may not."""

    def append(self, _event: object) -> None:
        pass

    def last_at(self) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        raise TouchedError(f"audit.{name}")


class GuardedStore:
    def __init__(self, store: Any, person_id: str) -> None:
        self.settings = OwnSettings(store.settings, person_id)
        self.people = KnownPeople(store.people)
        self.audit = Trail()
        self.is_closed = False
        for name in CHARTS:
            setattr(self, name, Charts(name))

    def __getattr__(self, name: str) -> Any:
        raise TouchedError(name)

    def close(self) -> None:
        pass

    def together(self) -> Any:
        return nullcontext()

    def afterwards(self, do: Callable[[], None]) -> None:
        do()


def kinds_of_use_case() -> list[type]:
    """Every class in `session/` that is made with a desk."""
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        members = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
        for kind in members.values():
            made_here = inspect.isclass(kind) and kind.__module__.endswith(f".{module.name}")
            if made_here and kind is not Session and "desk" in inspect.signature(kind).parameters:
                found.append(kind)
    return found


def methods(use_case: object) -> Iterator[str]:
    for name, member in inspect.getmembers(type(use_case)):
        public = not name.startswith("_")
        if public and (inspect.isfunction(member) or isinstance(member, property)):
            yield name


def call(use_case: object, name: str) -> None:
    member = inspect.getattr_static(type(use_case), name)
    if isinstance(member, property):
        getattr(use_case, name)
        return
    parameters = inspect.signature(getattr(use_case, name)).parameters.values()
    given = {p.name: Anything() for p in parameters if p.default is inspect.Parameter.empty}
    by_name = {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    places = [value for key, value in given.items() if key not in by_name]
    outcome = getattr(use_case, name)(*places, **{key: given[key] for key in given if key in by_name})
    if inspect.isgenerator(outcome):
        list(outcome)


class Anything(str):
    """An argument that goes a long way: a text, iterable, with every attribute."""

    def __new__(cls) -> "Anything":
        return super().__new__(cls, "anything")

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *_args: object, **_named: object) -> "Anything":
        return Anything()


WITHOUT = {
    "Charting.name_of": "names of people are on the log-in page",
    "NoteCheck.run": "looks at what it is given",
    "NoteCheck.require_submittable": "looks at what it is given",
    "Phrasebook.give_out": "writes one's own phrases, which hold no patient's data",
    "Preferences.set_keymap": "one's own keys",
    "OwnSecondFactor.switch_on": "one's own",
    "OwnSecondFactor.switch_off": "one's own",
    "Backups.standing": "when the last backup was made, which everybody is told",
    "Backups.destroy_condemned": "finishes a purge that somebody with the right began",
    "KeptSound.utterances_in": "looks at what it is given",
    "Proof.require": "asks for the right that it is given",
    "Restrictions.shown_rows": "looks at what it is given, and hides some of it",
    "Replay.choice": "looks at what it is given",
    "Replay.clip": "the sound of words in a chart that is open already",
    "Replacements.keep": "one's own rules",
    "Replacements.stage": "looks at what it is given",
    "Spelling.take_in": "one's own words",
    "Spelling.export": "one's own words",
    "AuditReview.leave": "moves the trail's anchor when anybody logs out",
}
"""What needs no right, or cannot be called with made-up arguments, and why it may be without."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up file names lead into a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def nobody(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Logged in, and allowed nothing."""
    real = enter(Role.SCRIBE)
    for action in rights.Action:
        monkeypatch.setitem(rights.MAY, action, frozenset())
    store: Any = GuardedStore(real.desk.store, real.person.id)
    desk = replace(real.desk, store=store)
    return Session(desk, real.people._vault, bytes(32), real.profile)


def use_cases(session: Session) -> dict[str, object]:
    return {type(part).__name__: part for part in vars(session).values() if type(part) in kinds_of_use_case()}


def test_every_use_case_is_part_of_the_session(nobody: Session) -> None:
    others = {
        "AuditTrail": "written by the use cases",
        "AuditBegin": "part of logging in",
        "SearchRecord": "kept by the search",
        "Confirmations": "asked when a draft is saved",
    }
    assert set(use_cases(nobody)) == {kind.__name__ for kind in kinds_of_use_case()} - others.keys()


@pytest.fixture
def not_enrolled(enter: Enter) -> Session:
    """A physician who has to set a second factor up before anything else."""
    real = enter(Role.PROVIDER)
    store: Any = GuardedStore(real.desk.store, real.person.id)
    session = Session(replace(real.desk, store=store), real.people._vault, bytes(32), real.profile)
    session.policies.now = replace(session.policies.now, second_factor=True)
    session.second_factor.hold_back()
    return session


@pytest.mark.parametrize("who", ["nobody", "not_enrolled"])
def test_nothing_reads_a_chart_or_changes_the_clinic_without_a_right(
    who: str, request: pytest.FixtureRequest
) -> None:
    ways_around, unclear = [], []
    for title, use_case in use_cases(request.getfixturevalue(who)).items():
        for name in methods(use_case):
            way = f"{title}.{name}"
            try:
                call(use_case, name)
            except (NotAllowed, WrongPassphrase, MustWait):
                continue
            except TouchedError as touched:
                if way not in WITHOUT:
                    ways_around.append(f"{way} reaches {touched}")
            except (ScribeError, TypeError, ValueError, AttributeError, LookupError) as error:
                unclear.append((way, f"{way}: {error!r}"))
    assert ways_around == [], "\n".join(ways_around)
    assert [said for way, said in unclear if way not in WITHOUT] == []


def test_the_walk_notices_a_way_around(nobody: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "require", lambda *_: None)
    with pytest.raises(TouchedError, match="encounters"):
        call(nobody.review, "queue")


def test_windows_never_reach_past_the_session() -> None:
    """What `views/` and `qt/` know of a store is a session: none of them names one."""
    sources = [path for folder in ("views", "qt") for path in (PACKAGE / folder).rglob("*.py")]
    assert len(sources) > 50
    assert [path.name for path in sources if "desk.store" in path.read_text(encoding="utf-8")] == []


REACHING = {Desk, Store, Session, Vault, Recordings, Profile}
"""Who holds one of these, or is made with one, might come to a chart."""


def modules() -> list[ModuleType]:
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def takes(made: object, known: set[str]) -> bool:
    """Whether a function, or what makes an object, is given one of these classes."""
    parameters = inspect.signature(made).parameters.values()  # type: ignore[arg-type]
    return any(known & set(re.findall(r"\w+", str(one.annotation))) for one in parameters)


def public_functions() -> set[str]:
    """Of classes and modules that might come to a chart: "Charting.open", "opening.open_session"."""
    classes, functions = {}, {}
    for module in modules():
        for name, member in vars(module).items():
            if getattr(member, "__module__", "") != module.__name__ or name.startswith("_"):
                continue
            if inspect.isclass(member):
                classes[name] = member
            elif inspect.isfunction(member):
                functions[f"{module.__name__.rpartition('.')[2]}.{name}"] = member
    reaching = {kind.__name__ for kind in REACHING}
    while more := {name for name in classes.keys() - reaching if takes(classes[name], reaching)}:
        reaching |= more
    named = {f"{owner}.{name}" for owner in reaching & classes.keys() for name in own_names(classes[owner])}
    return named | {name for name, function in functions.items() if takes(function, reaching)}


def own_names(kind: type) -> Iterator[str]:
    asked = (property, cached_property, classmethod, staticmethod)
    for name, member in vars(kind).items():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, asked)):
            yield name


def test_every_public_function_is_tried_against_a_restricted_chart_or_leads_to_none() -> None:
    """A new one needs a line in tests/helpers/ways_to_charts.py: the way it goes, or why it leads nowhere."""
    apart = [name for names in APART.values() for name in names.split()]
    tried = {way.partition(",")[0] for way in WAYS}
    assert len(apart) == len(set(apart))
    assert tried & set(apart) == set()
    assert tried | set(apart) == public_functions()
    assert set(ON_RECORD) | REFUSED_IN_PASSING <= WAYS.keys()


@pytest.fixture
def target(enter: Enter, tmp_path: Path) -> Target:
    return ways_to_charts.make(enter(Role.SCRIBE), enter(Role.PROVIDER), tmp_path, PASSPHRASE)


def stored(session: Session) -> dict[str, list[Any]]:
    """All rows that are about patients, and which of these are restricted."""
    left_out = {"audit_entries", "settings", "people", "workstations"}
    with session.desk.store._database.transaction() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in tables.metadata.sorted_tables
            if table.name not in left_out
        }
    return {**rows, "restricted": [session.desk.store.settings.section("restricted")]}


def wrongs(session: Session, target: Target, way: str) -> Iterator[str]:
    """What one way tells or changes that it may not, in the hands of somebody who may not open the chart."""
    vars(session.desk).pop("audit", None)  # which writes a refusal down only once in a while
    before, seen = stored(session), session.desk.store.audit.head().seq
    error: Exception | None = None
    try:
        said = repr(WAYS[way](session, target))
    except NotAllowed as refusal:
        error, said = refusal, refusal.in_full()
    except ScribeError as refusal:
        said = refusal.in_full()
    except ShownError as shown:
        said = f"shown: {shown}"
        yield said
    entries = [one for one in session.desk.store.audit.page(AuditFilter()) if one.seq > seen]
    if error is None and way in ON_RECORD:
        if not any((one.kind, one.patient_id) == (ON_RECORD[way], target.patient_id) for one in entries):
            yield "leaves no entry"
        return
    told = [word for word in TELLING if word.casefold() in said.casefold()]
    if told:
        yield f"tells {told} in {said}"
    if stored(session) != before:
        yield "changes something"
    refused = [one for one in entries if one.kind == AuditKind.REFUSED]
    if isinstance(error, Restricted) and target.patient_id not in {one.patient_id for one in refused}:
        yield "is refused, and the entry does not name the patient"
    if error is not None and not refused and way not in REFUSED_IN_PASSING:
        yield "is refused without an entry"


@pytest.mark.parametrize("role", [Role.SCRIBE, Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_way_tells_of_a_restricted_chart_or_changes_it(enter: Enter, target: Target, role: Role) -> None:
    found = [f"{way} {wrong}" for way in WAYS for wrong in wrongs(enter(role), target, way)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.SUPERVISOR])
def test_every_way_is_open_to_those_who_may_open_it(enter: Enter, target: Target, role: Role) -> None:
    session, restricted = enter(role), []
    for way, go in WAYS.items():
        try:
            go(session, target)
        except Restricted:
            restricted.append(way)
        except (ScribeError, ShownError, LookupError):
            continue
    assert restricted == []


def test_the_walk_notices_a_restriction_that_is_not_asked_about(
    enter: Enter, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = enter(Role.SCRIBE)
    monkeypatch.setattr(Restrictions, "allows", lambda *_: True)
    told = {way for way in WAYS if any(" tells " in f" {wrong}" for wrong in wrongs(session, target, way))}
    assert {"Charting.encounters", "Charting.open", "Searching.find", "Courier.waiting"} <= told
