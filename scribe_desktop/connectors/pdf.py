"""Sets a signed document as a PDF: whose it is on every page, its sections, its signature."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepInFrame,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from scribe_desktop.connectors.fonts import typeface
from scribe_desktop.notes.document import SignedDocument

_INK, _QUIET, _RULE, _ACCENT = (HexColor(code) for code in ("#1b1f24", "#5b6570", "#c9d0d8", "#1f5f8b"))
_SIDE, _EDGE = 20 * mm, 12 * mm
_WIDTH = LETTER[0] - 2 * _SIDE
_TALLEST_HEADER = 60 * mm
_ROOM_BELOW_HEADING = 30 * mm
_TOP_ALIGNED = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]
_FRAME_PADDING = 6  # points that reportlab adds inside the margins


def render_pdf(document: SignedDocument) -> bytes:
    """The document as PDF on US letter paper; the same document always gives the same bytes."""
    buffer = BytesIO()
    styles = _styles()
    header = _header(document, styles)
    _, height = header.wrapOn(Canvas(BytesIO()), _WIDTH, _TALLEST_HEADER)
    template = SimpleDocTemplate(
        buffer,
        pagesize=LETTER,
        leftMargin=_SIDE - _FRAME_PADDING,
        rightMargin=_SIDE - _FRAME_PADDING,
        topMargin=_EDGE + height + 7 * mm,
        bottomMargin=20 * mm,
        title=document.title,
        author=document.provider_name,
        creator="scribe-desktop",
        invariant=1,
    )

    def draw_header(canvas: Canvas, _template: SimpleDocTemplate) -> None:
        drawn = _header(document, styles)
        drawn.wrapOn(canvas, _WIDTH, _TALLEST_HEADER)
        top = LETTER[1] - _EDGE
        drawn.drawOn(canvas, _SIDE, top - height)
        canvas.setStrokeColor(_ACCENT)
        canvas.setLineWidth(1.2)
        canvas.line(_SIDE, top - height - 2 * mm, LETTER[0] - _SIDE, top - height - 2 * mm)

    template.build(
        [*_title(document, styles), *_body(document, styles), *_signature(document, styles)],
        onFirstPage=draw_header,
        onLaterPages=draw_header,
        canvasmaker=lambda *args, **options: _NumberedCanvas(document.id, *args, **options),
    )
    return buffer.getvalue()


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab is published without types
    """Holds the pages back until their number is known, for "page x of y"."""

    def __init__(self, footer: str, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self._footer = footer
        self._pages: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(typeface().regular, 8)
            self.setFillColor(_QUIET)
            self.drawString(_SIDE, _EDGE, self._footer)
            self.drawRightString(LETTER[0] - _SIDE, _EDGE, f"Page {number} of {len(self._pages)}")
            super().showPage()
        super().save()


def _styles() -> dict[str, ParagraphStyle]:
    face = typeface()
    text = ParagraphStyle("text", fontName=face.regular, fontSize=10, leading=14, textColor=_INK)
    changes: dict[str, dict[str, object]] = {
        "text": {},
        "name": {"fontName": face.bold, "fontSize": 13, "leading": 17},
        "facts": {"fontSize": 9, "leading": 12.5, "textColor": _QUIET},
        "right": {"fontSize": 9, "leading": 12.5, "textColor": _QUIET, "alignment": TA_RIGHT},
        "title": {"fontName": face.bold, "fontSize": 17, "leading": 22, "spaceAfter": 2 * mm},
        "addendum": {"fontName": face.bold, "textColor": _ACCENT, "spaceAfter": 2 * mm},
        "group": {"fontName": face.bold, "fontSize": 8.5, "textColor": _ACCENT, "spaceBefore": 5 * mm},
        "heading": {"fontName": face.bold, "fontSize": 11, "leading": 15, "spaceBefore": 2.5 * mm},
        "signed": {"fontName": face.bold, "spaceBefore": 1.5 * mm},
    }
    return {name: ParagraphStyle(name, parent=text, **change) for name, change in changes.items()}


def _header(document: SignedDocument, styles: dict[str, ParagraphStyle]) -> Flowable:
    patient, visit = document.encounter.patient, document.encounter
    born = f"Date of birth {patient.birth_date:%Y-%m-%d}"
    left = [
        _paragraph(patient.name, styles["name"]),
        _paragraph(f"{born}   Sex {patient.sex.value}   MRN {patient.mrn}", styles["facts"]),
    ]
    place = [_paragraph(visit.location, styles["right"])] if visit.location else []
    right = [
        _paragraph(f"{visit.visit_type}, {_when(visit.started_at)}", styles["right"]),
        _paragraph(document.provider_name, styles["right"]),
        *place,
    ]
    table = Table(
        [[left, right]],
        colWidths=[_WIDTH * 0.58, _WIDTH * 0.42],
        style=_TOP_ALIGNED,
    )
    return KeepInFrame(_WIDTH, _TALLEST_HEADER, [table], mode="shrink")


def _title(document: SignedDocument, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    yield _paragraph(document.title, styles["title"])
    if document.appends_to:
        yield _paragraph(f"Addendum to the signed document {document.appends_to}", styles["addendum"])


def _body(document: SignedDocument, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    group = ""
    for section in document.sections:
        yield CondPageBreak(_ROOM_BELOW_HEADING)
        if section.group != group:
            group = section.group
            yield _paragraph(group.upper(), styles["group"])
        yield _paragraph(section.title, styles["heading"])
        yield from (_paragraph(line, styles["text"]) for line in section.text.split("\n"))


def _signature(document: SignedDocument, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    lines = (_paragraph(line, styles["text"]) for line in document.attestation.split("\n"))
    signed = f"{document.provider_name}, {_when(document.signed_at)}"
    yield KeepTogether(
        [
            Spacer(1, 8 * mm),
            HRFlowable(width="100%", thickness=0.6, color=_RULE, spaceAfter=2 * mm),
            _paragraph("ATTESTATION AND SIGNATURE", styles["group"]),
            *lines,
            _paragraph(f"Signed: {signed}", styles["signed"]),
        ]
    )


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """One line of text as written: indents and gaps kept, characters without a glyph spelled out."""
    drawable = typeface().spelled(text.expandtabs(4))
    kept = re.sub(r"^ +|(?<= ) +", lambda gap: "\N{NO-BREAK SPACE}" * len(gap[0]), drawable)
    return Paragraph(escape(kept) or "\N{NO-BREAK SPACE}", style)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}"
