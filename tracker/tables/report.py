"""The report of one run, in Markdown: what changed, what could not be seen, the table.

Made for the summary of a job on GitHub, and bounded to what that takes.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from tracker.model.evidence import Observation
from tracker.tables.changes import Change, apart, first_look
from tracker.tables.markdown import escape, link, table
from tracker.tables.rows import Row

LIMIT = 1_000_000
"""Bytes; GitHub shows no summary of more than a mebibyte."""
_NAMED = 200
"""Items of one list."""


def render(
    rows: Sequence[Row],
    as_of: dt.datetime | None,
    *,
    changes: Sequence[Change],
    unreached: Sequence[Observation],
    failures: Mapping[str, str],
    remarks: Sequence[str] = (),
) -> str:
    """Return the report.

    Parameters
    ----------
    failures
        Paper → why its notebook broke.
    remarks
        What else is to be said of how it was looked.
    """
    known, places = apart(changes)
    changed = [first_look(places)] if places else []
    changed += [_change(change) for change in known]
    unseen = [_unseen(look) for look in unreached]
    broken = [f"{escape(paper)}: {escape(why)}" for paper, why in failures.items()]
    return _bounded(
        "\n".join(
            (
                *_section("What changed", changed or ["Nothing."]),
                *_section("Could not be looked at; nothing is concluded from it", unseen),
                *_section("Notebooks that broke", broken),
                *_section("Notes", [escape(remark) for remark in remarks]),
                "## Status\n",
                table(rows, as_of),
            )
        )
    )


def _section(title: str, items: Sequence[str]) -> Iterator[str]:
    if not items:
        return
    yield f"## {title}\n"
    yield from (f"- {item}" for item in items[:_NAMED])
    if len(items) > _NAMED:
        yield f"- … and {len(items) - _NAMED} more"
    yield ""


def _change(change: Change) -> str:
    return (
        f"**{change.direction}**: {escape(change.paper)}, {escape(change.question)} of "
        f"{escape(change.subject.removeprefix('https://'))}: {escape(change.before)} → "
        f"**{escape(change.after)}**. {escape(change.reason)}"
    )


def _unseen(look: Observation) -> str:
    subject = link(look.subject.removeprefix("https://"), look.subject)
    return f"{subject}: {escape(look.note or look.reach.value)}"


def _bounded(text: str) -> str:
    """Cut a text that is too long at the end of a line."""
    data = text.encode()
    if len(data) <= LIMIT:
        return data.decode()
    kept = data[: LIMIT - 100].rpartition(b"\n")[0].decode()
    return f"{kept}\n\nThe rest did not fit: see `status/STATUS.md`.\n"
