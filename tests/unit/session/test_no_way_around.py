"""No public function of a use case reads a chart or changes the clinic's settings without asking for a right.

Every public method of every use case is called by somebody who may do nothing at all, on a store that shouts
when a chart is touched. A new use case, or a new method of one, is in the walk without being named here.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scribe_desktop import session as package
from scribe_desktop.errors import MustWait, NotAllowed, ScribeError, WrongPassphrase
from scribe_desktop.notes import rights
from scribe_desktop.notes.people import Role
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.session import Session
from tests.unit.session.conftest import Enter

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
    "AuditReview.leave": "moves the trail's anchor when anybody logs out",
}
"""What needs no right, or cannot be called with made-up arguments, and why it may be without."""


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
    }
    assert set(use_cases(nobody)) == {kind.__name__ for kind in kinds_of_use_case()} - others.keys()


def test_nothing_reads_a_chart_or_changes_the_clinic_without_a_right(nobody: Session) -> None:
    ways_around, unclear = [], []
    for title, use_case in use_cases(nobody).items():
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
