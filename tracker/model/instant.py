"""Dates and times as people write them."""

import datetime as dt

from tracker.errors import UsageError

_DAY = len("2025-06-30")
_WRITTEN = "Write 2025-06-30 or 2025-06-30T12:00:00Z."


def read_instant(text: str | None) -> dt.datetime | None:
    """Read an ISO date (its last instant, UTC) or time; "" and None give None.

    Raises
    ------
    UsageError
        If it is none, or none of the calendar in UTC.

    Examples
    --------
    >>> read_instant("2025-06-30").isoformat()
    '2025-06-30T23:59:59+00:00'
    """
    if not text:
        return None
    try:
        if len(text) == _DAY:
            day = dt.date.fromisoformat(text)
            return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
        instant = dt.datetime.fromisoformat(text)
        return instant.astimezone(dt.UTC) if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        known = "" if "isoformat" in str(error) else f": {error}"
        raise UsageError(f"{text!r} is no date{known}", advice=_WRITTEN) from None


def read_past(text: str | None, now: dt.datetime) -> dt.datetime | None:
    """Read a date or time like `read_instant`, of which something can be known by `now`.

    Raises
    ------
    UsageError
        If it is none, or has not begun.

    Examples
    --------
    >>> noon = dt.datetime(2025, 6, 30, 12, tzinfo=dt.UTC)
    >>> read_past("2025-06-30", noon).isoformat()
    '2025-06-30T23:59:59+00:00'
    """
    instant = read_instant(text)
    if instant is None or text is None:
        return None
    begin = instant.replace(hour=0, minute=0, second=0) if len(text) == _DAY else instant
    if begin > now:
        raise UsageError(
            f"{text!r} is in the future, and nothing was seen then",
            advice=f"It is {now:%Y-%m-%dT%H:%M}Z now: write an earlier date, or none.",
        )
    return instant
