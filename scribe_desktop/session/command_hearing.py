"""A key is held for a command: what is heard goes to who obeys, and nowhere else; no sound is kept."""

from collections.abc import Callable, Sequence

from scribe_desktop.errors import ScribeError
from scribe_desktop.session.ears import Ear
from scribe_desktop.speech.microphone import Microphone
from scribe_desktop.speech.port import SpeechEvent
from scribe_desktop.speech.worker import Recogniser


class CommandHearing:
    """`listen` once, `stop` once; all callbacks come on background threads, `over` last."""

    def __init__(
        self,
        ear: Ear,
        recogniser: Recogniser,
        commands: Sequence[str],
        *,
        level: Callable[[float], None],
        begun: Callable[[], None],
        heard: Callable[[SpeechEvent], None],
        broken: Callable[[ScribeError], None],
        over: Callable[[], None],
    ) -> None:
        """`commands`: what may be said, in small letters; `begun` is called with every block of sound."""
        self._level, self._begun, self._broken = level, begun, broken
        self._microphone = Microphone(ear.device)
        self._stream = recogniser.stream(heard, broken, over, commands)

    def listen(self) -> None:
        """Raises `NoMicrophone`."""
        try:
            self._microphone.start(self._sound, self._level, self._broken)
        except ScribeError:
            self._stream.cancel()
            raise

    def _sound(self, pcm: bytes) -> None:
        self._stream.feed(pcm)
        self._begun()

    def stop(self) -> None:
        """Listen no more; what is still on its way is told before `over`."""
        self._microphone.stop(self._stream.finish)
