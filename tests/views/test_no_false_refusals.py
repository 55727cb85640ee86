"""Whatever key somebody presses in ordinary work, no entry says that they tried what they may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session.commands import CommandId, command
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Someone, Visitor, clinic_in, session_of
from tests.helpers.clinic_day import ClinicDay

FIRST = Visitor("M-4711", "Imogen Hartley")
OTHERS = {
    role: Someone(f"{role.value.capitalize()} Brook", "", role, "gravel roads in the autumn rain")
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)
}
PEOPLE = {Role.SCRIBE: SCRIBE, Role.PROVIDER: PHYSICIAN, **OTHERS}
TRIED = (
    CommandId.ENCOUNTERS, CommandId.REVIEW_QUEUE, CommandId.OUTBOX, CommandId.SEARCH, CommandId.AUDIT,
    CommandId.SETTINGS, CommandId.NEW_ENCOUNTER, CommandId.SAVE, CommandId.SUBMIT, CommandId.SIGN,
    CommandId.RETURN, CommandId.ADDENDUM, CommandId.SEND_AGAIN, CommandId.CONFIRM_ROW, CommandId.RESTRICT,
    CommandId.COPY_FORWARD, CommandId.PASTE_NOTE, CommandId.NOTE_TYPE,
)  # fmt: skip


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    profile = clinic_in(tmp_path, FIRST)
    session = session_of(profile, PHYSICIAN)
    for someone in OTHERS.values():
        session.people.add(
            someone.name, someone.role, "", someone.passphrase, own_passphrase=PHYSICIAN.passphrase
        )
    session.close()
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


@pytest.mark.parametrize("role", Role)
def test_no_key_that_a_window_offers_is_an_attempt_at_anything(day: ClinicDay, role: Role) -> None:
    day.enter(PEOPLE[role])
    session = day.workspace.session
    if role is not Role.ADMINISTRATOR:
        day.open(FIRST.name)
    for tried in TRIED:
        day.hands.press(command(tried).keys[0], "x", "Escape")
        assert day.app.jobs.wait(20_000)
    refused = session.desk.store.audit.page(AuditFilter(kind=AuditKind.REFUSED))
    assert [entry.detail for entry in refused] == []
