"""Which day, or month, a text names: in numbers, by name, or counted from another day. Pure.

A month without a year, and "within a week", are days only where it is known when the text was
written.
"""

import calendar
import datetime as dt
import re

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>20\d\d)"
_ISO = re.compile(
    rf"(?<![\d.]){_YEAR}\s?[-/.年년]\s?(?P<month>\d{{1,2}})(?:\s?[-/.月월]\s?(?P<day>\d{{1,2}})(?!\d))?"
)
_NAMED = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?: of)? )?{_MONTH}(?:[ ,]*(?P<after>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\b(?!\d))?(?:[ ,]*{_YEAR})?",
    re.IGNORECASE | re.ASCII,
)
_CJ_MONTH = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})\s?[月월]\s?(?:份)?(?:(?P<day>\d{1,2})\s?[日号일])?"
)
_ENDS = re.compile(r"\b(?:end|late)\b|底|末|下旬|말", re.IGNORECASE | re.ASCII)
_MIDDLE = re.compile(r"\bmid(?:dle)?\b|中旬|중순", re.IGNORECASE | re.ASCII)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "半": 0, "한": 1, "두": 2, "세": 3,
}  # fmt: skip
_COUNT = r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|[一两二三四한두세])"
_UNIT = (
    r"(?P<unit>days?|weeks?|months?|years?|天|日|周|星期|週間?|个月|個月|か月|ヶ月|カ月|年|일"
    r"|주일?|개월|달)"
)
_COUNTED = re.compile(
    rf"\b(?:within|in|after|over)(?: the)?(?: next| coming)? {_COUNT} {_UNIT}\b"
    rf"|\b(?:the )?next {_COUNT.replace('count', 'number')} "
    rf"{_UNIT.replace('unit', 'span')}\b|(?:未来|今後|接下来"
    rf"|향후)?\s?{_COUNT.replace('count', 'cj')}\s?个?\s?{_UNIT.replace('unit', 'cjunit')}"
    r"\s?(?:之?内|以内|後|后|이?내)",
    re.IGNORECASE | re.ASCII,
)
_RELATIVE = (
    (re.compile(r"\btomorrow\b|明天|明日|내일", re.IGNORECASE | re.ASCII), "day"),
    (re.compile(r"\bthis week\b|本周|这周|今週|이번 ?주", re.IGNORECASE | re.ASCII), "this week"),
    (
        re.compile(r"\b(?:next|coming) week\b|下周|下星期|来週|다음 ?주", re.IGNORECASE | re.ASCII),
        "next week",
    ),
    (
        re.compile(
            r"\b(?:this|the end of the) month\b|本月|这个月|当月|今月|이번 ?달",
            re.IGNORECASE | re.ASCII,
        ),
        "this month",
    ),
    (
        re.compile(r"\b(?:next|coming) month\b|下个?月|来月|다음 ?달", re.IGNORECASE | re.ASCII),
        "next month",
    ),
    (
        re.compile(
            r"\b(?:this|end of (?:the|this)) year\b|年内|年底|今年|연내|올해",
            re.IGNORECASE | re.ASCII,
        ),
        "this year",
    ),
)
_QUARTER = re.compile(
    rf"\bq(?P<quarter>[1-4])(?:[ ,/]*(?:of )?{_YEAR})?"
    rf"|{_YEAR.replace('year', 'before')}[ -]?q(?P<second>[1-4])",
    re.IGNORECASE | re.ASCII,
)
_MAY = re.compile(r"(?<!\w)may\b", re.IGNORECASE | re.ASCII)


def due(text: str, written: dt.date | None = None) -> str | None:
    """Return the last day, or the month, by which a text says that something will be.

    Parameters
    ----------
    written
        The day on which it was written, from which "next week" counts.

    Returns
    -------
    str or None
        ``YYYY-MM-DD`` or ``YYYY-MM``; None where the text names none that can be placed.

    Examples
    --------
    >>> due("The weights will be out by 1 June 2025.")
    '2025-06-01'
    >>> due("我们将在一周内开源代码", dt.date(2025, 3, 1))
    '2025-03-08'
    >>> due("in August", dt.date(2025, 7, 24))
    '2025-08'
    """
    for match in _ISO.finditer(text):
        return _placed(int(match["year"]), int(match["month"]), match["day"], text)
    if quarter := _quarter(text, written):
        return quarter
    for match in _NAMED.finditer(text):
        if (
            _MAY.match(match[0])
            and not (match["day"] or match["after"] or match["year"])
            and not re.search(
                r"\b(?:in|by|of|until|before|late|early|mid)[ -]$",
                text[: match.start()],
                re.IGNORECASE,
            )
        ):
            continue
        month = _MONTHS[match["month"][:3].lower()]
        year = int(match["year"]) if match["year"] else _next_year(month, written)
        if year is not None:
            return _placed(year, month, match["day"] or match["after"], text[: match.start()][-20:])
    for match in _CJ_MONTH.finditer(text):
        month = int(match["month"])
        year = _next_year(month, written) if 1 <= month <= 12 else None
        if year is not None:
            return _placed(year, month, match["day"], text[match.end() :][:4])
    return _counted(text, written) if written else None


