"""Files of anybody's on this disk, and the releases that they announce."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tracker.budget import SECONDS, OverBudget, within
from tracker.errors import in_words
from tracker.hosts.texts.promises.announcement import Announcement
from tracker.hosts.texts.promises.finding import announcements
from tracker.model.base import Value
from tracker.tables.text import clean

BYTES_LIMIT = 1_000_000
"""Bytes of a file that is read; no README is longer."""
_QUOTED = 110


class FilePromises(Value, frozen=True, kw_only=True, omit_defaults=False):
    """What one file announces; where it could not be read, why."""

    file: str
    promises: tuple[Announcement, ...] = ()
    problem: str = ""


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
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_LIMIT + 1)
        if len(data) > BYTES_LIMIT:
            return FilePromises(file=name, problem=f"it is longer than {BYTES_LIMIT:,} bytes")
        if b"\0" in data:
            return FilePromises(file=name, problem="it is not a text")
        reading = partial(announcements, data, path=path.name, written=written)
        return FilePromises(file=name, promises=within(seconds, reading))
    except OSError as error:
        return FilePromises(file=name, problem=f"it {in_words(error)}")
    except OverBudget as over:
        return FilePromises(file=name, problem=f"it {over}")


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
        yield f"{clean(answer.file)}: {count} of a release{also}"
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
