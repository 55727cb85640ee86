"""The built-in model, in this process."""

import pytest

from scribe_desktop import assets
from scribe_desktop.speech import moonshine
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.port import Final


@pytest.mark.parametrize("seconds_between_looks", [0.3, 8.0, 1000.0])
def test_the_last_words_are_there_however_long_ago_the_last_look_was(
    seconds_between_looks: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moonshine, "UPDATE_EVERY", seconds_between_looks)
    with AudioFile.open(assets.resource("samples", "dictation.flac")) as audio:
        pcm = b"".join(audio.blocks())[-10 * 32_000 :]
    recognition = moonshine.MoonshineEngine({}).recognise()
    pieces = [pcm[at : at + 3_200] for at in range(0, len(pcm), 3_200)]
    events = [event for piece in pieces for event in recognition.accept(piece)] + list(recognition.finish())
    said = " ".join(event.text for event in events if isinstance(event, Final))
    assert said.endswith("She is still eating and drinking well.")
