"""Two channels of one conversation, told apart in the text: who was heard where, and where a label goes."""

from collections.abc import Mapping

from scribe_desktop.notes.dictated import Spoken, spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.recording import Channel

LABELS: Mapping[Channel, str] = {Channel.ROOM: "In the room", Channel.COMPUTER: "Over the computer"}
"""How the lines of a conversation begin. Who it was that spoke there, nobody knows but the listener."""


def channel_of(source: Source) -> Channel:
    """Where words were heard: the microphone, if they are of an ordinary dictation or not spoken at all."""
    how = spoken(source)
    return how.channel if how is not None else Channel.MICROPHONE


def is_talk(words: Passage) -> bool:
    """Whether these were said in a conversation that is listened to, which lines tell apart."""
    return any(channel_of(run.source) in LABELS for run in words.runs)


def is_other_side(words: Passage) -> bool:
    """Whether these were said by whoever is heard over the computer, who gives no orders here."""
    return any(channel_of(run.source) is Channel.COMPUTER for run in words.runs)


def apart(before: Passage, words: Passage) -> Passage:
    """Words of one utterance as they go behind a text: on a line of their own, with its label, unless the
    text ends with words of the same channel.

    Words of an ordinary dictation go in as they are, except behind a line of a conversation, of which they
    are no part.
    """
    if words.is_blank:
        return words
    said = before.upto(len(before.text.rstrip()))
    last = channel_of(said.runs[-1].source) if said.runs else Channel.MICROPHONE
    source = words.runs[0].source
    channel = channel_of(source)
    if channel is last or not {channel, last} & LABELS.keys():
        return words
    line = "\n" if said.text and not before.text.endswith("\n") else ""
    if channel not in LABELS:
        return Passage.join([(line, source), *_begun(words).pieces()])
    label = Spoken(channel=channel).source(source.person_id)
    return Passage.join([(f"{line}{LABELS[channel]}: ", label), *_begun(words).pieces()])


def _begun(words: Passage) -> Passage:
    """As the beginning of a line."""
    text = words.text.lstrip(" ")
    return words.recast(text[:1].upper() + text[1:])
