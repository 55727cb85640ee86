"""Column types: how moments, dates, enumerations and provenance look in a row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """The moment that a row of a plain statement says, UTC."""
    return _EPOCH + microseconds * _TICK


def microseconds(moment: datetime) -> int:
    """Since 1970 UTC. Refuses a naive one (`TypeError`)."""
    return (moment - _EPOCH) // _TICK


class Moment(TypeDecorator[datetime]):
    """A time-zone-aware datetime, kept as microseconds since 1970 UTC. Refuses a naive one."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


class AsText(TypeDecorator[Any]):
    """A value kept as text through a pair of functions; never NULL."""

    impl = Text
    cache_ok = True

    def __init__(self, write: Callable[[Any], str], read: Callable[[str], Any]) -> None:
        super().__init__()
        self.write = write
        self.read = read

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str:
        return self.write(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        return self.read(value)
