"""The recovery kit: one sheet to print, with the code, what it opens and what to do."""

from datetime import date
from io import BytesIO
from pathlib import Path

from scribe_desktop.durable import replace_whole
from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.clock import utc_now
from scribe_desktop.notes.people import Workstation

_STEPS = (
    (
        "Print this sheet, then delete the file: whoever has it and this computer or one of its backups can "
        "read every note."
    ),
    "Keep the paper away from the computer, where only people you trust can reach it.",
    "A passphrase is forgotten, or the keyring is lost: choose “Use the recovery code” on the log-in page.",
    (
        "The computer is lost: install the program on a new one and run “scribe-desktop backup restore FILE” "
        "with the newest backup; it asks for this code."
    ),
    (
        "After a new code or a new data key, destroy this sheet. Backups made before then still open with "
        "it, so keep it as long as you keep them, or destroy both."
    ),
)


def save(path: Path, workstation: Workstation, code: str) -> None:
    """Write the sheet, for this user's eyes only. Raises `StoreNotWritable`."""
    content = render(workstation, code, utc_now().astimezone().date())
    try:
        replace_whole(path, content)
    except OSError as error:
        raise StoreNotWritable(
            f"{path} cannot be written: {error.strerror}.", remedy="Choose another folder."
        ) from error


def render(workstation: Workstation, code: str, made_on: date) -> bytes:
    """The sheet as PDF on US letter paper, with the code in words and as a QR code."""
    # loaded for the one time in a year that somebody needs it
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.pagesizes import LETTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    text = ParagraphStyle("text", fontName="Helvetica", fontSize=11, leading=16, spaceAfter=3 * mm)
    title = ParagraphStyle("title", text, fontName="Helvetica-Bold", fontSize=20, leading=26)
    large = ParagraphStyle("large", text, fontName="Courier-Bold", fontSize=17, leading=26)
    square = QrCodeWidget(code, barWidth=40 * mm, barHeight=40 * mm)
    groups = code.split("-")
    lines = [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
    buffer = BytesIO()
    template = SimpleDocTemplate(
        buffer, pagesize=LETTER, leftMargin=25 * mm, rightMargin=25 * mm, title="Recovery kit", invariant=1
    )
    template.build(
        [
            Paragraph("Recovery kit", title),
            Paragraph(f"Scribe Desktop, workstation {_plain(workstation.name)}", text),
            Paragraph(f"Workstation id {workstation.id}, code made on {made_on:%m/%d/%Y}", text),
            Spacer(0, 6 * mm),
            Paragraph("<br/>".join(lines), large),
            Drawing(40 * mm, 40 * mm, square),
            Spacer(0, 6 * mm),
            *(Paragraph(f"{number}. {step}", text) for number, step in enumerate(_STEPS, 1)),
        ]
    )
    return buffer.getvalue()


def _plain(name: str) -> str:
    from xml.sax.saxutils import escape

    return escape(name)
