"""Tell in one issue of the project's repository which answers got worse.

The issue is found again by the mark in its body, so there is never a second one. What is announced
follows from the committed history alone, however often it is announced.
"""

import datetime as dt
import re
from enum import StrEnum

from tracker.errors import ConfigurationError
from tracker.history import History, RunFile
from tracker.hosts.github.issues import Issue, Issues
from tracker.model.base import Value
from tracker.model.paper import Registry
from tracker.project import Project
from tracker.tables import announcement
from tracker.tables.announcement import Announced
from tracker.tables.changes import Change, Direction, compare
from tracker.tables.rows import Row, rows
from tracker.transport import Door
from tracker.transport.settings import Settings
from tracker.verdicts import judge_all

_NAME = re.compile(r"\w[\w-]*/(?!\.{1,2}$)[\w.-]+", re.ASCII)


class Deed(StrEnum):
    """What was done."""

    NOTHING = "nothing to announce"
    SHOWN = "shown only"
    OPENED = "opened"
    UPDATED = "updated"
    UNCHANGED = "up to date"
    CLOSED = "closed"


class Notice(Value, frozen=True, kw_only=True):
    """What came of an announcement."""

    deed: Deed
    changes: tuple[Change, ...] = ()
    url: str | None = None
    """Of the issue."""
    body: str = ""
    """Of the issue; what it would be, where nothing was written."""


def announce(
    project: Project, papers: Registry, settings: Settings, repository: str | None
) -> Notice:
    """Open, update or close the one issue about answers that got worse.

    Compared is with the state before the newest committed run; while the issue is open, with the
    state before the run for which it was opened. An answer counts as worse if it was better at any
    run since.

    Parameters
    ----------
    repository
        ``owner/name``; without it, or without a token, nothing is written.

    Raises
    ------
    ConfigurationError
        If the token, its rights or the repository's settings are in the way.
    TransportFault
        If GitHub cannot be reached, or will not answer for now.
    """
    history = History([project.history], project.history_index)
    before = _before_newest(history)
    if before is None:
        return Notice(deed=Deed.NOTHING)
    if repository is None or settings.github_token is None:
        changes = worse(history, papers, before)
        text = announcement.body(changes, before, history.newest()) if changes else ""
        return Notice(deed=Deed.SHOWN if changes else Deed.NOTHING, changes=changes, body=text)
    if not _NAME.fullmatch(repository):
        raise ConfigurationError(
            f"{repository!r} is no repository", advice="Set GITHUB_REPOSITORY to owner/name."
        )
    with Door(settings) as door:
        issues = Issues(door, repository)
        ours = _ours(issues)
        since = ours[0][1].since if ours else before
        changes = worse(history, papers, since)
        body = announcement.body(changes, since, history.newest())
        return _write(issues, ours, changes, body)


def worse(history: History, papers: Registry, since: dt.datetime) -> tuple[Change, ...]:
    """Return the answers that were better at `since`, or at a later run, than they are now."""
    now = _table(history, papers, None)
    moments = [since, *(moment for moment in map(_before, history.runs()) if moment > since)]
    news: dict[tuple[str, str, str], Change] = {}
    for moment in moments:
        for change in compare(_table(history, papers, moment), now):
            if change.direction is Direction.WORSE:
                news.setdefault((change.paper, change.question, change.subject), change)
    return tuple(news.values())


def _table(history: History, papers: Registry, moment: dt.datetime | None) -> tuple[Row, ...]:
    book, runs = history.book(as_of=moment), history.reproductions(as_of=moment)
    return rows(judge_all(papers.papers, book, runs=runs))


def _before_newest(history: History) -> dt.datetime | None:
    return max(map(_before, history.runs()), default=None)


def _before(run: RunFile) -> dt.datetime:
    """Return the last moment before a run; looks are timed to the second, runs are not."""
    return run.started.replace(microsecond=0) - dt.timedelta(microseconds=1)


def _ours(issues: Issues) -> list[tuple[Issue, Announced]]:
    """Return our open issues, oldest first; there should be at most one."""
    marked = (
        (issue, announcement.read_mark(issue.body or ""))
        for issue in issues.open()
        if issue.trusted
    )
    return [(issue, announced) for issue, announced in marked if announced is not None]


def _write(
    issues: Issues, ours: list[tuple[Issue, Announced]], changes: tuple[Change, ...], body: str
) -> Notice:
    if not ours:
        if not changes:
            return Notice(deed=Deed.NOTHING)
        made = issues.create(announcement.TITLE, body)
        return Notice(deed=Deed.OPENED, changes=changes, url=made.html_url, body=body)
    (issue, announced), *doubles = ours
    for double, _ in doubles:
        issues.update(double.number, state="closed", state_reason="not_planned")
    if not changes:
        issues.update(issue.number, body=body, state="closed", state_reason="completed")
        return Notice(deed=Deed.CLOSED, url=issue.html_url, body=body)
    if fresh := announcement.news(changes, announced):
        issues.comment(issue.number, announcement.comment(fresh))  # first: better twice than never
    deed = Deed.UNCHANGED
    if (issue.body or "").replace("\r\n", "\n").strip() != body.strip():
        issues.update(issue.number, body=body)
        deed = Deed.UPDATED
    return Notice(deed=deed, changes=changes, url=issue.html_url, body=body)
