"""Certificates on paper: who has which, until when, who has seen it, the hours; with lines to sign."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from scribe_desktop.notes.credential import HOURS_A_YEAR, Credential
from scribe_desktop.notes.people import Person, Workstation
from scribe_desktop.session.credentials import Holder

_LINE = "_" * 34


def render(holders: Sequence[Holder], workstation: Workstation, by: Person, today: date) -> bytes:
    """The sheet as PDF on US letter paper; the same holders give the same bytes on the same day."""
    # loaded for the few times in a year that somebody needs it
    from reportlab.lib.pagesizes import LETTER
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepTogether, SimpleDocTemplate

    buffer, styles = BytesIO(), _styles()
    template = SimpleDocTemplate(
        buffer, pagesize=LETTER, leftMargin=22 * mm, rightMargin=22 * mm, title="Certificates of scribes",
        creator="scribe-desktop", invariant=1,
    )  # fmt: skip
    made = f"{workstation.name}, {today:%m/%d/%Y}, exported by {by.signature_name}"
    parts: list[Any] = [_set("Certificates of scribes", styles["title"]), _set(made, styles["text"])]
    for holder in holders:
        heading = f"{holder.person.signature_name} · {holder.person.role.label}"
        lines = [_set(line, styles["text"]) for line in _about(holder.credential, today)]
        parts.append(KeepTogether([_set(heading, styles["name"]), *lines]))
    parts.append(KeepTogether([_set(line, styles["sign"]) for line in _TO_SIGN]))
    template.build(parts)
    return buffer.getvalue()


_TO_SIGN = (
    "I have compared this list with the certificates themselves.",
    f"Name {_LINE}",
    f"Signature {_LINE}   Date ______________",
)


def _about(credential: Credential, today: date) -> Iterator[str]:
    yield " ".join(filter(None, (credential.certificate or "No certificate", credential.number)))
    if credential.expires is not None:
        ended = "ended on" if today > credential.expires else "holds until"
        yield f"It {ended} {credential.expires:%m/%d/%Y}."
    if credential.attestation:
        yield f"Attestation number {credential.attestation}"
    checked = credential.checked_by
    yield f"Checked by {checked}." if checked else "Nobody has checked it."
    year = today.year
    yield f"Continuing education in {year}: {credential.hours_in(year):g} of {HOURS_A_YEAR:g} hours."
    for course in credential.courses:
        yield f"    {course.day:%m/%d/%Y}   {course.hours:g} h   {course.title}"


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    from scribe_desktop.connectors.fonts import typeface

    face = typeface()
    text = ParagraphStyle("text", fontName=face.regular, fontSize=10, leading=14)
    return {
        "text": text,
        "title": ParagraphStyle("title", text, fontName=face.bold, fontSize=18, leading=26),
        "name": ParagraphStyle("name", text, fontName=face.bold, fontSize=12, leading=17, spaceBefore=14),
        "sign": ParagraphStyle("sign", text, spaceBefore=18),
    }


def _set(text: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph

    from scribe_desktop.connectors.fonts import typeface

    return Paragraph(escape(typeface().spelled(text)).replace("  ", "\N{NO-BREAK SPACE} "), style)
