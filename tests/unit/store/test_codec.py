"""Provenance survives being written down, whatever was typed."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.store.codec import decode_content, decode_runs, encode_content, encode_runs, storable

sources = st.builds(Source, st.sampled_from(Origin), st.text(max_size=8), st.text(max_size=8))
passages = st.lists(st.tuples(st.text(), sources)).map(Passage.join)


@given(passages)
def test_runs_come_back_as_they_were(passage: Passage) -> None:
    assert decode_runs(encode_runs(passage.runs)) == passage.runs


@given(st.dictionaries(st.text(), passages))
def test_content_comes_back_as_it_was_and_in_its_order(content: dict[str, Passage]) -> None:
    back = decode_content(encode_content(content))
    assert back == content
    assert list(back) == list(content)


@given(st.text(st.characters(codec=None)))
def test_any_text_becomes_storable_without_moving_its_runs(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert kept.encode().decode() == kept
    assert all(new == old for new, old in zip(kept, text, strict=True) if not "\ud800" <= old <= "\udfff")


def test_half_a_character_is_replaced_by_one_mark() -> None:
    assert storable("a\ud83db") == "a\N{REPLACEMENT CHARACTER}b"
