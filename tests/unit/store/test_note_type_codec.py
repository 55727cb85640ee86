"""A note type comes back from the store as it was when a note was signed in it."""

import json
from dataclasses import replace

import pytest

from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.store.note_type_codec import decode_note_type, encode_note_type
from tests.helpers.note_types import BUILT_IN, SOAP


@pytest.mark.parametrize("note_type", BUILT_IN.all(), ids=lambda one: one.key)
def test_every_note_type_comes_back_as_it_was(note_type: NoteType) -> None:
    assert decode_note_type(encode_note_type(note_type)) == note_type


def test_which_fields_are_required_comes_back() -> None:
    vitals = SOAP.section("vitals")
    fields = tuple(replace(field, required=field.label == "BP") for field in vitals.fields)
    sections = (replace(vitals, fields=fields),)
    needs_pressure = replace(SOAP, sections=sections)
    assert decode_note_type(encode_note_type(needs_pressure)) == needs_pressure


def test_no_note_type_comes_back_as_none() -> None:
    assert decode_note_type(encode_note_type(None)) is None


def test_what_another_version_wrote_beside_it_is_no_hindrance() -> None:
    written = json.loads(encode_note_type(SOAP))
    written["colour"] = "blue"
    written["sections"][0]["sound"] = "loud"
    assert decode_note_type(json.dumps(written)) == SOAP
