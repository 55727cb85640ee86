"""A process that dictates into a note until it is killed, and says how much sound it was given.

Run as `python -m tests.helpers.dictating_loop PROFILE NOTE_ID RECORDING`; each line on its output is how many
bytes of 16 kHz mono sound had been spoken half a second ago. Words go into the note as they do when its chart
is not open.
"""

import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import soundfile

from scribe_desktop.errors import EngineError
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.sample_profile import enter

SECTION = "hpi"
BLOCK = BYTES_PER_SECOND // 20
FASTER = 5
"""Times real time, so that an hour of killing takes minutes."""


def pcm(recording: Path) -> bytes:
    """A 16 kHz mono recording's samples."""
    samples, rate = soundfile.read(str(recording), dtype="int16")
    assert (rate, samples.ndim) == (16_000, 1)
    raw: bytes = samples.astype("<i2").tobytes()
    return raw


def main(profile: Profile, note_id: str, recording: Path) -> None:
    sound = pcm(recording)
    with closing(enter(profile)) as session:
        recogniser = Recogniser(EngineChoice("clinical"))
        dictate(session, recogniser, note_id, sound)
        recogniser.close()


def dictate(session: Session, recogniser: Recogniser, note_id: str, sound: bytes) -> None:
    """Speak it all, at `FASTER` than real time, and wait for the last word."""
    ended = threading.Event()

    def heard(event: SpeechEvent) -> None:
        if isinstance(event, Final):
            utterance = take.heard(event, "clinical")
            words = session.dictated_text.written(event, "clinical", session.person.id, utterance)
            session.charting.append(note_id, SECTION, words)

    def broken(error: EngineError) -> None:
        raise error

    def over() -> None:
        take.over(complete=stream.is_recognised)
        ended.set()

    take = session.sound.take(
        note_id,
        SECTION,
        "test",
        pass_on=lambda block: stream.feed(block),
        on_end=lambda: stream.finish(),
        on_trouble=lambda _trouble: None,
    )
    stream = recogniser.stream(heard, broken, over)
    given: list[tuple[float, int]] = []
    for at in range(0, len(sound), BLOCK):
        take.write(sound[at : at + BLOCK])
        given.append((time.monotonic() + 0.5, at + BLOCK))
        while given and given[0][0] < time.monotonic():
            print(given.pop(0)[1], flush=True)
        time.sleep(BLOCK / BYTES_PER_SECOND / FASTER)
    take.finish()
    ended.wait(60)


if __name__ == "__main__":
    main(Profile(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
