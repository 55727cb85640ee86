"""Recognition of dictated clinical sentences, stock and ours on the same sound: `make bench-speech`.

Says sentences of real notes with several synthetic voices, at several speeds and over noise, and prints for
every engine, voice and condition what was recognised how well. Figures also go to build/bench-speech.json.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf
from pathlib import Path

import numpy as np

from scribe_desktop.notes.dictated import is_flagged
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.transcript import Transcript
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final
from scribe_desktop.speech.worker import Recogniser
from tests.bench.dictation import noise
from tests.bench.dictation.recordings import READ
from tests.bench.dictation.scoring import Tally, tally
from tests.bench.dictation.sentences import DATA, Part, Sentence, sentences
from tests.bench.dictation.spoken import words
from tests.bench.dictation.voices import SPEEDS, VOICES, Samples, say
from tests.helpers.listener import Listener

BUILD = Path(__file__).parents[3] / "build"
BUILT_IN = {"tiny-en": (EngineChoice("moonshine"), EngineChoice("clinical"))}
"""A model's stock engine and ours."""
NOISES = ("babble 20 dB", "babble 10 dB", "cough 20 dB", "cough 10 dB")
PATIENCE = 600.0
"""Seconds for one sentence, on a machine that is busy with other things."""
WITHOUT_OTHERS = {"cough": noise.coughs, "ventilation": noise.ventilation, "clatter": noise.clatter}
"""Noises that need no other voices."""
ONE_IN = 6
"""Of the sentences, how many are said over noise as well."""


@dataclass(frozen=True)
class Clip:
    voice: str
    condition: str
    said: list[str]
    pcm: bytes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dictation", description=__doc__)
    parser.add_argument("--part", type=Part, choices=list(Part), default=Part.REPORTING)
    parser.add_argument("--sentences", type=int, default=200, metavar="N")
    parser.add_argument("--voices", nargs="+", choices=list(VOICES), default=list(VOICES), metavar="VOICE")
    parser.add_argument("--mistakes", action="store_true", help="print every sentence that ours got wrong")
    parser.add_argument(
        "--vosk",
        type=Path,
        metavar="FOLDER",
        help="measure this Vosk model, too: without and with our stages",
    )
    parser.add_argument("--within", type=float, default=inf, metavar="MINUTES", help="stop by the clock")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(
            f"The notes are not on this machine: there is no {DATA}. SCRIBE_CLINICAL_TEXT names their folder."
        )
    chosen = sentences(options.part, options.sentences)
    print(f"{len(chosen)} sentences of the {options.part} part")
    found = {}
    for model, pair in pairs(options.vosk).items():
        clips = chain(read(), spoken(chosen, options.voices))
        until = time.monotonic() + 60 * options.within
        found[model] = measured(clips, *pair, mistakes=options.mistakes, until=until)
        print_table(model, found[model])
    BUILD.mkdir(exist_ok=True)
    table = {model: {name: figures(*both) for name, both in rows.items()} for model, rows in found.items()}
    (BUILD / "bench-speech.json").write_text(json.dumps(table, indent=2) + "\n")
    if options.vosk is None:
        print('\nvosk: not measured. With an English model unpacked: make bench-speech ARGS="--vosk FOLDER"')


def pairs(vosk: Path | None) -> Mapping[str, tuple[EngineChoice, EngineChoice]]:
    """Stock and ours by the name of the model; of a Vosk model both are the same, only the stages differ."""
    if vosk is None:
        return BUILT_IN
    engine = EngineChoice("vosk", {"model": str(vosk)})
    return BUILT_IN | {f"vosk, {vosk.name}": (engine, engine)}


def spoken(chosen: list[Sentence], voices: list[str], *, noisy: bool = True) -> Iterator[Clip]:
    """Every sentence by every voice, each at one of the speeds; every sixth over noise as well, if asked."""
    for place, sentence in enumerate(chosen):
        speed = list(SPEEDS)[int(sentence.id, 16) % len(SPEEDS)]
        for voice in voices:
            speech = say(sentence.spoken, voice, speed, BUILD / "speech")
            yield Clip(voice, speed, sentence.words, pcm(speech))
            if noisy and place % ONE_IN == 0:
                for condition in NOISES:
                    yield Clip(
                        voice, condition, sentence.words, pcm(noisy_speech(speech, condition, place, chosen))
                    )


def read() -> Iterator[Clip]:
    for path, text in READ.items():
        with AudioFile.open(path) as audio:
            yield Clip("recorded", path.stem, words(text), b"".join(audio.blocks()))


def noisy_speech(speech: Samples, condition: str, place: int, chosen: list[Sentence]) -> Samples:
    """The speech over noise, such as "babble 10 dB"; the same for the same place among the sentences."""
    kind, decibels, _ = condition.split()
    chance = np.random.default_rng(place)
    if kind in WITHOUT_OTHERS:
        return WITHOUT_OTHERS[kind](speech, float(decibels), chance)
    others = [
        say(chosen[(place + step) % len(chosen)].spoken, voice, "even", BUILD / "speech")
        for step, voice in enumerate(VOICES, start=1)
    ]
    return noise.babble(speech, others, float(decibels), chance)


def pcm(samples: Samples) -> bytes:
    """16-bit samples as a recogniser takes them."""
    return (samples * 32767).astype("<i2").tobytes()


