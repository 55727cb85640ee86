"""Lines of a conversation: who was heard where is told apart, whatever stands before."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.channels import LABELS, apart, channel_of, is_other_side, is_talk
from scribe_desktop.notes.dictated import Spoken, spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import in_words
from scribe_desktop.notes.recording import Channel

TYPED = Source(Origin.TYPED, "p1")
EMPTY = Passage()


def said(text: str, channel: Channel, utterance: str = "r/1000") -> Passage:
    return Passage.of(text, Spoken("clinical", utterance, channel=channel).source("p1"))


def put(*utterances: Passage, before: Passage = EMPTY) -> Passage:
    for words in utterances:
        added = apart(before, words)
        before = Passage.join([*before.pieces(), *added.pieces()])
    return before


def test_each_side_begins_a_line_of_its_own_with_its_label() -> None:
    talk = put(said("where does it hurt?", Channel.ROOM), said("in my chest.", Channel.COMPUTER))
    assert talk.text == "In the room: Where does it hurt?\nOver the computer: In my chest."


def test_who_goes_on_talking_gets_no_second_label() -> None:
    one, other = said("Since Monday.", Channel.COMPUTER), said(" And today.", Channel.COMPUTER, "r/2000")
    assert put(one, other).text == "Over the computer: Since Monday. And today."


def test_ordinary_dictation_is_left_as_it_is_and_is_no_part_of_a_line() -> None:
    plain = said("no fever", Channel.MICROPHONE)
    assert apart(Passage.of("He has", TYPED), plain) == plain
    assert put(said("I am well.", Channel.COMPUTER), plain).text == "Over the computer: I am well.\nNo fever"


def test_typed_words_in_between_are_nobodys_line() -> None:
    before = put(said("I am well.", Channel.COMPUTER))
    before = Passage.join([*before.pieces(), ("\nSmiles.", TYPED)])
    talk = put(said("Good.", Channel.COMPUTER), before=before)
    assert talk.text.endswith("Smiles.\nOver the computer: Good.")


def test_a_label_is_nobodys_word_and_has_the_channel_of_its_line() -> None:
    label, words = put(said("Good.", Channel.COMPUTER)).runs
    how = spoken(label.source)
    assert how is not None
    assert (how.utterance, how.engine, how.channel) == ("", "", Channel.COMPUTER)
    assert channel_of(words.source) is Channel.COMPUTER


def test_only_what_is_heard_over_the_computer_is_the_other_side() -> None:
    assert is_other_side(said("Yes.", Channel.COMPUTER))
    assert not is_other_side(said("Yes.", Channel.ROOM))
    assert not is_talk(said("Yes.", Channel.MICROPHONE))
    assert is_talk(said("Yes.", Channel.ROOM))


def test_the_source_says_where_it_was_heard_and_not_who_spoke() -> None:
    names = {"p1": "Tobias Brandt"}
    source = said("Yes.", Channel.COMPUTER).runs[0].source
    assert in_words(source, names) == "Heard over the computer of Tobias Brandt, Clinical"
    assert in_words(said("Yes.", Channel.MICROPHONE).runs[0].source, names).startswith("Dictated by Tobias")


_CHANNELS = st.sampled_from(Channel)
_WORDS = st.text(st.sampled_from("ab .\n"), max_size=8)


@given(st.lists(st.tuples(_WORDS, _CHANNELS), max_size=6))
def test_whatever_is_said_no_word_is_lost_and_each_keeps_its_channel(talk: list[tuple[str, Channel]]) -> None:
    utterances = [said(text, channel, f"r/{at}") for at, (text, channel) in enumerate(talk)]
    written = put(*utterances)
    for at, (text, channel) in enumerate(talk):
        pieces = [
            (piece, source)
            for piece, source in written.pieces()
            if (how := spoken(source)) and how.utterance == f"r/{at}"
        ]
        assert "".join(piece for piece, _ in pieces).lower().split() == text.split()
        assert all(channel_of(source) is channel for _, source in pieces)
    for line in written.text.split("\n"):
        assert sum(label in line for label in LABELS.values()) <= 1
