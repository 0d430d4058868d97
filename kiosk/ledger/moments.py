"""Points in time as the ledger writes them: RFC 3339, Chinese standard time, microseconds.

One offset and one precision, so that the text sorts as the moments do.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def write_moment(moment: datetime) -> str:
    """``2026-01-31T09:00:00.000000+08:00``. Raises ValueError for a moment without an offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(CHINA).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    """The moment, in Chinese standard time. Raises ValueError for anything not written here."""
    moment = datetime.fromisoformat(text)
    if write_moment(moment) != text:
        raise ValueError("not a moment of the ledger")
    return moment
