"""A process that listens to room and computer of a tele-visit, by the real sound system, until it is killed.

Run as `python -m tests.helpers.tele_visit_loop PROFILE NOTE_ID`; it says "listening" on its output once it
does, and then each utterance's channel as soon as its words are stored. It puts none of them into the note.
"""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.dictation import Dictation, DictationState, Listener
from scribe_desktop.session.ears import Listening, ears
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.port import Final
from scribe_desktop.speech.worker import Recogniser
from tests.helpers.clinic import SCRIBE, session_of
from tests.helpers.listener import ignore

SECTION = "hpi"


def keep(
    session: Session,
    note_id: str,
    device: str,
    channel: Channel,
    *,
    pass_on: Callable[[bytes], None],
    on_end: Callable[[], None],
    on_trouble: Trouble,
) -> Take:
    """What is heard on one channel, for the note."""
    return session.sound.take(
        note_id, SECTION, device, channel, pass_on=pass_on, on_end=on_end, on_trouble=on_trouble
    )


def main(profile: Profile, note_id: str) -> None:
    with closing(session_of(profile, SCRIBE)) as session:

        def state(now: DictationState) -> None:
            if now is not DictationState.OPENING:
                print(now.value, flush=True)

        def final(_target: str, channel: Channel, _final: Final, _utterance: str) -> None:
            print(channel.value, flush=True)

        def failed(_target: str, error: ScribeError) -> None:
            print(error.in_full(), flush=True)

        listener = Listener[str](
            state=state,
            level=ignore,
            partial=ignore,
            final=final,
            failed=failed,
            trouble=ignore,
            command=ignore,
        )
        dictation = Dictation(
            lambda: Recogniser(EngineChoice("clinical")), "clinical", listener, partial(keep, session)
        )
        dictation.start(note_id, ears(Listening.BOTH, None, None))
        time.sleep(60)


if __name__ == "__main__":
    main(Profile(Path(sys.argv[1])), sys.argv[2])
