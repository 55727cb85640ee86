"""The text of a phrase with its sources: what the phrase says, and what was pulled from the chart."""

from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.phrases.expansion import Expansion


def pieces(expansion: Expansion, written: Source) -> list[tuple[str, Source]]:
    """An expansion with what was pulled from the chart told apart from what the phrase says."""
    found: list[tuple[str, Source]] = []
    at = 0
    for pulled in expansion.pulled:
        said = expansion.text[pulled.start : pulled.end]
        found += [
            (expansion.text[at : pulled.start], written),
            (said, pulled_from(pulled.token, said, written)),
        ]
        at = pulled.end
    return [*found, (expansion.text[at:], written)]


def pulled_from(token: str, said: str, like: Source) -> Source:
    """The source of what a token stands for; its length tells later whether somebody has edited it."""
    return Source(Origin.PULLED, like.person_id, f"{token}/{len(said)}")
