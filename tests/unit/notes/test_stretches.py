"""Sentences from a form in a section's text: in order, kept up to date, and left alone once edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes import stretches
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.stretches import Place, Said, change, find

ME = "person-1"
TYPED = Source(Origin.TYPED, ME)
KEYS = ("ros.eyes", "ros.ent", "ros.skin")
LINES, PROSE = Place(KEYS, "\n"), Place(KEYS, " ")


def put(passage: Passage, key: str, sentence: str, place: Place = LINES, *, anew: bool = False) -> Passage:
    """The passage after the change, as an editor makes it."""
    found = change(passage, key, sentence, ME, place, anew=anew)
    return passage if found is None else spliced(passage, found.start, found.end, *found.pieces)


def spliced(passage: Passage, start: int, end: int, *new: tuple[str, Source]) -> Passage:
    before: list[tuple[str, Source]] = []
    after: list[tuple[str, Source]] = []
    at = 0
    for text, source in passage.pieces():
        before.append((text[: max(start - at, 0)], source))
        after.append((text[max(end - at, 0) :], source))
        at += len(text)
    return Passage.join([*before, *new, *after])


def typed_in(passage: Passage, at: int, text: str) -> Passage:
    return spliced(passage, at, at, (text, TYPED))


@given(st.permutations(KEYS), st.sampled_from([LINES, PROSE]))
def test_sentences_stand_in_the_forms_order_however_they_were_entered(order: list[str], place: Place) -> None:
    passage = Passage()
    for key in order:
        passage = put(passage, key, f"{key}.", place)
    assert passage.text == place.separator.join(f"{key}." for key in KEYS)


words = st.text(alphabet="ab. \nπ😀", max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(["", "One.", "Two, three."])), max_size=8),
    st.lists(st.tuples(st.integers(0, 80), words), max_size=4),
    st.sampled_from([LINES, PROSE]),
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(["", "Four.", "Five."])), max_size=8),
)
def test_nothing_that_somebody_wrote_is_ever_lost(
    first: list[tuple[str, str]],
    writings: list[tuple[int, str]],
    place: Place,
    then: list[tuple[str, str]],
) -> None:
    passage = Passage()
    for key, sentence in first:
        passage = put(passage, key, sentence, place)
    for at, text in writings:
        passage = typed_in(passage, min(at, len(passage.text)), text)
    written = by_people(passage)
    edited = {key for key, stretch in find(passage).items() if not stretch.untouched}
    before = {key: said(passage, key) for key in edited}
    for key, sentence in then:
        passage = put(passage, key, sentence, place)
    assert by_people(passage) == written
    assert {key: said(passage, key) for key in edited} == before


def by_people(passage: Passage) -> str:
    """What people wrote, without white space: which of two line breaks goes with a sentence is the same."""
    theirs = (text for text, source in passage.pieces() if source.origin is not Origin.FIELD)
    return "".join("".join(theirs).split())


def said(passage: Passage, key: str) -> str:
    stretch = find(passage)[key]
    return passage.text[stretch.start : stretch.end]


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(["", "One.", "Two, three."])), max_size=12))
def test_the_text_says_what_the_fields_say_whatever_way_they_came_there(acts: list[tuple[str, str]]) -> None:
    passage, fields = Passage(), dict[str, str]()
    for key, sentence in acts:
        passage, fields[key] = put(passage, key, sentence), sentence
    assert passage.text == "\n".join(fields[key] for key in KEYS if fields.get(key))


def test_an_edited_sentence_is_left_alone_until_it_is_asked_for_anew() -> None:
    passage = put(put(Passage(), "ros.eyes", "Eyes: one."), "ros.ent", "ENT: two.")
    edited = typed_in(passage, 9, " since March")
    assert find(edited)["ros.eyes"].untouched is False
    assert put(edited, "ros.eyes", "Eyes: three.") == edited
    assert put(edited, "ros.eyes", "") == edited
    assert put(edited, "ros.eyes", "Eyes: three.", anew=True).text == "Eyes: three.\nENT: two."


def test_overtyping_with_as_many_letters_counts_as_editing() -> None:
    passage = put(Passage(), "ros.eyes", "Eyes: one.")
    assert not find(spliced(passage, 6, 9, ("two", TYPED)))["ros.eyes"].untouched


def test_what_somebody_wrote_behind_a_sentence_stays_between_it_and_the_next_one() -> None:
    passage = typed_in(put(Passage(), "ros.eyes", "Eyes: one."), 10, " Wears glasses.")
    assert put(passage, "ros.skin", "Skin: two.").text == "Eyes: one. Wears glasses.\nSkin: two."
    assert put(passage, "ros.skin", "Skin: two.", PROSE).text == "Eyes: one. Skin: two. Wears glasses."


def test_a_sentence_that_goes_takes_its_line_but_not_what_was_written_beside_it() -> None:
    passage = put(put(Passage(), "ros.eyes", "Eyes: one."), "ros.ent", "ENT: two.")
    assert put(passage, "ros.eyes", "").text == "ENT: two."
    assert put(passage, "ros.ent", "").text == "Eyes: one."
    beside = typed_in(passage, len(passage.text), " Hears well.")
    assert put(beside, "ros.ent", "").text == "Eyes: one.\n Hears well."


@pytest.mark.parametrize(("place", "expected"), [(LINES, "As told.\nOne."), (PROSE, "As told. One.")])
def test_the_first_sentence_follows_what_is_written_already(place: Place, expected: str) -> None:
    assert put(Passage.of("As told.", TYPED), "ros.eyes", "One.", place).text == expected


def test_what_is_pulled_from_the_chart_is_no_sentence_of_a_form() -> None:
    pulled = Source(Origin.PULLED, ME, "ros.eyes/4")
    assert stretches.find(Passage.of("Eyes", pulled)) == {}


def test_a_copy_of_a_sentence_is_no_part_of_it() -> None:
    passage = put(Passage(), "ros.eyes", "Eyes: no pain.")
    twice = Passage.join([*passage.pieces(), ("\nAlso: ", TYPED), *passage.pieces()])
    assert find(twice)["ros.eyes"] == stretches.Stretch(0, 14, untouched=True)
    assert put(twice, "ros.eyes", "Eyes: pain.").text == "Eyes: pain.\nAlso: Eyes: no pain."


ROWS = "labs.labs"
_names = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6)


def rows_of(names: list[str], worth: dict[str, str] | None = None) -> tuple[Said, ...]:
    """A sentence for each of these rows, numbered by its place."""
    values = {name: (worth or {}).get(name, "1") for name in names}
    return tuple(
        Said(f"{ROWS}#{name}", name, value, f"{place}. {name}={value}.")
        for place, (name, value) in enumerate(values.items(), 1)
    )


def follow(passage: Passage, said: tuple[Said, ...], before: tuple[Said, ...] = (), *anew: str) -> Passage:
    """The passage after all changes, as an editor makes them one after another."""
    place = Place([ROWS, *(one.key for one in said)], "\n")
    for found in stretches.changes(passage, ROWS, said, before, ME, place, anew=anew):
        passage = spliced(passage, found.start, found.end, *found.pieces)
    return passage


@given(_names, st.lists(_names, max_size=4), st.dictionaries(st.sampled_from("abcdefg"), st.just("2")))
def test_untouched_rows_are_said_in_the_tables_order_whatever_was_done_to_it(
    first: list[str], later: list[list[str]], worth: dict[str, str]
) -> None:
    before = rows_of(first)
    passage = follow(Passage(), before)
    for names in later:
        said = rows_of(names, worth)
        passage, before = follow(passage, said, before), said
        assert passage.text == "\n".join(one.sentence for one in said)


@given(_names.filter(bool), st.data(), st.lists(_names, min_size=1, max_size=4))
def test_one_row_that_was_edited_stays_and_the_others_follow(
    first: list[str], data: st.DataObject, later: list[list[str]]
) -> None:
    before = rows_of(first)
    passage = follow(Passage(), before)
    theirs = data.draw(st.sampled_from(first))
    key = f"{ROWS}#{theirs}"
    passage = typed_in(passage, find(passage)[key].start + 3, "really ")
    edited = said(passage, key)
    for names in later:
        now = rows_of(names, {theirs: "9"})
        passage, before = follow(passage, now, before), now
        lines = passage.text.split("\n")
        assert said(passage, key) == edited
        assert sorted(lines) == sorted([edited, *(o.sentence for o in now if o.key != key)])


def test_a_row_that_somebody_took_out_comes_back_only_when_it_changes() -> None:
    before = rows_of(["a", "b"])
    passage = follow(Passage(), before)
    out = spliced(passage, 0, find(passage)[f"{ROWS}#b"].start)
    others = rows_of(["a", "b"], {"b": "2"})
    assert follow(out, others, before).text == "2. b=2."
    assert follow(out, rows_of(["a", "b"], {"a": "2"}), before).text == "1. a=2.\n2. b=1."


def test_a_table_said_as_a_whole_by_an_earlier_version_is_said_row_by_row_from_now_on() -> None:
    whole = "1. a=1.\n2. b=1."
    passage = Passage.of(whole, stretches.source(ROWS, whole, ME))
    before, after = rows_of(["a", "b"]), rows_of(["a", "b"], {"b": "2"})
    again = follow(passage, after, before)
    assert again.text == "1. a=1.\n2. b=2."
    assert find(again).keys() == {f"{ROWS}#a", f"{ROWS}#b"}
    edited = typed_in(passage, 3, "x")
    assert follow(edited, after, before) == edited
    assert follow(edited, after, after, ROWS).text == "1. a=1.\n2. b=2."


def test_an_edited_row_that_was_deleted_goes_when_it_is_asked_for() -> None:
    before = rows_of(["a", "b"])
    passage = typed_in(follow(Passage(), before), 3, "x")
    left = follow(passage, rows_of(["b"]), before)
    assert left.text == "1. xa=1.\n1. b=1."
    assert follow(left, rows_of(["b"]), rows_of(["b"]), f"{ROWS}#a").text == "1. b=1."


@given(_names, _names)
def test_new_rows_are_said_as_if_they_had_come_one_after_another(first: list[str], added: list[str]) -> None:
    before = rows_of(first)
    names = [*first, *(name for name in added if name not in first)]
    together = at_a_time = follow(Passage(), before)
    together = follow(together, rows_of(names), before)
    for count in range(len(first), len(names)):
        at_a_time = follow(at_a_time, rows_of(names[: count + 1]), rows_of(names[:count]))
    assert together == at_a_time
    assert len(find(together)) == len(names)


def test_many_new_rows_are_one_change() -> None:
    said = rows_of([f"row{number}" for number in range(150)])
    place = Place([ROWS, *(one.key for one in said)], "\n")
    assert len(stretches.changes(Passage(), ROWS, said, (), ME, place)) == 1
