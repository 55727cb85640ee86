"""Before a draft leaves the scribe: what is required is answered, what is optional and untouched goes."""

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.phrases.marks import Edit, leave_out_optional, required


def completed(content: NoteContent) -> dict[str, Passage]:
    """The passages that change when a draft is handed over, by key.

    Raises:
        WrongState: something required is still open.
    """
    done = {key: _without_optional(passage) for key, passage in content.items()}
    still_open = sum(required(passage.text) for passage in done.values())
    if still_open:
        places = "place is" if still_open == 1 else "places are"
        raise WrongState(
            f"{still_open} {places} still open.", remedy="F2 goes there: answer what is asked, or delete it."
        )
    return {key: passage for key, passage in done.items() if passage != content[key]}


def _without_optional(passage: Passage) -> Passage:
    for edit in leave_out_optional(passage.text):
        passage = _cut(passage, edit)
    return passage


def _cut(passage: Passage, edit: Edit) -> Passage:
    kept: list[tuple[str, Source]] = []
    at = 0
    for text, source in passage.pieces():
        before, after = max(edit.start - at, 0), max(edit.end - at, 0)
        kept.append((text[:before] + text[after:], source))
        at += len(text)
    return Passage.join(kept)
