"""The issue that tells what got worse: its title, its body, and the comment about what is new.

The body begins with a mark that nobody sees. By it the issue is found again, and it holds what the
next announcement must know: the moment that everything is compared with, and what was told already.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence

from tracker.model.base import Value
from tracker.model.evidence import Evidence
from tracker.tables import markdown
from tracker.tables.changes import Change
from tracker.tables.text import clean

TITLE = "Verdicts got worse"
LIMIT = 65_536
"""Characters that GitHub takes in one body."""

_NAMED = 1_500
"""Changes that are listed at most, so that the mark has room as well."""
_MARK = re.compile(
    r"<!-- reproducibility-tracker:worse since=(?P<since>\S{10,40}) told=(?P<told>[0-9a-f,]*) -->"
)
_REFERENCE = re.compile(r"@|#(?=\d)|(?<=\bGH-)(?=\d)", re.IGNORECASE)
_JOINER = "\u2060"
"""Invisible; behind an @ it keeps GitHub from calling a person, behind a # from linking an issue.
GitHub looks for both in the finished page, where a backslash is gone."""
_THREAD = re.compile(r"https://github\.com/(?=[^/]+/[^/]+/(?:issues|pull|discussions|commit)/)")
_QUIET = "https://redirect.github.com/"
"""A link through this host leaves no "mentioned this" at the place it leads to."""


class Announced(Value, frozen=True, kw_only=True):
    """What the mark in an issue's body says."""

    since: dt.datetime
    """The moment that the announced state is compared with."""
    ids: frozenset[str]
    """Of the changes that were told."""


def body(changes: Sequence[Change], since: dt.datetime, as_of: dt.datetime | None) -> str:
    """Return the body of the issue: what is worse than it was at `since`, with its evidence."""
    named = changes[:_NAMED]
    mark = (
        f"<!-- reproducibility-tracker:worse since={since.isoformat()} "
        f"told={','.join(map(identity, named))} -->"
    )
    day = f", as of {as_of:%Y-%m-%d}" if as_of else ""
    if not changes:
        return f"{mark}\nNothing is worse any more than it was on {since:%Y-%m-%d}{day}.\n"
    count = "One answer is" if len(changes) == 1 else f"{len(changes)} answers are"
    lead = (
        f"{count} worse than on {since:%Y-%m-%d}{day}. Only looks that reached the host count: "
        "one that fails changes no answer.\n"
    )
    end = (
        "\n`tracker announce` rewrites this text, and closes the issue when nothing is worse any "
        "more. Close it by hand to accept the new state: only what gets worse after that will be "
        "told again.\n"
    )
    return f"{mark}\n{lead}\n{_list(changes, LIMIT - len(mark) - len(lead) - len(end) - 2)}{end}"


def comment(changes: Sequence[Change]) -> str:
    """Return the comment about changes that were not told yet."""
    lead = "This got worse since the last look:\n\n"
    return lead + _list(changes, LIMIT - len(lead))


def read_mark(text: str) -> Announced | None:
    """Return what the mark in a body says, or None where there is no mark of ours.

    Examples
    --------
    >>> read_mark("Please look at #12") is None
    True
    """
    mark = _MARK.match(text)
    if mark is None:
        return None
    try:
        since = dt.datetime.fromisoformat(mark["since"])
    except ValueError:
        return None
    if since.tzinfo is None:
        return None
    return Announced(since=since, ids=frozenset(filter(None, mark["told"].split(","))))


def news(changes: Sequence[Change], already: Announced) -> tuple[Change, ...]:
    """Return the changes that were not told yet."""
    return tuple(change for change in changes[:_NAMED] if identity(change) not in already.ids)


def identity(change: Change) -> str:
    """Return a short name of a change; the same answer getting worse again is another one."""
    words = f"{change.paper}\n{change.question}\n{change.subject}\n{change.after}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:10]


def _list(changes: Sequence[Change], room: int) -> str:
    """Return one item for each change, as many as there is room for, and how many are left out."""
    items: list[str] = []
    room -= 100  # for the last line
    for change in changes:
        item = _item(change)
        room -= len(item)
        if room < 0 or len(items) == _NAMED:
            more = len(changes) - len(items)
            items.append(f"- … and {more} more: `tracker diff` lists them all.\n")
            break
        items.append(item)
    return "".join(items)


def _item(change: Change) -> str:
    subject = _inert(change.subject.removeprefix("https://"))
    head = f"**{_inert(change.paper)}**, {_inert(change.question)} of {subject}"
    went = f"{_inert(change.before)} → **{_inert(change.after)}**"
    lines = [f"- {head}: {went}. {_inert(change.reason)}"]
    lines += [f"  - {_piece(piece)}" for piece in change.evidence[:3]]
    return "\n".join(lines) + "\n"


def _piece(piece: Evidence) -> str:
    quote = f"“{_inert(piece.quote)}” " if piece.quote else ""
    where = _inert(piece.url.removeprefix("https://").partition("/blob/")[0])
    if piece.url.startswith(("https://", "http://")):
        where = f"[{where}](<{markdown.target(_THREAD.sub(_QUIET, piece.url))}>)"
    revision = f", `{clean(piece.revision).replace('`', '')}`" if piece.revision else ""
    return f"{quote}{where}{revision} ({markdown.when(piece)})"


def _inert(text: str) -> str:
    r"""Return text that Markdown shows as it is, and that calls nobody and links nothing.

    Examples
    --------
    >>> _inert("thanks @octocat, see #12 or GH-12").encode("ascii", "backslashreplace").decode()
    'thanks \\@\\u2060octocat, see #\\u206012 or GH-\\u206012'
    """
    return _REFERENCE.sub(lambda reference: reference[0] + _JOINER, markdown.escape(text))
