"""Dates and times as people write them."""

import datetime as dt

from tracker.errors import UsageError


def read_instant(text: str | None) -> dt.datetime | None:
    """Read an ISO date (its last instant, UTC) or time; "" and None give None.

    Examples
    --------
    >>> read_instant("2025-06-30").isoformat()
    '2025-06-30T23:59:59+00:00'
    """
    if not text:
        return None
    try:
        if len(text) == len("2025-06-30"):
            day = dt.date.fromisoformat(text)
            return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is no date", advice="Write 2025-06-30 or 2025-06-30T12:00:00Z."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
