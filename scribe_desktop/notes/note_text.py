"""A whole note as plain text, taken apart into sections at its headings and put together again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scribe_desktop.notes.document import field_line
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import NoteType, SectionSpec
from scribe_desktop.notes.passage import Passage, Source


@dataclass(frozen=True)
class Part:
    """One stretch of the text: what stands before it there (heading, empty lines), and where it went."""

    lead: str
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """How the text around the passages looked."""

    parts: tuple[Part, ...]
    tail: str


def take_apart(
    text: str, note_type: NoteType, source: Source, *, otherwise: str
) -> tuple[NoteContent, Layout]:
    """The text's sections, each character of them as it was, and how to put them together again.

    A heading stands alone in its line ("Past history", "PLAN:") or, in capitals, before a colon
    ("CC: cough"). One that no section has is text like any other. A section met twice keeps its later
    headings.

    Args:
        otherwise: key of the section for what stands before the first heading.
    """
    texts: dict[str, str] = {}
    parts: list[Part] = []
    gap = ""
    for heading, key, body in _pieces(text, _headings(note_type)):
        said, where = body.strip(), key or otherwise
        lead = gap + heading + _space_before(body)
        if not said and not heading:
            gap = lead
            continue
        before = _heading_again(texts.get(where, ""), heading.strip())
        texts[where] = before + said
        parts.append(Part(lead, where, len(before), len(before) + len(said)))
        gap = _space_after(body)
    return {key: Passage.of(said, source) for key, said in texts.items()}, Layout(tuple(parts), gap)


def put_together(content: NoteContent, layout: Layout) -> str:
    """The text that these sections came from."""
    said = (part.lead + content[part.key].text[part.start : part.end] for part in layout.parts)
    return "".join(said) + layout.tail


def in_full(note_type: NoteType, content: NoteContent, source: Source) -> Passage:
    """A whole note as one text: what is filled in, under its sections' titles in capitals.

    `take_apart` finds the same sections in it again.

    Args:
        source: of what stands there beside the note's own words: titles, labels and units.
    """
    said = (list(_section_pieces(section, content, source)) for section in note_type.sections)
    filled = [
        [(f"{section.title.upper()}\n", source), *pieces]
        for section, pieces in zip(note_type.sections, said, strict=True)
        if pieces
    ]
    gap = ("\n\n", source)
    return Passage.join(piece for at, pieces in enumerate(filled) for piece in ([gap] * bool(at) + pieces))


def _section_pieces(
    section: SectionSpec, content: NoteContent, source: Source
) -> Iterator[tuple[str, Source]]:
    """Fields a line each, then the text; nothing for a section that says nothing."""
    lines: list[list[tuple[str, Source]]] = []
    for field in section.fields:
        value = content.get(field.key, Passage())
        if not value.is_blank:
            before, said, behind = field_line(field, value.text)
            lines.append([(before, source), *value.recast(said).pieces(), (behind, source)])
    text = content.get(section.key, Passage())
    if not text.is_blank:
        lines.append(list(text.pieces()))
    for at, line in enumerate(lines):
        yield from [("\n", source)] * bool(at) + line


def _heading_again(said: str, heading: str) -> str:
    """What a section says already, set apart from what a further heading brings to it."""
    return "\n".join([said, "", *([heading] if heading else []), ""]) if said else ""


def _headings(note_type: NoteType) -> dict[str, str]:
    """The sections' keys by what they are called; titles go before further headings, then by order."""
    titles = {section.title.casefold(): section.key for section in reversed(note_type.sections)}
    others = [(heading, section.key) for section in note_type.sections for heading in section.headings]
    return {heading.casefold(): key for heading, key in reversed(others)} | titles


def _pieces(text: str, headings: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Heading as it stands there, key and body, in order; the first has neither heading nor key."""
    heading, key, body = "", "", ""
    for line in text.splitlines(keepends=True):
        found = _heading_in(line, headings)
        if found:
            yield heading, key, body
            heading, body = line[:found], line[found:]
            key = headings[heading.strip().rstrip(":").rstrip().casefold()]
        else:
            body += line
    yield heading, key, body


def _heading_in(line: str, headings: Mapping[str, str]) -> int:
    """How many characters of this line are a heading; 0 for none."""
    if line.strip().rstrip(":").rstrip().casefold() in headings:
        return len(line.rstrip())
    before, colon, _ = line.partition(":")
    return len(before) + 1 if colon and before.isupper() and before.strip().casefold() in headings else 0


def _space_before(body: str) -> str:
    return body[: len(body) - len(body.lstrip())]


def _space_after(body: str) -> str:
    return body[len(body.rstrip()) :] if body.strip() else ""
