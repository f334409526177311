"""Files of anybody's on this disk, and the releases that they announce."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.budget import SECONDS
from tracker.hosts.texts.promises.announcement import Announcement
from tracker.jobs.files import judged
from tracker.licensing.source import README_LIMIT, Source
from tracker.model.base import Value
from tracker.tables.text import clean

_QUOTED = 110


class FilePromises(Value, frozen=True, kw_only=True, omit_defaults=False):
    """What one file announces; where it could not be read, why."""

    file: str
    promises: tuple[Announcement, ...] = ()
    problem: str = ""
    unread: str = ""
    """What of it was not read, so that there may be more promises."""


def of_files(
    paths: Sequence[Path], written: dt.date | None = None, *, seconds: float = SECONDS
) -> tuple[FilePromises, ...]:
    """Return what files announce, one answer for each, whatever befalls another.

    Parameters
    ----------
    written
        The day on which they were written, from which "next week" counts.
    seconds
        Processor time that one file may take.
    """
    return tuple(_of_file(path, written, seconds) for path in paths)


def _of_file(path: Path, written: dt.date | None, seconds: float) -> FilePromises:
    name = path.as_posix()

    def judge(data: bytes) -> FilePromises:
        # Sixty expressions, which no other command needs at its start.
        from tracker.hosts.texts.promises import finding  # noqa: PLC0415

        source = Source.read(path.name, data, README_LIMIT)
        if not source.readable:
            return FilePromises(file=name, problem="it is not a text")
        if len(data) > README_LIMIT:
            return FilePromises(file=name, problem=f"it is longer than {README_LIMIT:,} bytes")
        text = source.text.encode()
        announced = finding.announcements(text, path=path.name, written=written)
        missed = finding.unread(text, announced, path=path.name)
        if not source.whole:
            missed = "a line is longer than is read"
        return FilePromises(file=name, promises=announced, unread=missed)

    def unread(problem: str) -> FilePromises:
        return FilePromises(file=name, problem=problem)

    return judged(path, judge, unread, limit=README_LIMIT, seconds=seconds)


def report_lines(answers: Sequence[FilePromises]) -> Iterator[str]:
    """Yield the lines in which the answers are shown; text from outside is cleaned."""
    for answer in answers:
        if answer.problem:
            yield f"{clean(answer.file)}: not read: {clean(answer.problem)}"
            continue
        waiting = sum(not promise.ticked for promise in answer.promises)
        ticked = len(answer.promises) - waiting
        also = f", {ticked} more ticked off" if ticked else ""
        count = f"{waiting} promise{'s' * (waiting != 1)}" if waiting else "no promise"
        part = f" in what was read of it: {clean(answer.unread)}" if answer.unread else ""
        yield f"{clean(answer.file)}: {count} of a release{also}{part}"
        for promise in answer.promises:
            yield f"  line {promise.line}: {_facts(promise)}"
            yield f"    {_short(promise.quote)}"


def _facts(promise: Announcement) -> str:
    what = ", ".join(promise.role)
    facts = [f"{what}, at least {promise.depth.value}"]
    facts += [f"due {promise.due}"] if promise.due else []
    facts += ["ticked off"] if promise.ticked else []
    return " · ".join(facts)


def _short(text: str) -> str:
    plain = clean(" ".join(text.split()))
    return plain if len(plain) <= _QUOTED else plain[:_QUOTED].rstrip() + "…"