def measured(
    clips: Iterable[Clip], stock: EngineChoice, ours: EngineChoice, *, mistakes: bool, until: float
) -> dict[str, tuple[Tally, Tally]]:
    """Both engines' tallies by voice and condition, and over all clips begun before this monotonic time."""
    reference, tested, transcript = Recogniser(stock), Recogniser(ours), Transcript()
    transcript.prepare()
    rows: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    for done, clip in enumerate(clips, start=1):
        if time.monotonic() > until:
            print(f"{done - 1} clips were heard in the time given")
            break
        (first, first_work), (second, second_work) = heard(reference, clip.pcm), heard(tested, clip.pcm)
        stock_text, raw = (" ".join(final.text for final in finals) for finals in (first, second))
        began = time.perf_counter()
        passages = [transcript.written(final, ours.name) for final in second]
        stage = time.perf_counter() - began
        text = " ".join(passage.text for passage in passages)
        one = tally(clip.said, stock_text)
        two = tally(clip.said, text, stock_text, list(_flagged(passages)))
        two.changes_made = tally(clip.said, text, raw).harms_made
        one.work, two.work, two.stage = first_work, second_work + stage, stage
        one.seconds = two.seconds = len(clip.pcm) / 32_000
        for name in (f"{clip.voice}, {clip.condition}", f"{clip.voice}, all", _kind(clip), "all together"):
            rows[name] = (rows[name][0] + one, rows[name][1] + two)
        if mistakes and two.errors:
            print("", f"{clip.voice}, {clip.condition}", " ".join(clip.said), stock_text, text, sep="\n    ")
        if sys.stderr.isatty():
            print(f"\r{done} clips\033[K\r", end="", file=sys.stderr, flush=True)
    reference.close()
    tested.close()
    return dict(rows)


def _kind(clip: Clip) -> str:
    if clip.voice == "recorded":
        return "all recorded"
    return "all clean" if clip.condition in SPEEDS else f"all {clip.condition}"


def _flagged(passages: Sequence[Passage]) -> Iterator[tuple[str, bool]]:
    """The written words one by one, and whether each wants a look."""
    for passage in passages:
        for text, source in passage.pieces():
            for word in words(text):
                yield word, is_flagged(source)


def heard(recogniser: Recogniser, pcm: bytes) -> tuple[list[Final], float]:
    """What it takes the sound to say, and the seconds that this took."""
    listener = Listener()
    began = time.perf_counter()
    stream = listener.open(recogniser)
    for at in range(0, len(pcm), 32_000):
        stream.feed(pcm[at : at + 32_000])
    stream.finish()
    listener.wait_for_end(PATIENCE)
    if listener.errors:
        raise listener.errors[0]
    return listener.finals, time.perf_counter() - began


def figures(stock: Tally, ours: Tally) -> dict[str, float]:
    """`harm_per_1000` counts what ours got wrong where stock had it right; `harmful_mistakes…` count all.

    `silent_harm_per_1000` counts harmful mistakes of ours that carry no flag, `harm_by_correction_per_1000`
    those that the text stage made, `flags_per_100` the places that want a look.
    """
    found = {
        "wer_stock": stock.word_error,
        "wer_ours": ours.word_error,
        "term_recall_stock": stock.term_recall,
        "term_recall_ours": ours.term_recall,
        "term_precision_stock": stock.term_precision,
        "term_precision_ours": ours.term_precision,
        "harm_per_1000": 1000 * ours.harms_made / max(1, ours.words),
        "harmful_mistakes_per_1000_stock": 1000 * stock.harms / max(1, stock.words),
        "harmful_mistakes_per_1000_ours": 1000 * ours.harms / max(1, ours.words),
        "silent_harm_per_1000": 1000 * ours.silent_harms / max(1, ours.words),
        "harm_by_correction_per_1000": 1000 * ours.changes_made / max(1, ours.words),
        "flags_per_100": 100 * ours.flags / max(1, ours.words),
        "text_stage_ms": 1000 * ours.stage / max(1, ours.sentences),
        "real_time_factor_stock": stock.work / max(1.0, stock.seconds),
        "real_time_factor_ours": ours.work / max(1.0, ours.seconds),
        "words": ours.words,
        "terms": ours.terms,
    }
    return {name: round(value, 4) for name, value in found.items()}


def print_table(model: str, rows: Mapping[str, tuple[Tally, Tally]]) -> None:
    print(
        f"\n{model:<26}{'words':>7}  {'word error':>13}  {'term recall':>13}  {'precision':>13}"
        f"  {'harmful':>11}  new  silent  flags  stage"
    )
    for name in sorted(rows, key=lambda name: (name.startswith("all"), name)):
        stock, ours = rows[name]
        row = figures(stock, ours)
        print(
            f"{name:<26}{ours.words:>7}  {stock.word_error:.3f} → {ours.word_error:.3f}"
            f"  {stock.term_recall:.3f} → {ours.term_recall:.3f}"
            f"  {stock.term_precision:.3f} → {ours.term_precision:.3f}"
            f"  {row['harmful_mistakes_per_1000_stock']:4.1f} → {row['harmful_mistakes_per_1000_ours']:4.1f}"
            f"  {row['harm_per_1000']:.1f}  {row['silent_harm_per_1000']:6.1f}  {row['flags_per_100']:5.1f}"
            f"  {row['text_stage_ms']:3.0f} ms"
        )


if __name__ == "__main__":
    main()
