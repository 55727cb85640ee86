"""Every use case with every role."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scribe_desktop import session as package
from scribe_desktop.checks.rules import RULES
from scribe_desktop.codes.code import CodeSystem
from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.credential import Credential
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.backups import Plan
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.policies import Policy as ClinicPolicy
from scribe_desktop.session.preferences import Retention
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
    session.preferences.set_destination("folder", {"folder": str(Path.home())}, on=True)


def one_of(session: Session, role: Role) -> str:
    return next(person.id for person in session.people.all() if person.role is role)


def reset_the_scribes(session: Session, chart: Chart) -> None:
    session.second_factor.reset(one_of(session, S))


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


TABLE: tuple[tuple[str, NoteState, UseCase, set[Role]], ...] = (
    ("see encounters", DRAFT, lambda s, _: s.charting.encounters(), {S, P, V, R}),
    ("see the queue", DRAFT, lambda s, _: s.review.queue(), {S, P, V, R}),
    ("open a chart", SIGNED, lambda s, c: s.charting.open(c.encounter.id), {S, P, V, R}),
    ("see the outbox", SIGNED, lambda s, _: s.courier.waiting(), {S, P, V}),
    (
        "begin",
        DRAFT,
        lambda s, c: s.charting.begin(new_visit(c.encounter.provider_id, mrn="M-77")),
        {S, P, V},
    ),
    ("write a draft", DRAFT, save, {S, P, V}),
    ("write a returned note", RETURNED, save, {S, P, V}),
    ("write in review", IN_REVIEW, save, {P}),
    ("submit", DRAFT, lambda s, c: s.charting.submit(c.note.id), {S, P, V}),
    ("give back", IN_REVIEW, lambda s, c: s.review.give_back(c.note.id, "why"), {P, V}),
    ("sign in review", IN_REVIEW, lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."), {P}),
    ("sign a draft", DRAFT, lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."), {P}),
    ("add to it", SIGNED, lambda s, c: s.review.add_addendum(c.note.id, "Later", PASSPHRASE), {P}),
    ("send again", SIGNED, lambda s, c: s.courier.send_again(c.note.id), {S, P, V, A}),
    ("send all again", SIGNED, lambda s, _: s.courier.send_all_again(), {S, P, V, A}),
    ("change speech", DRAFT, change_speech, {S, P, V, A}),
    ("change destinations", DRAFT, switch_on, {P, V, A}),
    (
        "keep no sound",
        DRAFT,
        lambda s, _: s.preferences.set_sound_retention(Retention.NOT_AT_ALL, 1),
        {P, V, A},
    ),
    ("add people", DRAFT, lambda s, _: s.people.add("New One", S, "", PASSPHRASE), {P, V, A}),
    ("ask never", DRAFT, lambda s, _: s.wrong_patient.set_policy(Policy(When.NEVER)), {P, V, A}),
    ("add a physician", DRAFT, lambda s, _: s.people.add("New One", P, "", PASSPHRASE), {P, A}),
    ("add an administrator", DRAFT, lambda s, _: s.people.add("New One", A, "", PASSPHRASE), {P, A}),
    ("open a scribe's log-in again", DRAFT, lambda s, _: s.people.open_again(one_of(s, S)), {P, V, A}),
    ("open a physician's log-in again", DRAFT, lambda s, _: s.people.open_again(one_of(s, P)), {P, A}),
    ("open an administrator's again", DRAFT, lambda s, _: s.people.open_again(one_of(s, A)), {P, A}),
    ("set the policy", DRAFT, lambda s, _: s.policies.set(ClinicPolicy(lock_after=5)), {P, V, A}),
    ("reset a second factor", DRAFT, reset_the_scribes, {P, V, A}),
    ("see what earlier notes say", DRAFT, lambda s, c: s.copy_forward.notes(c.encounter.id), {S, P, V, R}),
    ("see deliveries", SIGNED, lambda s, c: s.courier.for_note(c.note.id), {S, P, V, R}),
    ("deliver", SIGNED, lambda s, _: s.courier.deliver_due(), {S, P, V, A}),
    ("see secrets of destinations", DRAFT, lambda s, _: s.preferences.values("fhir"), {P, V, A}),
    ("switch a rule off", DRAFT, lambda s, _: s.checks.switch(SWITCHABLE, on=False), {P, V, A}),
    ("forget a list of codes", DRAFT, lambda s, _: s.coding.forget_list(CodeSystem.CPT), {P, V, A}),
    ("use the clinic's phrases", DRAFT, lambda s, _: s.phrasebook.set_clinic_folder(""), {P, V, A}),
    ("remove a phrase", DRAFT, lambda s, _: s.phrasebook.remove("none"), {S, P, V}),
    ("choose a unit", DRAFT, lambda s, _: s.units.choose("temperature", ""), {S, P, V, A}),
    ("confirm an order", DRAFT, lambda s, _: s.orders.confirmation(), {P}),
    ("ask for the attestation", IN_REVIEW, lambda s, c: s.review.attestation(c.note.id), {P}),
    (
        "restrict a chart",
        DRAFT,
        lambda s, c: s.restrictions.restrict(c.encounter.patient.id, on=True),
        {P, V},
    ),
    (
        "open in an emergency",
        DRAFT,
        lambda s, c: s.restrictions.open_in_emergency(c.encounter.id, "covering, cannot wait"),
        {S, R},
    ),
    ("export certificates", DRAFT, export_certificates, {S, P, V, A}),
    ("read the audit trail", DRAFT, lambda s, _: s.audit.look(AuditFilter()), {P, V, A, R}),
    ("verify the audit trail", DRAFT, lambda s, _: s.audit.verify(), {P, V, A, R}),
    ("export the audit trail", DRAFT, export_trail, {P, V, A, R}),
    ("plan backups", DRAFT, lambda s, _: s.backups.set_plan(Plan()), {P, V, A}),
    ("see what is past its time", SIGNED, lambda s, _: s.retention.due(), {P, V, A}),
    ("purge a visit", SIGNED, purge, {P, V, A}),
    ("remove a log-in", DRAFT, remove_one_more, {P, V, A}),
    ("renew the recovery code", DRAFT, lambda s, _: s.people.renew_recovery(PASSPHRASE), {P, A}),
    ("prepare a new data key", DRAFT, lambda s, _: s.keys.succeed(PASSPHRASE), {P, A}),
)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("state", "use", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_use_case_is_for_these_roles_alone(
    enter: Enter, state: NoteState, use: UseCase, allowed: set[Role], role: Role
) -> None:
    chart = note_in(enter, state)
    session = enter(role)
    before = session.desk.store.notes.events(chart.note.id)
    if role in allowed:
        use(session, chart)
    else:
        with pytest.raises(NotAllowed) as refusal:
            use(session, chart)
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
