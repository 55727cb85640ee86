"""Which speech engines are installed, whether each is ready, and which one to use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.port import SpeechEngine

GROUP = "scribe_desktop.speech_engines"

_PREFERENCE = ("clinical", "vosk", "moonshine")
"""Among engines that are ready for English; others come after these, and after English other languages.

The one that knows clinical words comes first: nobody has measured that a Vosk model hears them better.
"""

Settings = Mapping[str, Mapping[str, str]]
"""Each engine's settings by its name."""


@dataclass(frozen=True)
class EngineChoice:
    """All that a worker process needs to know to load an engine."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EngineInfo:
    name: str
    title: str
    ready: bool
    detail: str
    """The model it would use, or why it cannot be used."""
    language: str = ""
    chosen: bool = False


def available(settings: Settings | None = None) -> tuple[EngineInfo, ...]:
    """All registered engines, the ready and the not, most preferable first; loads no model."""
    infos = [_info(entry, (settings or {}).get(entry.name, {})) for entry in _entries()]
    return tuple(sorted(infos, key=_rank))


def choose(preferred: str | None, settings: Settings) -> EngineChoice:
    """The preferred engine, or else one whose model somebody chose, or else the embedded default.

    Raises:
        NoModel: the preferred engine is not ready, or none is.
    """
    candidates = available(settings)
    if preferred is not None:
        candidates = tuple(info for info in candidates if info.name == preferred)
    best = next(iter(candidates), None)
    if best is None or not best.ready:
        reason = best.detail if best else f"There is no speech engine {preferred or 'installed'}."
        raise NoModel(reason, remedy="Choose another speech engine in the settings.")
    return EngineChoice(best.name, dict(settings.get(best.name, {})))


def load(choice: EngineChoice) -> SpeechEngine:
    """Load the chosen engine with its model: seconds of work, for a worker process. Raises `NoModel`."""
    for entry in _entries():
        if entry.name == choice.name:
            return _engine_class(entry)(choice.settings)
    raise NoModel(
        f"There is no speech engine {choice.name}.", remedy="Choose another speech engine in the settings."
    )


def _entries() -> Iterator[EntryPoint]:
    yield from {entry.name: entry for entry in entry_points(group=GROUP)}.values()


def _engine_class(entry: EntryPoint) -> type[SpeechEngine]:
    found: type[SpeechEngine] = entry.load()
    return found


def _info(entry: EntryPoint, settings: Mapping[str, str]) -> EngineInfo:
    try:
        engine = _engine_class(entry)
    except (ImportError, AttributeError, OSError) as error:
        return EngineInfo(entry.name, entry.name, False, f"{entry.value} cannot be imported: {error}")
    try:
        model = engine.model(settings)
    except NoModel as error:
        return EngineInfo(entry.name, engine.title, False, error.in_full())
    return EngineInfo(entry.name, engine.title, True, model.name, model.language, model.chosen)


def _rank(info: EngineInfo) -> tuple[bool, bool, bool, int]:
    place = _PREFERENCE.index(info.name) if info.name in _PREFERENCE else len(_PREFERENCE)
    return not info.ready, not info.chosen, info.language != "en", place