def _placed(year: int, month: int, day: str | None, around: str) -> str | None:
    try:
        if day:
            return dt.date(year, month, int(day)).isoformat()
        dt.date(year, month, 1)
    except ValueError:
        return None
    if _MIDDLE.search(around):
        return dt.date(year, month, 20 if re.search("旬|순", around) else 15).isoformat()
    if _ENDS.search(around):
        return dt.date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    return f"{year:04}-{month:02}"


def _next_year(month: int, written: dt.date | None) -> int | None:
    if written is None:
        return None
    return written.year + (month < written.month)


def _quarter(text: str, written: dt.date | None) -> str | None:
    match = _QUARTER.search(text)
    if match is None:
        return None
    number = int(match["quarter"] or match["second"])
    named = match["year"] or match["before"]
    year = int(named) if named else written.year + (3 * number < written.month) if written else None
    return None if year is None else _last(year, 3 * number)


def _last(year: int, month: int) -> str:
    return dt.date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def _counted(text: str, written: dt.date) -> str | None:
    if match := _COUNTED.search(text):
        number = match["count"] or match["number"] or match["cj"]
        unit = (match["unit"] or match["span"] or match["cjunit"]).lower()
        count = int(number) if number.isdigit() else _NUMBERS[number.lower()]
        return _later(written, count, unit)
    for pattern, kind in _RELATIVE:
        if pattern.search(text):
            return _relative(written, kind)
    return None


def _later(written: dt.date, count: int, unit: str) -> str | None:
    try:
        if unit.startswith(("day", "天", "日", "일")):
            return (written + dt.timedelta(days=count)).isoformat()
        if unit.startswith(("week", "周", "星期", "週", "주")):
            return (written + dt.timedelta(weeks=count)).isoformat()
        if unit.startswith(("year", "年")):
            count *= 12
        month = written.month - 1 + count
        year, month = written.year + month // 12, month % 12 + 1
        return dt.date(
            year, month, min(written.day, calendar.monthrange(year, month)[1])
        ).isoformat()
    except (OverflowError, ValueError):
        return None


def _relative(written: dt.date, kind: str) -> str | None:
    try:
        if kind == "day":
            return (written + dt.timedelta(days=1)).isoformat()
        if kind.endswith("week"):
            weeks = 7 * kind.startswith("next")
            return (written + dt.timedelta(days=6 - written.weekday() + weeks)).isoformat()
        if kind == "this month":
            return _last(written.year, written.month)
        if kind == "next month":
            year, month = written.year + written.month // 12, written.month % 12 + 1
            return f"{year:04}-{month:02}"
        return _last(written.year, 12)
    except (OverflowError, ValueError):
        return None


_NEWS = re.compile(
    rf"^\W{{0,12}}(?:\w{{0,8}}\W{{1,4}})?{_YEAR}\s?[-/.年년]\s?(?P<month>\d{{1,2}})\s?[-/.月월]\s?(?P<day>\d{{1,2}})"
)
_NEWS_NAMED = re.compile(
    rf"^\W{{0,12}}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?{_MONTH}[ ]?(?P<after>\d{{1,2}})?(?:st"
    rf"|nd|rd|th)?,?[ ]*{_YEAR}",
    re.IGNORECASE | re.ASCII,
)


def written_on(text: str) -> tuple[dt.date, int] | None:
    """Return the day that a piece of news begins with, and where the news itself begins.

    Examples
    --------
    >>> written_on("- **[2025.06.01]** We will release the code next week.")[0].isoformat()
    '2025-06-01'
    """
    match = _NEWS.match(text)
    if match:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        match = _NEWS_NAMED.match(text)
        if match is None or not (match["day"] or match["after"]):
            return None
        year, month = int(match["year"]), _MONTHS[match["month"][:3].lower()]
        day = int(match["day"] or match["after"])
    try:
        return dt.date(year, month, day), match.end()
    except ValueError:
        return None
