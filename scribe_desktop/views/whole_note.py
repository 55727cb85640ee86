"""The whole note as one text: from the clipboard into its sections, and out of them to the clipboard."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note import NoteContent, says_something
from scribe_desktop.notes.note_text import Layout, in_full, put_together, take_apart
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import american
from scribe_desktop.views.clipping import cut_out
from scribe_desktop.views.limited_text import LONGEST, too_long

if TYPE_CHECKING:
    from scribe_desktop.views.chart_view import ChartView

_COPIED = "The whole note is on the clipboard"


class WholeNote:
    def __init__(self, view: "ChartView") -> None:
        self._view, self._session = view, view.session
        self._came: tuple[NoteContent, Layout] | None = None
        """What an empty note was filled with by pasting, and how the text around it looked."""

    def paste(self) -> None:
        """Put the clipboard's text behind what the sections say that its headings name."""
        view, clipboard = self._view, QGuiApplication.clipboard()
        text = clipboard.text()
        if not view.writable or not text.strip():
            return
        if len(text) > LONGEST:
            view.review.show_error(too_long(text))
            return
        source = view.provenance.source_of_whole(clipboard.mimeData())
        otherwise = view.editor.current_section
        content, layout = take_apart(text, view.chart.note_type, source, otherwise=otherwise)
        self._came = None if says_something(view.editor.content()) else (content, layout)
        with view.editor.journal.one_act():
            for key, passage in content.items():
                view.editor.section_editor(key).add_paragraph([(passage.text, source)])
        view.editor.go_to(next(iter(content)))

    def copy(self) -> None:
        """Put the note on the clipboard, a signed one with its addenda."""
        view = self._view
        passage = self._text()
        if passage.is_blank:
            view.hinted.emit("Nothing is written in this note.")
            return
        place = view.provenance.place
        QGuiApplication.clipboard().setMimeData(cut_out(passage, place, self._session.clippings))
        audit, note_id = self._session.desk.audit, view.chart.note.id
        view.jobs.store(lambda: audit.or_owe(AuditKind.NOTE_COPIED, note_id=note_id))
        signed = view.chart.state is NoteState.SIGNED
        view.hinted.emit(f"{_COPIED}." if signed else f"{_COPIED}. It is not signed.")

    def _text(self) -> Passage:
        """As it was pasted, if nothing has been written since; else under the titles of its sections."""
        view = self._view
        content = view.editor.content()
        if self._came is not None and _said(content) == _said(self._came[0]):
            pasted, layout = self._came
            (source,) = {source for passage in pasted.values() for _, source in passage.pieces()}
            return Passage.of(put_together(content, layout), source)
        source = Source(Origin.TYPED, self._session.person.id)
        note = in_full(view.chart.note_type, content, source)
        return Passage.join([*note.pieces(), *self._addenda(source)])

    def _addenda(self, source: Source) -> Iterator[tuple[str, Source]]:
        for one in self._view.chart.addenda:
            day = american(one.at.astimezone().date())
            yield f"\n\nADDENDUM, {one.signer_name}, {day}\n", source
            yield from one.text.pieces()


def _said(content: NoteContent) -> dict[str, str]:
    return {key: passage.text for key, passage in content.items() if not passage.is_blank}
