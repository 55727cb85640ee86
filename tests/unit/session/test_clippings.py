"""What a paste knows of its words, by where they were cut and where they go."""

from dataclasses import replace
from datetime import date

import pytest

from scribe_desktop.notes.copied import CopiedFrom, copied_from, is_unconfirmed
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE
from scribe_desktop.session.clippings import Clippings, Place

TODAY = Place("jane", CopiedFrom("today", "", date(2026, 11, 22), "Ann Ito"))
EARLIER = Place("jane", CopiedFrom("earlier", "v", date(2026, 11, 2), "Ada Okafor, MD"))
STRANGER = replace(TODAY, patient_id="john")
PASSAGE = Passage.join(
    [("She ", Source(Origin.TYPED, "ann")), ("coughs", Source(Origin.DICTATED, "bob", "x"))]
)


def paste(origin: Place, into: Place | None, text: str = PASSAGE.text) -> list[tuple[str, Source]]:
    clippings = Clippings()
    return clippings.pasted(text, clippings.keep(PASSAGE, origin), into, "me")


def test_within_a_note_words_stay_whose_they_were() -> None:
    assert paste(TODAY, TODAY) == list(PASSAGE.pieces())


def test_out_of_another_note_of_the_patient_they_are_copied_and_wait() -> None:
    pasted = paste(EARLIER, TODAY)
    assert [text for text, _ in pasted] == ["She ", "coughs"]
    assert all(is_unconfirmed(source) and source.person_id == "me" for _, source in pasted)
    assert {copied_from(source) for _, source in pasted} == {EARLIER.note}


@pytest.mark.parametrize("into", [STRANGER, None])
def test_out_of_another_patients_note_they_are_pasted_and_name_nobody(into: Place | None) -> None:
    assert paste(TODAY, into) == [(PASSAGE.text, Source(Origin.PASTED, "me", OTHER_PATIENT))]


def test_a_token_that_does_not_fit_the_text_counts_for_nothing() -> None:
    assert paste(TODAY, TODAY, "something else") == [("something else", Source(Origin.PASTED, "me", OUTSIDE))]


def test_a_token_is_forgotten_with_its_words() -> None:
    clippings = Clippings()
    first, second = clippings.keep(PASSAGE, TODAY), clippings.keep(PASSAGE, TODAY)
    clippings.drop(first)
    outside = [(PASSAGE.text, Source(Origin.PASTED, "me", OUTSIDE))]
    assert clippings.pasted(PASSAGE.text, first, TODAY, "me") == outside
    assert clippings.pasted(PASSAGE.text, second, TODAY, "me") == list(PASSAGE.pieces())
    clippings.clear()
    assert clippings.pasted(PASSAGE.text, second, TODAY, "me") == outside
