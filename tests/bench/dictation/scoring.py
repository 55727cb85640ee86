"""What recognition got wrong: words, clinical terms, and changes that could harm a patient."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from rapidfuzz.distance import Levenshtein

from scribe_desktop import assets
from scribe_desktop.speech.language_model import NUMBER_WORDS, drug_names, ties
from tests.bench.dictation.spoken import words

GENERAL_WORDS = 4000
"""The most frequent words of general English, which are no clinical terms whatever else they are."""
_NEGATIONS = """no not nor never none without denies denied deny negative cannot cant isnt arent wasnt werent
dont doesnt didnt hasnt havent hadnt wont wouldnt couldnt shouldnt"""
NEGATIONS = frozenset(_NEGATIONS.split())
SIDES = frozenset({"left", "right", "bilateral", "bilaterally", "unilateral"})
NUMBERS = NUMBER_WORDS | {"one", "half", "first", "second", "third", "fourth", "fifth", "once", "twice"}


@dataclass
class Tally:
    """Counts over any number of sentences."""

    words: int = 0
    errors: int = 0
    terms: int = 0
    terms_found: int = 0
    terms_heard: int = 0
    terms_right: int = 0
    harms: int = 0
    harms_made: int = 0
    """Of these, where the reference engine had it right."""
    silent_harms: int = 0
    """Harms where nothing says that the place wants a look."""
    flags: int = 0
    """Places that want a look."""
    changes_made: int = 0
    """Harms that the text stage made of what was heard right."""
    stage: float = 0.0
    """Seconds that the text stage took."""
    sentences: int = 0
    seconds: float = 0.0
    work: float = 0.0
    """Seconds that recognition took."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{name: value + getattr(other, name) for name, value in vars(self).items()})

    @property
    def word_error(self) -> float:
        return self.errors / max(1, self.words)

    @property
    def term_recall(self) -> float:
        return self.terms_found / max(1, self.terms)

    @property
    def term_precision(self) -> float:
        return self.terms_right / max(1, self.terms_heard)


@dataclass(frozen=True)
class Alignment:
    """Said and heard word by word; an empty word stands for nothing."""

    pairs: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, said: list[str], heard: list[str]) -> "Alignment":
        said, heard = _joined(said, heard), _joined(heard, said)
        pairs: list[tuple[str, str]] = []
        for code in Levenshtein.opcodes(said, heard):
            ours, theirs = said[code.src_start : code.src_end], heard[code.dest_start : code.dest_end]
            length = max(len(ours), len(theirs))
            pairs += zip(
                ours + [""] * (length - len(ours)), theirs + [""] * (length - len(theirs)), strict=True
            )
        return cls(tuple(pairs))

    def harms(self) -> Iterator[tuple[int, str, str]]:
        """Each place among the said words where a mistake could harm, with what was said and heard."""
        place = 0
        for said, heard in self.pairs:
            if said != heard and is_harm(said, heard):
                yield place, said, heard
            place += bool(said)

    def silent_harms(self, written: Sequence[tuple[str, bool]]) -> int:
        """How many such places have no flag: on the word that is heard, or beside one that is missing.

        Args:
            written: the heard words, and whether each is flagged.
        """
        flags = list(_as_joined((heard for _, heard in self.pairs if heard), written))
        place = silent = 0
        for said, heard in self.pairs:
            if said != heard and is_harm(said, heard):
                seen = flags[place : place + 1] if heard else flags[max(0, place - 1) : place + 1]
                silent += not any(seen)
            place += bool(heard)
        return silent


