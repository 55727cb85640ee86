"""What is past the policy is listed, and purged only with a reason and the MRN typed again."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.retention_view import RetentionView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.visits import begin, new_visit
from tests.views.conftest import Clinic


def listed(view: RetentionView) -> list[str]:
    rows = (view.visits.topLevelItem(at) for at in range(view.visits.topLevelItemCount()))
    return [row.text(1) for row in rows if row is not None]


def opened(
    qtbot: QtBot, session: Session, jobs: Jobs, open_chart: str = ""
) -> tuple[RetentionView, Keyboard]:
    view = RetentionView(session, jobs, lambda encounter_id: encounter_id == open_chart)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    return view, keyboard


def test_a_visit_past_the_policy_is_purged_by_keyboard(
    qtbot: QtBot, session: Session, jobs: Jobs, clinic: Clinic
) -> None:
    begin(session, mrn="M-2", hpi="Fell.")
    provider = session.charting.providers()[0]
    long_ago = session.desk.clock() - timedelta(days=3000)
    session.charting.begin(new_visit(provider.id, mrn="M-1"), started_at=long_ago)
    view, keyboard = opened(qtbot, session, jobs)
    assert "No visit is past" in view.state.text()
    assert not view.purge_card.isVisible()
    view.years.setValue(7)
    view.keep_years.click()
    assert jobs.wait(20_000)
    assert listed(view) == ["M-1"]
    view.reason.setFocus()
    keyboard.type("Past the seven years.")
    keyboard.press(Key.Key_Tab)
    keyboard.type("M-2")
    view.purge.click()
    assert jobs.wait(20_000)
    assert "not the MRN" in view.purge_message.text()
    view.mrn.setText("M-1")
    view.passphrase.setText("not mine at all")
    view.purge.click()
    assert jobs.wait(20_000)
    assert "not the right one" in view.purge_message.text()
    assert listed(view) == ["M-1"]
    assert keyboard.focus is view.passphrase
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "Gone for good" in view.purge_message.text()
    assert view.passphrase.text() == ""
    assert listed(view) == []
    assert [row.encounter.patient.mrn for row in session.charting.encounters()] == ["M-2"]


def test_any_visit_is_found_by_its_mrn_but_not_purged_while_open(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    chart = begin(session, mrn="M-1", hpi="Fell.")
    view, keyboard = opened(qtbot, session, jobs, chart.encounter.id)
    view.find_mrn.setFocus()
    keyboard.type("M-1")
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert listed(view) == ["M-1"]
    view.purge.click()
    assert "chart is open" in view.purge_message.text()
    assert jobs.wait(20_000)
    assert session.charting.encounters()


def test_a_scribe_sees_that_others_decide(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    session = clinic.log_in(clinic.scribe, clinic.scribe_passphrase)
    view, _ = opened(qtbot, session, jobs)
    session.close()
    assert view.not_allowed.isVisible()
    assert not any(card.isVisible() for card in (view.policy_card, view.visits_card, view.purge_card))


def test_an_administrator_reveals_one_restricted_row_and_that_is_on_record(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    restricted = [begin(session, mrn=mrn, name="Imogen Hartley", hpi="Fell.") for mrn in ("M-1", "M-1")]
    session.restrictions.restrict(restricted[0].encounter.patient.id, on=True)
    passphrase = "a rather long walk at dusk"
    person = session.people.add(
        "Ada Min", Role.ADMINISTRATOR, "", passphrase, own_passphrase=clinic.physician_passphrase
    )
    session.close()
    administrator = clinic.log_in(person.name, passphrase)
    view, keyboard = opened(qtbot, administrator, jobs)
    view.find_mrn.setFocus()
    keyboard.type("M-1")
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert listed(view) == ["restricted", "restricted"]
    view.visits.setFocus()
    keyboard.press(Key.Key_Down, Key.Key_Tab)
    assert keyboard.focus is view.reveal
    keyboard.press(Key.Key_Space)
    assert jobs.wait(20_000)
    assert listed(view) == ["restricted", "M-1"]
    assert not view.reveal.isEnabled()
    keyboard.press(Key.Key_Up)
    assert view.reveal.isEnabled()
    assert jobs.wait(20_000)
    (entry,) = administrator.desk.store.audit.page(AuditFilter(kind=AuditKind.IDENTITY_SHOWN))
    assert (entry.patient_id, entry.person_id) == (restricted[0].encounter.patient.id, person.id)
    administrator.close()


def long_ago(session: Session, count: int) -> list[str]:
    """Ids of visits of M-0, M-1, … that are past a policy of seven years, which is set."""
    session.retention.set_years(7)
    provider, at = session.charting.providers()[0], session.desk.clock() - timedelta(days=3000)
    visits = [new_visit(provider.id, mrn=f"M-{number}") for number in range(count)]
    return [session.charting.begin(visit, started_at=at) for visit in visits]


def test_all_that_is_past_the_policy_is_purged_in_one_act(
    qtbot: QtBot, session: Session, jobs: Jobs, clinic: Clinic
) -> None:
    _, in_window, _ = long_ago(session, 3)
    view, keyboard = opened(qtbot, session, jobs, open_chart=in_window)
    everything = view.purge_all
    assert "2 visits" in everything.about.text()
    assert "staying: 1" in everything.about.text()
    everything.reason.setFocus()
    keyboard.type("Past the seven years.")
    keyboard.press(Key.Key_Tab)
    keyboard.type("3")
    keyboard.press(Key.Key_Tab)
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "not the number" in everything.message.text()
    assert keyboard.focus is everything.count
    keyboard.type("2")
    keyboard.press(Key.Key_Tab, Key.Key_Return)
    assert jobs.wait(20_000)
    assert "2 visits" in everything.message.text()
    assert listed(view) == ["M-1"]
    assert everything.passphrase.text() == ""
    assert not everything.stop.isVisible()


def test_what_a_restore_moved_aside_is_named_before_it_goes(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    aside = session.profile.folder / "replaced-20250101T000000Z"
    aside.mkdir()
    long_ago(session, 2)
    view, _ = opened(qtbot, session, jobs)
    for label in (view.along, view.purge_all.along):
        assert aside.name in label.text()
        assert label.isVisible()


def test_one_visit_past_the_policy_is_no_matter_for_the_card_of_many(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    long_ago(session, 1)
    view, _ = opened(qtbot, session, jobs)
    assert listed(view) == ["M-0"]
    assert not view.purge_all.isVisible()
