"""Every use case with every role."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scribe_desktop import session as package
from scribe_desktop.checks.rules import RULES
from scribe_desktop.codes.code import CodeSystem
from scribe_desktop.errors import NotAllowed, Restricted
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.credential import Course, Credential
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import MAY, Action, who_may
from scribe_desktop.session.backups import Plan
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.policies import Policy as ClinicPolicy
from scribe_desktop.session.preferences import Retention
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.session import Session
from scribe_desktop.session.wrong_patient import Policy, When
from tests.helpers.visits import begin, new_visit, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

S, P, V, A, R = Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR
DRAFT, IN_REVIEW, RETURNED, SIGNED = (
    NoteState.DRAFT,
    NoteState.SUBMITTED,
    NoteState.RETURNED,
    NoteState.SIGNED,
)

UseCase = Callable[[Session, Chart], object]


def note_in(enter: Enter, state: NoteState) -> Chart:
    """A chart that the usual people have brought into this state."""
    scribe = enter(S)
    chart = begin(scribe, cc="Sore throat")
    if state is not DRAFT:
        scribe.charting.submit(chart.note.id)
    if state is RETURNED:
        enter(V).review.give_back(chart.note.id, "Add the dose")
    if state is SIGNED:
        enter(P).review.sign(chart.note.id, PASSPHRASE, "I agree.")
    return chart


def save(session: Session, chart: Chart) -> object:
    return session.charting.save(chart.note.id, {"hpi": typed(session, "More")})


def switch_on(session: Session, chart: Chart) -> None:
    session.preferences.set_destination(
        "folder", {"folder": str(Path.home())}, on=True, own_passphrase=PASSPHRASE
    )


def one_of(session: Session, role: Role) -> str:
    return next(person.id for person in session.people.all() if person.role is role)


def reset_the_scribes(session: Session, chart: Chart) -> None:
    session.second_factor.reset(one_of(session, S), own_passphrase=PASSPHRASE)


SWITCHABLE = next(rule.id for rule in RULES if not rule.always)


def change_speech(session: Session, chart: Chart) -> None:
    session.preferences.set_speech(engine=None, vosk_model="", microphone=None)


def export_certificates(session: Session, chart: Chart) -> None:
    path = session.profile.folder.parent / "certificates.csv"
    if session.person.role is not Role.AUDITOR:
        session.credentials.keep(session.person.id, Credential("CMSS"))
    assert session.credential_export.write(path, PASSPHRASE) == 1


def export_trail(session: Session, chart: Chart) -> None:
    session.audit.export(session.profile.folder.parent / "trail.csv", AuditFilter(), PASSPHRASE)


def purge(session: Session, chart: Chart) -> None:
    patient = chart.encounter.patient
    session.retention.purge(
        chart.encounter.id, reason="Past the time of the law.", mrn=patient.mrn, passphrase=PASSPHRASE
    )


def remove_one_more(session: Session, chart: Chart) -> None:
    """Somebody other than oneself, whom nobody else's work hangs on."""
    others = (person for person in session.people.all() if person.role in (S, R))
    session.keys.remove_login(next(p.id for p in others if p != session.person), PASSPHRASE)


def keep_certificate(session: Session, chart: Chart) -> None:
    kept = session.credentials.keep(session.person.id, Credential("CMSS", "4711"))
    assert kept in [holder.credential for holder in session.credentials.holders()]


def add_course(session: Session, chart: Chart) -> None:
    course = Course(session.desk.clock().date() - timedelta(days=2), 1.5, "Privacy")
    assert session.credentials.add_course(session.person.id, course).courses == (course,)


def restricted_for(session: Session, chart: Chart) -> Session:
    """This person's session as it is once a physician has restricted the chart."""
    provider = next(person for person in session.people.all() if person.role is P)
    Restrictions(replace(session.desk, person=provider)).restrict(chart.encounter.patient.id, on=True)
    return Session(session.desk, session.people._vault, session.people._data_key, session.profile)


def open_restricted(session: Session, chart: Chart) -> None:
    assert restricted_for(session, chart).charting.open(chart.encounter.id).restricted


def write_restricted(session: Session, chart: Chart) -> None:
    save(restricted_for(session, chart), chart)


def reveal(session: Session, chart: Chart) -> None:
    patient = restricted_for(session, chart).retention.reveal(chart.encounter.id)
    assert patient == chart.encounter.patient


