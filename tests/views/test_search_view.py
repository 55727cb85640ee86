"""Words typed, sections listed, a chart opened, without a mouse."""

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.hit_list import FOUND, stretches
from scribe_desktop.views.search_view import SearchView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.visits import begin


def shown(view: SearchView) -> list[tuple[str, str]]:
    """Patient and section of each row."""
    model = view.list.model()
    rows = [model.index(at, 0).data(FOUND) for at in range(model.rowCount())]
    return [(row.hit.patient.mrn, row.section) for row in rows]


def ask(qtbot: QtBot, view: SearchView, keyboard: Keyboard, words: str) -> None:
    keyboard.replace(words)
    qtbot.waitUntil(lambda: not view._soon.isActive(), timeout=5000)
    assert view._jobs.wait(20_000)


def test_words_lead_to_the_chart_by_keyboard(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    one = begin(session, mrn="M-1", hpi="Crushing chest pain.", plan="Aspirin.")
    begin(session, mrn="M-2", hpi="Chest wall tender.")
    view = SearchView(session, jobs, None)
    keyboard = Keyboard(qtbot, view)
    assert keyboard.focus is view.query
    ask(qtbot, view, keyboard, "chest")
    assert sorted(shown(view)) == [
        ("M-1", "History of present illness"),
        ("M-2", "History of present illness"),
    ]
    ask(qtbot, view, keyboard, "chest pain")
    assert shown(view) == [("M-1", "History of present illness")]
    with qtbot.waitSignal(view.open_asked) as asked:
        keyboard.press(Key.Key_Return)
    assert asked.args == [one.encounter.id]


def test_the_arrow_keys_walk_the_list_while_one_types_on(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    for number in range(3):
        begin(session, mrn=f"M-{number}", hpi="Chest pain.")
    view = SearchView(session, jobs, None)
    keyboard = Keyboard(qtbot, view)
    ask(qtbot, view, keyboard, "chest")
    keyboard.press(Key.Key_Down, Key.Key_Down)
    assert (view.list.currentIndex().row(), keyboard.focus) == (2, view.query)
    keyboard.press(Key.Key_Up)
    assert view.list.currentIndex().row() == 1


def test_a_chart_in_front_limits_the_search_to_its_patient(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    chart = begin(session, mrn="M-1", hpi="Chest pain.")
    begin(session, mrn="M-2", hpi="Chest pain.")
    view = SearchView(session, jobs, chart.encounter.patient)
    keyboard = Keyboard(qtbot, view)
    ask(qtbot, view, keyboard, "chest")
    assert [mrn for mrn, _ in shown(view)] == ["M-1"]
    keyboard.press(Key.Key_Tab, Key.Key_Up)
    assert jobs.wait(20_000)
    assert sorted(mrn for mrn, _ in shown(view)) == ["M-1", "M-2"]


def test_nothing_found_and_nothing_asked_are_said(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    view = SearchView(session, jobs, None)
    keyboard = Keyboard(qtbot, view)
    assert "all of them" in view.state.text()
    ask(qtbot, view, keyboard, "zebra")
    assert view.state.text() == "Nothing has all these words."
    assert not view.open_chart.isEnabled()
    assert not view.list.isVisible()
    with qtbot.waitSignal(view.close_asked):
        keyboard.press(Key.Key_Escape)


def told(session: Session, kind: AuditKind) -> set[str]:
    """Patients whom entries of this kind name."""
    return {entry.patient_id for entry in session.desk.store.audit.page(AuditFilter(kind=kind))}


def test_whose_words_stood_in_sight_is_on_record_and_nobody_elses(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    charts = [begin(session, mrn=f"M-{number}", hpi="Chest pain.") for number in range(30)]
    for chart in charts:
        session.desk.audit.again(AuditKind.CHART_READ, chart.note.id)
    view = SearchView(session, jobs, None)
    view.resize(900, 500)
    keyboard = Keyboard(qtbot, view)
    ask(qtbot, view, keyboard, "chest")
    assert len(shown(view)) == 30
    assert told(session, AuditKind.HIT_READ) == set()
    qtbot.waitUntil(lambda: bool(told(session, AuditKind.HIT_READ)), timeout=10_000)
    first = told(session, AuditKind.HIT_READ)
    assert charts[-1].encounter.patient.id in first
    assert charts[0].encounter.patient.id not in first
    view.list.scrollToBottom()
    last = charts[0].encounter.patient.id
    qtbot.waitUntil(lambda: last in told(session, AuditKind.HIT_READ), timeout=10_000)


@pytest.mark.parametrize(
    ("snippet", "pieces"),
    [
        ("no \x02fever\x03.", [("no ", False), ("fever", True), (".", False)]),
        ("\x02chest\x03\n pain", [("chest", True), (" pain", False)]),
        ("", []),
    ],
)
def test_a_snippet_is_taken_apart_at_what_was_found(snippet: str, pieces: list[tuple[str, bool]]) -> None:
    assert list(stretches(snippet)) == pieces


def test_odd_typing_finds_nothing_and_is_no_error(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    view = SearchView(session, jobs, None)
    keyboard = Keyboard(qtbot, view)
    ask(qtbot, view, keyboard, '"((*')
    assert view.state.text() == "Nothing has all these words."
