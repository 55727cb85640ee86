"""A short run of the soak: neither the program nor its worker grows with what it has heard."""

from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.engines import EngineChoice
from tests.bench.dictation.soak import Sample, Soak, round_and_round, soak
from tests.helpers.recordings import BECKETT

MOST_GROWTH = 25.0
"""Megabytes over half a minute; the audio itself is one."""


def test_a_stream_that_goes_on_and_on_takes_no_more_memory() -> None:
    with AudioFile.open(BECKETT) as audio:
        clip = b"".join(audio.blocks())
    found = soak(EngineChoice("clinical"), round_and_round([clip], pause=5), minutes=1.5, every=0.1)
    program, worker = found.growth()
    assert found.workers == 1
    assert found.utterances > 5
    assert found.longest_final_seconds < 20
    assert program < MOST_GROWTH
    assert worker < MOST_GROWTH


def test_growth_is_told_by_the_second_half() -> None:
    grown = Soak([Sample(minute, 100, 200 + 10 * minute) for minute in range(8)])
    assert grown.growth() == (0.0, 20.0)
