"""Calendar days as people write them, and as a table keeps them: 11/22/2026."""

import re
from datetime import date, datetime, timedelta

_FORMS = (
    "%m/%d/%Y", "%Y-%m-%d", "%m-%d-%Y", "%m.%d.%Y", "%Y%m%d",
    "%b %d %Y", "%d %b %Y", "%B %d %Y", "%d %B %Y",
)  # fmt: skip
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$")
_BACK = re.compile(r"t(?:-(\d{1,4}))?", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """The day that a text names, its time of day left out; None for anything else."""
    said = " ".join(_TIME.sub("", text.strip()).replace(",", " ").split())
    for form in _FORMS:
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def written_date(text: str, today: date | None = None) -> str | None:
    """The day as it is kept; None where the text names none.

    Args:
        today: what "t" means, and "t-2" counts back from; without it they name no day.
    """
    back = _BACK.fullmatch(text.strip())
    day = today - timedelta(days=int(back[1] or 0)) if back and today else read_date(text)
    return None if day is None else f"{day:%m/%d/%Y}"
