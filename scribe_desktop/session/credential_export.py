"""Takes scribes' certificates out of the program: a table for a spreadsheet, a sheet for whoever attests."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.credential import HOURS_A_YEAR, Credential
from scribe_desktop.notes.rights import Action
from scribe_desktop.session import export_file
from scribe_desktop.session.audit import announced
from scribe_desktop.session.credential_sheet import render
from scribe_desktop.session.credentials import Credentials, Holder
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.proof import Proof

_HEADINGS = (
    "Name", "Role", "Certificate", "Number", "Last day", "Attestation number", "Checked by",
    "Hours this year", "Hours needed", "Courses",
)  # fmt: skip


@dataclass(frozen=True)
class CredentialExport:
    """Everybody's certificates that this person may see, as far as there is anything on record."""

    desk: Desk
    credentials: Credentials
    proof: Proof

    def write(self, path: Path, passphrase: str) -> int:
        """Write a CSV file, or a PDF sheet if its name ends in .pdf; returns of how many people.

        Args:
            passphrase: typed again; may be empty if that was a moment ago.

        Raises:
            NotAllowed: this role does not export them.
            PassphraseNeeded, WrongPassphrase, MustWait: who asks has not proved who they are.
            BadInput: the file cannot be written, or there is nothing to write; there is none then.
        """
        self.proof.require(Action.EXPORT_CREDENTIALS, passphrase)
        holders = [one for one in self.credentials.holders() if one.credential != Credential()]
        if not holders:
            raise BadInput("No certificate is on record yet.", remedy="Enter one and keep it first.")
        today = self.desk.clock().astimezone().date()
        with announced(self.desk, AuditKind.CREDENTIALS_EXPORTED, f"{len(holders)} people"):
            if path.suffix.casefold() == ".pdf":
                sheet = render(holders, self.desk.workstation, self.desk.person, today)
                export_file.write(path, sheet)
            else:
                _write_table(path, holders, today)
        return len(holders)


def _write_table(path: Path, holders: list[Holder], today: date) -> None:
    # with a byte order mark, by which spreadsheets know the encoding
    with export_file.fresh_file(path, "utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADINGS)
        rows.writerows([export_file.harmless(cell) for cell in _row(holder, today)] for holder in holders)


def _row(holder: Holder, today: date) -> tuple[str, ...]:
    credential = holder.credential
    courses = (f"{course.day:%m/%d/%Y} {course.hours:g} h {course.title}" for course in credential.courses)
    return (
        holder.person.name,
        holder.person.role.label,
        credential.certificate,
        credential.number,
        f"{credential.expires:%m/%d/%Y}" if credential.expires else "",
        credential.attestation,
        credential.checked_by,
        f"{credential.hours_in(today.year):g}",
        f"{HOURS_A_YEAR:g}",
        "; ".join(courses),
    )
