"""Whether suppressing noise before recognition helps: `python -m tests.bench.dictation.suppression`.

Says sentences of real notes over noise, each with one of the voices, has both English engines hear them as
they are and cleaned by each suppressor that is installed (none is part of the program; webrtc-noise-gain and
pyrnnoise are looked for), and prints the word errors. Figures also go to build/bench-suppression.json.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.worker import Recogniser
from tests.bench.dictation.__main__ import BUILD, heard, noisy_speech, pcm
from tests.bench.dictation.scoring import Tally, tally
from tests.bench.dictation.sentences import Part, Sentence, sentences
from tests.bench.dictation.voices import SPEEDS, VOICES, Samples, say

Suppressor = Callable[[bytes], bytes]

CONDITIONS = (
    "clean",
    *(f"{kind} {decibels} dB" for kind in ("babble", "ventilation", "clatter") for decibels in (20, 10)),
)
ENGINES = ("moonshine", "clinical")
FRAME = SAMPLE_RATE // 100
WEBRTC_LEVEL = 2
"""Of 0 to 4."""
RNNOISE_RATE = 48_000


def suppressors() -> dict[str, Suppressor]:
    """Those that are installed here, by name, and doing nothing."""
    found: dict[str, Suppressor] = {"as it is": lambda sound: sound}
    if importlib.util.find_spec("webrtc_noise_gain"):
        found["webrtc"] = _webrtc
    if importlib.util.find_spec("pyrnnoise"):
        found["rnnoise"] = _rnnoise
    return found


def _webrtc(sound: bytes) -> bytes:
    processor = importlib.import_module("webrtc_noise_gain").AudioProcessor(0, WEBRTC_LEVEL)
    frames = (sound[at : at + 2 * FRAME] for at in range(0, len(sound) - 2 * FRAME + 1, 2 * FRAME))
    return b"".join(processor.Process10ms(frame).audio for frame in frames)


def _rnnoise(sound: bytes) -> bytes:
    library = _rnnoise_library()
    samples = np.frombuffer(sound, "<i2").astype(np.float32) / 32768
    fine = (soxr.resample(samples, SAMPLE_RATE, RNNOISE_RATE) * 32767).clip(-32768, 32767).astype(np.int16)
    state, cleaned = library.create(), list[npt.NDArray[np.int16]]()
    for at in range(0, len(fine), library.FRAME_SIZE):
        cleaned.append(library.process_mono_frame(state, fine[at : at + library.FRAME_SIZE])[0])
    library.destroy(state)
    whole = np.concatenate(cleaned).astype(np.float32) / 32768
    return pcm(np.clip(soxr.resample(whole, RNNOISE_RATE, SAMPLE_RATE), -1, 1).astype(np.float32))


def _rnnoise_library() -> Any:
    """The one module of pyrnnoise that is needed; the package itself imports programs for plotting."""
    package = importlib.util.find_spec("pyrnnoise")
    assert package is not None
    assert package.origin is not None
    name = "pyrnnoise_alone"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(package.origin).with_name("rnnoise.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def clips(chosen: list[Sentence]) -> Iterator[tuple[str, list[str], bytes]]:
    """Condition, words said, and sound; the voices take turns."""
    for place, sentence in enumerate(chosen):
        speed = list(SPEEDS)[int(sentence.id, 16) % len(SPEEDS)]
        speech: Samples = say(sentence.spoken, list(VOICES)[place % len(VOICES)], speed, BUILD / "speech")
        for condition in CONDITIONS:
            noisy = speech if condition == "clean" else noisy_speech(speech, condition, place, chosen)
            yield condition, sentence.words, pcm(noisy)


Rows = dict[tuple[str, str, str], Tally]
"""By engine, condition and suppressor."""


def measured(chosen: list[Sentence], until: float) -> tuple[Rows, dict[str, float]]:
    """The tallies, and what each suppressor took as a share of the sound's length."""
    rows: Rows = defaultdict(Tally)
    work, seconds = dict.fromkeys(suppressors(), 0.0), 0.0
    recognisers = {name: Recogniser(EngineChoice(name)) for name in ENGINES}
    for condition, said, sound in clips(chosen):
        if condition == CONDITIONS[0] and time.monotonic() > until:
            break
        seconds += len(sound) / (2 * SAMPLE_RATE)
        for suppressor, clean in suppressors().items():
            before = time.process_time()
            cleaned = clean(sound)
            work[suppressor] += time.process_time() - before
            for engine, recogniser in recognisers.items():
                finals, _ = heard(recogniser, cleaned)
                text = " ".join(final.text for final in finals)
                rows[engine, condition, suppressor] += tally(said, text)
        print(f"\r{seconds / 60:.1f} minutes", end="", file=sys.stderr, flush=True)
    for recogniser in recognisers.values():
        recogniser.close()
    return dict(rows), {name: taken / seconds for name, taken in work.items()}


def print_table(rows: Mapping[tuple[str, str, str], Tally]) -> None:
    names = list(suppressors())
    print(f"{'':<34}{'words':>6}" + "".join(f"{name:>20}" for name in names))
    for engine in ENGINES:
        for condition in CONDITIONS:
            tallies = [rows[engine, condition, name] for name in names]
            said = "".join(f"{one.word_error:>12.3f} ({one.harms:>2} h)" for one in tallies)
            print(f"{engine + ', ' + condition:<34}{tallies[0].words:>6}{said}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dictation.suppression", description=__doc__)
    parser.add_argument("--sentences", type=int, default=30, metavar="N")
    parser.add_argument("--within", type=float, default=inf, metavar="MINUTES", help="stop by the clock")
    options = parser.parse_args()
    chosen = sentences(Part.REPORTING, options.sentences)
    rows, work = measured(chosen, until=time.monotonic() + 60 * options.within)
    print_table(rows)
    print({name: round(share, 4) for name, share in work.items()})
    BUILD.mkdir(exist_ok=True)
    kept = {" | ".join(key): vars(one) for key, one in rows.items()}
    (BUILD / "bench-suppression.json").write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
