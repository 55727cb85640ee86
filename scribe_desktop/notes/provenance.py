"""Says in words where a stretch of text came from."""

from collections.abc import Callable, Mapping
from datetime import date

from scribe_desktop.notes.copied import CopiedFrom, copied_from
from scribe_desktop.notes.dictated import Risk, Spoken, spoken
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.recording import Channel

OUTSIDE = "outside the chart"
"""Detail of what was pasted from another program, or from a field of this one that belongs to no chart."""
OTHER_PATIENT = "another patient’s note"
WHOLE_NOTE = "whole note"

_PASTED = {
    OUTSIDE: "Pasted from outside the chart",
    OTHER_PATIENT: "Pasted from another patient’s note",
    WHOLE_NOTE: "Pasted as a whole note",
}

TITLES: Mapping[Origin, str] = {
    Origin.TYPED: "Typed",
    Origin.DICTATED: "Dictated",
    Origin.PHRASE: "Phrase",
    Origin.PULLED: "Pulled",
    Origin.FIELD: "Form",
    Origin.PASTED: "Pasted",
    Origin.COPIED: "Copied",
}
"""What each origin is called in a legend."""
_FLAGS: Mapping[Risk, str] = {
    Risk.DRUG: "name of a drug",
    Risk.DOSE: "dose",
    Risk.NUMBER: "number",
    Risk.NEGATION: "negation",
    Risk.SIDE: "side",
    Risk.SOUND_ALIKE: "sounds like another one",
    Risk.CORRECTED: "corrected",
    Risk.SUGGESTED: "heard like this",
    Risk.UNSURE: "heard with doubt",
}
_HEARD: Mapping[Channel, str] = {
    Channel.MICROPHONE: "Dictated by {who}",
    Channel.ROOM: "Heard in the room, at the microphone of {who}",
    Channel.FILE: "Out of an audio file, by {who}",
    Channel.COMPUTER: "Heard over the computer of {who}",
}
UNCONFIRMED = "Copied, not confirmed"
NOT_LOOKED_AT = "Dictated, wants a look"


def in_words(source: Source, names: Mapping[str, str]) -> str:
    """One line, such as "Dictated by Tobias Brandt, Moonshine".

    Args:
        names: of the people known here, by id.
    """
    return _SAY[source.origin](source, names.get(source.person_id, "somebody unknown here"), names)


def american(day: date) -> str:
    """A day as charts write it: "11/02/2026"."""
    return f"{day:%m/%d/%Y}"


def _typed(source: Source, who: str, _names: Mapping[str, str]) -> str:
    return f"Typed by {who}{f' ({source.detail})' if source.detail else ''}"


def _dictated(source: Source, who: str, names: Mapping[str, str]) -> str:
    how = spoken(source)
    assert how is not None
    said = [_HEARD[how.channel].format(who=who), how.engine.capitalize()]
    if how.heard:
        said.append(f"heard as “{how.heard}”")
    if how.confirmed_at is not None:
        by = names.get(how.confirmed_by, "somebody unknown here")
        said.append(f"confirmed by {by} {how.confirmed_at.astimezone():%m/%d/%Y %H:%M}")
    return ", ".join(filter(None, said))


def flag_in_words(how: Spoken) -> str:
    """Why dictated text wants a look, such as "dose" or "corrected, heard as “x”"; empty: it wants none."""
    if how.risk is None:
        return ""
    said = [_FLAGS[how.risk]]
    if how.heard:
        said.append(f"heard as “{how.heard}”")
    if how.instead:
        said.append(f"“{how.instead}”?")
    return ", ".join(said)


def _phrase(source: Source, who: str, _names: Mapping[str, str]) -> str:
    return f"Phrase .{source.detail}, put in by {who}" if source.detail else f"Chosen from a list by {who}"


def _pulled(source: Source, who: str, _names: Mapping[str, str]) -> str:
    token, from_chart, _length = source.detail.rpartition("/")
    if from_chart:
        return f"Pulled from the chart ({token}) by {who}"
    return f"Code from {source.detail}, put in by {who}"


def _field(source: Source, who: str, _names: Mapping[str, str]) -> str:
    field = source.detail.rpartition("/")[0].rpartition(".")[2].partition("#")[0].replace("_", " ")
    return f"From the form{f' ({field})' if field else ''}, filled in by {who}"


def _pasted(source: Source, who: str, _names: Mapping[str, str]) -> str:
    return f"{_PASTED.get(source.detail, 'Pasted')} by {who}"


def _copied(source: Source, _who: str, names: Mapping[str, str]) -> str:
    there = copied_from(source)
    assert there is not None
    if there.confirmed_at is None:
        return f"{_copied_out_of(there)}, not confirmed"
    by = names.get(there.confirmed_by, "somebody unknown here")
    return f"{_copied_out_of(there)}, confirmed by {by} {there.confirmed_at.astimezone():%m/%d/%Y %H:%M}"


def _copied_out_of(there: CopiedFrom) -> str:
    note = "note" if there.version_id else "unsigned note"
    first = f" (text of {american(there.first_day)})" if there.first_day else ""
    return f"Copied from the {note} of {american(there.day)} by {there.author}{first}"


_SAY: Mapping[Origin, Callable[[Source, str, Mapping[str, str]], str]] = {
    Origin.TYPED: _typed,
    Origin.DICTATED: _dictated,
    Origin.PHRASE: _phrase,
    Origin.PULLED: _pulled,
    Origin.PASTED: _pasted,
    Origin.FIELD: _field,
    Origin.COPIED: _copied,
}