TABLE: tuple[tuple[str, Action, NoteState, UseCase, set[Role]], ...] = (
    ("see encounters", Action.OPEN_ENCOUNTER, DRAFT, lambda s, _: s.charting.encounters(), {S, P, V, R}),
    ("see the queue", Action.OPEN_ENCOUNTER, DRAFT, lambda s, _: s.review.queue(), {S, P, V, R}),
    (
        "open a chart",
        Action.OPEN_ENCOUNTER,
        SIGNED,
        lambda s, c: s.charting.open(c.encounter.id),
        {S, P, V, R},
    ),
    ("see the outbox", Action.DELIVER, SIGNED, lambda s, _: s.courier.waiting(), {S, P, V, A}),
    (
        "begin",
        Action.CREATE_ENCOUNTER,
        DRAFT,
        lambda s, c: s.charting.begin(new_visit(c.encounter.provider_id, mrn="M-77")),
        {S, P, V},
    ),
    ("write a draft", Action.WRITE_DRAFT, DRAFT, save, {S, P, V}),
    ("write a returned note", Action.WRITE_DRAFT, RETURNED, save, {S, P, V}),
    ("write in review", Action.EDIT_IN_REVIEW, IN_REVIEW, save, {P}),
    ("submit", Action.SUBMIT, DRAFT, lambda s, c: s.charting.submit(c.note.id), {S, P, V}),
    ("give back", Action.RETURN, IN_REVIEW, lambda s, c: s.review.give_back(c.note.id, "why"), {P, V}),
    (
        "sign in review",
        Action.SIGN,
        IN_REVIEW,
        lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."),
        {P},
    ),
    ("sign a draft", Action.SIGN, DRAFT, lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."), {P}),
    (
        "add to it",
        Action.ADD_ADDENDUM,
        SIGNED,
        lambda s, c: s.review.add_addendum(c.note.id, "Later", PASSPHRASE),
        {P},
    ),
    ("send again", Action.SEND_AGAIN, SIGNED, lambda s, c: s.courier.send_again(c.note.id), {S, P, V, A}),
    ("send all again", Action.SEND_AGAIN, SIGNED, lambda s, _: s.courier.send_all_again(), {S, P, V, A}),
    ("change speech", Action.CHANGE_SETTINGS, DRAFT, change_speech, {S, P, V, A}),
    ("change destinations", Action.CHANGE_DESTINATIONS, DRAFT, switch_on, {P, V, A}),
    (
        "keep no sound",
        Action.CHANGE_RETENTION,
        DRAFT,
        lambda s, _: s.preferences.set_sound_retention(Retention.NOT_AT_ALL, 1),
        {P, V, A},
    ),
    (
        "add people",
        Action.MANAGE_PEOPLE,
        DRAFT,
        lambda s, _: s.people.add("New One", S, "", PASSPHRASE, own_passphrase=PASSPHRASE),
        {P, V, A},
    ),
    (
        "ask never",
        Action.CHANGE_SAFETY,
        DRAFT,
        lambda s, _: s.wrong_patient.set_policy(Policy(When.NEVER)),
        {P, V, A},
    ),
    (
        "add a physician",
        Action.APPOINT,
        DRAFT,
        lambda s, _: s.people.add("New One", P, "", PASSPHRASE, own_passphrase=PASSPHRASE),
        {P, A},
    ),
    (
        "add an administrator",
        Action.APPOINT,
        DRAFT,
        lambda s, _: s.people.add("New One", A, "", PASSPHRASE, own_passphrase=PASSPHRASE),
        {P, A},
    ),
    (
        "open a scribe's log-in again",
        Action.MANAGE_PEOPLE,
        DRAFT,
        lambda s, _: s.people.open_again(one_of(s, S), own_passphrase=PASSPHRASE),
        {P, V, A},
    ),
    (
        "open a physician's log-in again",
        Action.APPOINT,
        DRAFT,
        lambda s, _: s.people.open_again(one_of(s, P), own_passphrase=PASSPHRASE),
        {P, A},
    ),
    (
        "open an administrator's again",
        Action.APPOINT,
        DRAFT,
        lambda s, _: s.people.open_again(one_of(s, A), own_passphrase=PASSPHRASE),
        {P, A},
    ),
    (
        "set the policy",
        Action.CHANGE_POLICY,
        DRAFT,
        lambda s, _: s.policies.set(ClinicPolicy(lock_after=5), own_passphrase=PASSPHRASE),
        {P, V, A},
    ),
    ("reset a second factor", Action.MANAGE_PEOPLE, DRAFT, reset_the_scribes, {P, V, A}),
    (
        "see what earlier notes say",
        Action.OPEN_ENCOUNTER,
        DRAFT,
        lambda s, c: s.copy_forward.notes(c.encounter.id),
        {S, P, V, R},
    ),
    (
        "see deliveries",
        Action.OPEN_ENCOUNTER,
        SIGNED,
        lambda s, c: s.courier.for_note(c.note.id),
        {S, P, V, R},
    ),
    ("deliver", Action.DELIVER, SIGNED, lambda s, _: s.courier.deliver_due(), {S, P, V, A}),
    (
        "see secrets of destinations",
        Action.CHANGE_DESTINATIONS,
        DRAFT,
        lambda s, _: s.preferences.values("fhir"),
        {P, V, A},
    ),
    (
        "switch a rule off",
        Action.CHANGE_RULES,
        DRAFT,
        lambda s, _: s.checks.switch(SWITCHABLE, on=False),
        {P, V, A},
    ),
    (
        "forget a list of codes",
        Action.CHANGE_CLINIC_LISTS,
        DRAFT,
        lambda s, _: s.coding.forget_list(CodeSystem.CPT),
        {P, V, A},
    ),
    (
        "use the clinic's phrases",
        Action.CHANGE_CLINIC_LISTS,
        DRAFT,
        lambda s, _: s.phrasebook.set_clinic_folder(""),
        {P, V, A},
    ),
    ("remove a phrase", Action.KEEP_PHRASES, DRAFT, lambda s, _: s.phrasebook.remove("none"), {S, P, V}),
    (
        "choose a unit",
        Action.CHANGE_SETTINGS,
        DRAFT,
        lambda s, _: s.units.choose("temperature", ""),
        {S, P, V, A},
    ),
    ("confirm an order", Action.CONFIRM_ORDER, DRAFT, lambda s, _: s.orders.confirmation(), {P}),
    ("ask for the attestation", Action.SIGN, IN_REVIEW, lambda s, c: s.review.attestation(c.note.id), {P}),
    (
        "restrict a chart",
        Action.RESTRICT,
        DRAFT,
        lambda s, c: s.restrictions.restrict(c.encounter.patient.id, on=True),
        {P, V},
    ),
    (
        "open in an emergency",
        Action.BREAK_GLASS,
        DRAFT,
        lambda s, c: s.restrictions.open_in_emergency(c.encounter.id, "covering, cannot wait"),
        {S, R},
    ),
    ("export certificates", Action.EXPORT_CREDENTIALS, DRAFT, export_certificates, {S, P, V, A}),
    (
        "read the audit trail",
        Action.READ_AUDIT,
        DRAFT,
        lambda s, _: s.audit.look(AuditFilter()),
        {P, V, A, R},
    ),
    ("verify the audit trail", Action.READ_AUDIT, DRAFT, lambda s, _: s.audit.verify(), {P, V, A, R}),
    ("export the audit trail", Action.EXPORT_AUDIT, DRAFT, export_trail, {P, V, A, R}),
    ("plan backups", Action.KEEP_BACKUPS, DRAFT, lambda s, _: s.backups.set_plan(Plan()), {P, V, A}),
    ("see what is past its time", Action.PURGE, SIGNED, lambda s, _: s.retention.due(), {P, V, A}),
    ("purge a visit", Action.PURGE, SIGNED, purge, {P, V, A}),
    ("remove a log-in", Action.MANAGE_PEOPLE, DRAFT, remove_one_more, {P, V, A}),
    (
        "renew the recovery code",
        Action.APPOINT,
        DRAFT,
        lambda s, _: s.people.renew_recovery(PASSPHRASE),
        {P, A},
    ),
    ("prepare a new data key", Action.APPOINT, DRAFT, lambda s, _: s.keys.succeed(PASSPHRASE), {P, A}),
    ("keep a certificate of one's own", Action.KEEP_CREDENTIAL, DRAFT, keep_certificate, {S, P, V, A}),
    ("add a course of one's own", Action.KEEP_CREDENTIAL, DRAFT, add_course, {S, P, V, A}),
    ("open a restricted chart", Action.OPEN_RESTRICTED, DRAFT, open_restricted, {P, V}),
    ("write in a restricted chart", Action.OPEN_RESTRICTED, DRAFT, write_restricted, {P, V}),
    ("see whose restricted chart it is", Action.PURGE, DRAFT, reveal, {P, V, A}),
)
"""What is done, the action that it is or that most people lack for it, and who may."""


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("action", "state", "use", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_use_case_is_for_these_roles_alone(
    enter: Enter, action: Action, state: NoteState, use: UseCase, allowed: set[Role], role: Role
) -> None:
    chart = note_in(enter, state)
    session = enter(role)
    before = session.desk.store.notes.events(chart.note.id)
    if role in allowed:
        use(session, chart)
    else:
        with pytest.raises(NotAllowed) as refusal:
            use(session, chart)
        if isinstance(refusal.value, Restricted):
            assert who_may(action) in refusal.value.remedy
        else:
            assert session.person.name in str(refusal.value)
            assert refusal.value.remedy
        assert session.desk.store.notes.events(chart.note.id) == before


@pytest.mark.parametrize("role", [S, P, V, R])
@pytest.mark.parametrize(
    ("state", "writers"), [(DRAFT, {S, P, V}), (RETURNED, {S, P, V}), (IN_REVIEW, {P}), (SIGNED, set())]
)
def test_a_chart_says_whether_it_may_be_written(
    enter: Enter, state: NoteState, writers: set[Role], role: Role
) -> None:
    chart = note_in(enter, state)
    opened = enter(role).charting.open(chart.encounter.id)
    assert opened.state is state
    assert opened.may_write is (role in writers)


def test_every_action_is_asked_for_somewhere() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(package.__path__[0]).glob("*.py")]
    used = {name for source in sources for name in re.findall(r"\bAction\.([A-Z_]+)", source)}
    assert used >= {action.name for action in Action}


def test_every_action_is_walked_with_every_role() -> None:
    assert [action.name for action in Action if action not in {row[1] for row in TABLE}] == []


@pytest.mark.parametrize("action", Action)
def test_the_walk_agrees_with_the_table_of_rights(action: Action) -> None:
    """At least one way of doing it is open to exactly those whom the table names."""
    assert MAY[action] in [row[4] for row in TABLE if row[1] is action]