def is_harm(said: str, heard: str) -> bool:
    """Whether mistaking one for the other changes what would be done, and reads as if it were right.

    That is: another drug's name for a drug; another number, or none, for a number; a negation lost or made
    up; another side; hyper- for hypo- and the other words that `never_guessed.toml` puts together. Nonsense
    in the place of a drug's name is a mistake but no harm in this sense: a reader sees it.
    """
    if said in NEGATIONS or heard in NEGATIONS:
        return not (said in NEGATIONS and heard in NEGATIONS)
    if said in NUMBERS or heard in NUMBERS:
        return (said in NUMBERS and heard in NUMBERS) or "" in (said, heard)
    if said in SIDES:
        return heard in SIDES or not heard
    if said in drugs():
        return heard in drugs()
    if said.startswith(("hyper", "hypo")) and heard.startswith(("hyper", "hypo")):
        return said != heard and said[4:].removeprefix("r") == heard[4:].removeprefix("r")
    return heard in opposites().get(said, ())


def tally(
    said: list[str],
    heard: str,
    reference: str | None = None,
    written: Sequence[tuple[str, bool]] = (),
) -> Tally:
    """Count one sentence.

    Args:
        reference: what the engine to compare with has heard.
        written: for flagged text its words one by one, and whether each is flagged.
    """
    ours = Alignment.of(said, [word for word, _ in written] or words(heard))
    pairs = ours.pairs
    harms = list(ours.harms())
    before = (
        {entry[:2] for entry in Alignment.of(said, words(reference)).harms()}
        if reference is not None
        else set()
    )
    terms = [(a, b) for a, b in pairs if is_term(a)]
    heard_terms = [(a, b) for a, b in pairs if is_term(b)]
    return Tally(
        words=sum(bool(a) for a, _ in pairs),
        errors=sum(a != b for a, b in pairs),
        terms=len(terms),
        terms_found=sum(a == b for a, b in terms),
        terms_heard=len(heard_terms),
        terms_right=sum(a == b for a, b in heard_terms),
        harms=len(harms),
        harms_made=sum((place, word) not in before for place, word, _ in harms),
        silent_harms=ours.silent_harms(written) if written else len(harms),
        flags=sum(flag and not before for flag, before in _with_last(flag for _, flag in written)),
        sentences=1,
    )


def is_term(word: str) -> bool:
    """A clinical term: in ICD-10-CM, our drug names, phrases or abbreviations, and not everyday English."""
    known = word in _clinical() or word.removesuffix("s") in _clinical()
    return len(word) > 3 and known and word not in _everyday() and word not in NUMBERS


@cache
def drugs() -> frozenset[str]:
    return frozenset(drug_names(assets.resource("vocabulary", "drugs.txt")))


@cache
def opposites() -> dict[str, frozenset[str]]:
    groups = ties(assets.resource("vocabulary", "never_guessed.toml"))
    return {word: frozenset(group) - {word} for group in groups for word in group}


@cache
def _clinical() -> frozenset[str]:
    with np.load(assets.resource("codes", "icd10cm.npz"), allow_pickle=False) as table:
        coded = table["words"].tobytes().decode().split("\n")
    own = [assets.resource("vocabulary", "abbreviations.toml"), *assets.resource("phrases").glob("*.toml")]
    return frozenset(coded) | drugs() | {word for path in own for word in words(path.read_text("utf-8"))}


@cache
def _everyday() -> frozenset[str]:
    lines = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines[:GENERAL_WORDS])


def _joined(ours: list[str], theirs: list[str]) -> list[str]:
    """Ours with two words as one where theirs has them as one ("follow up", "followup")."""
    known = set(theirs)
    found: list[str] = []
    for word in ours:
        if found and found[-1] + word in known and found[-1] + word not in ours:
            found[-1] += word
        else:
            found.append(word)
    return found


def _as_joined(joined: Iterable[str], written: Sequence[tuple[str, bool]]) -> Iterator[bool]:
    """Whether each word is flagged after some neighbours have been made one word."""
    rest = iter(written)
    for word in joined:
        text, flag = next(rest)
        while len(text) < len(word):
            more, another = next(rest)
            text, flag = text + more, flag or another
        yield flag


def _with_last(flags: Iterable[bool]) -> Iterator[tuple[bool, bool]]:
    """Each word's flag, and that of the word before it."""
    before = False
    for flag in flags:
        yield flag, before
        before = flag
