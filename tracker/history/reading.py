"""Reading all runs: what is known, what a run did, and what could not be read."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tracker.errors import UsageError
from tracker.model.base import Value
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.reproduction import Run
from tracker.model.run import Confirmed, Record, RunEnded, RunStarted, View

_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_KINDS = {Observation: "observation", Confirmed: "confirmed", View: "view", Run: "reproduction"}


class Problem(Value, frozen=True, kw_only=True):
    """Something in a history file that could not be read, and was skipped."""

    file: str
    line: int | None = None
    """1-based; None where it is about the file as a whole."""
    what: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}"


class RunFile(Value, frozen=True, kw_only=True):
    """One run, as its file tells it."""

    run: str
    path: str
    agent: str
    purpose: str
    started: dt.datetime
    ended: dt.datetime | None = None
    """None: it was interrupted, or is still going on."""
    continues: str | None = None
    papers: tuple[str, ...] = ()
    """Ids that it was asked for; empty = all."""
    counts: Mapping[str, int]
    """Kind of record (``observation``, ``confirmed``, ``view``, ``reproduction``) and how many
    there are."""


class _Look(NamedTuple):
    """An observation, or the confirmation of one, with the id of the observation."""

    run: str
    id: str
    record: Observation | Confirmed

    @property
    def known_since(self) -> dt.datetime | None:
        stored = self.record.not_before if isinstance(self.record, Observation) else None
        return self.record.observed_at or stored


class History:
    """What the files of some folders hold at the moment this is made.

    Lines that are written later are seen by a new `History`.

    Parameters
    ----------
    folders
        Read in this order; one that is missing is an empty history.

    Attributes
    ----------
    problems
        What could not be read and was skipped; the files themselves are left as they are.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files: list[tuple[RunFile, tuple[Record, ...]]] = []
        self._looks: list[_Look] = []
        self._observations: dict[str, Observation] = {}
        problems: list[Problem] = []
        confirmations: list[tuple[str, int, Confirmed]] = []
        for path in (path for folder in folders for path in sorted(folder.glob("*.jsonl"))):
            numbered = _read(path, problems)
            if not numbered:
                continue
            run = _run_file(path, [record for _, record in numbered])
            self._files.append((run, tuple(record for _, record in numbered)))
            for line, record in numbered:
                if isinstance(record, Observation):
                    self._looks.append(_Look(run.run, record.id, record))
                    self._observations[self._looks[-1].id] = record
                elif isinstance(record, Confirmed):
                    self._looks.append(_Look(run.run, record.of, record))
                    confirmations.append((run.path, line, record))
        self.problems = (
            *problems,
            *(
                Problem(file=file, line=line, what=f"confirms {record.of}, which no file holds")
                for file, line, record in confirmations
                if record.of not in self._observations
            ),
        )

    def runs(self) -> tuple[RunFile, ...]:
        """Return all runs, oldest first."""
        return tuple(
            sorted((run for run, _ in self._files), key=lambda run: (run.started, run.run))
        )

    def find_run(self, key: str) -> RunFile:
        """Return the run with this id, or the only one whose id begins so.

        Raises
        ------
        UsageError
            If there is none, or more than one.
        """
        found = {run.run: run for run in self.runs() if run.run.startswith(key)}
        if key in found or len(found) == 1:
            return found.get(key) or found.popitem()[1]
        raise UsageError(
            f"{len(found)} runs begin with {key!r}" if found else f"there is no run {key!r}",
            advice="`tracker history` lists the runs.",
        )

    def records(self, run: str | None = None) -> Iterator[Record]:
        """Yield all readable records in the order of the files, or those of one run (whole id)."""
        for file, records in self._files:
            if run is None or file.run == run:
                yield from records

    def observed_in(self, run: str) -> frozenset[str]:
        """Return the subjects that a run, and the runs it continues, need not look at again.

        A look that brought nothing back does not count: whoever resumes the run tries again.

        Raises
        ------
        UsageError
            If there is no such run; see `find_run`.
        """
        continued = {file.run: file.continues for file in self.runs()}
        chain = []
        current: str | None = self.find_run(run).run
        while current in continued and current not in chain:
            chain.append(current)
            current = continued[current]
        looked = (self._observations.get(look.id) for look in self._looks if look.run in chain)
        return frozenset(seen.subject for seen in looked if seen and seen.reach.says_something)

    def views(self, paper: str | None = None) -> tuple[View, ...]:
        """Return what notebooks showed, oldest first, of all papers or of the one with this id."""
        views = {record for record in self.records() if isinstance(record, View)}
        chosen = (view for view in views if paper is None or view.paper == paper)
        return tuple(sorted(chosen, key=lambda view: (view.shown_at, view.paper, view.question)))

    def reproductions(self, as_of: dt.datetime | None = None) -> Mapping[str, tuple[Run, ...]]:
        """Return what was tried of each paper, by its id, oldest first.

        Parameters
        ----------
        as_of
            An aware instant: runs that ended later are left out. None: everything.
        """
        found = {record.id: record for record in self.records() if isinstance(record, Run)}
        papers: dict[str, list[Run]] = {}
        for run in sorted(found.values(), key=lambda each: (each.ended_at, each.id)):
            if as_of is None or run.ended_at <= as_of:
                papers.setdefault(run.paper, []).append(run)
        return {paper: tuple(runs) for paper, runs in papers.items()}

    def book(self, as_of: dt.datetime | None = None) -> Book:
        """Return what is known about each subject, the sightings oldest first.

        Parameters
        ----------
        as_of
            An aware instant: later looks, and stored copies that may be newer, are left out.
            None: everything.
        """
        seen: dict[str, dt.datetime | None] = {}
        for look in self._looks:
            since = look.known_since
            if look.id in self._observations and (
                as_of is None or (since is not None and since <= as_of)
            ):
                instants = filter(None, (seen.get(look.id), look.record.observed_at))
                seen[look.id] = max(instants, default=None)
        sightings = (
            Sighting(id=key, observation=self._observations[key], observed_at=at)
            for key, at in seen.items()
        )
        book: dict[str, list[Sighting]] = {}
        for sighting in sorted(sightings, key=_age):
            book.setdefault(sighting.observation.subject, []).append(sighting)
        return {subject: tuple(seen) for subject, seen in book.items()}

    def newest(self, before: dt.datetime | None = None) -> dt.datetime | None:
        """Return the latest instant of which the history knows anything, None if it is empty.

        Parameters
        ----------
        before
            Aware; what is known of later instants is left out. None: everything.
        """
        runs = (record.ended_at for record in self.records() if isinstance(record, Run))
        known = (*runs, *filter(None, (look.known_since for look in self._looks)))
        return max((each for each in known if before is None or each <= before), default=None)


def _age(sighting: Sighting) -> tuple[str, dt.datetime, str]:
    return (sighting.observation.subject, sighting.known_at or _EARLIEST, sighting.id)


def _read(path: Path, problems: list[Problem]) -> list[tuple[int, Record]]:
    """Return the readable records with their line numbers; nothing where the header is missing."""

    def report(line: int | None, what: str) -> None:
        problems.append(Problem(file=str(path), line=line, what=what))

    try:
        lines = path.read_bytes().split(b"\n") if path.is_file() else []
    except OSError as error:
        report(None, f"cannot be read: {error.strerror}")
        return []
    numbered = []
    for number, line in enumerate(lines, 1):
        if number == len(lines):
            if line:
                report(number, "the last line is torn: it has no end and was skipped")
            continue
        try:
            record = _record(line)
        except ValueError as error:
            report(number, f"is no record that this version can read: {error}")
            continue
        if isinstance(record, RunStarted) != (number == 1):
            report(number, "a header in the middle" if number > 1 else "is not the header of a run")
            continue
        numbered.append((number, record))
    if not numbered or numbered[0][0] != 1:
        report(None, "has no header and was skipped")
        return []
    return numbered


def _record(line: bytes) -> Record:
    """Decode one line, or raise ValueError."""
    try:
        record = _DECODER.decode(line)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    values = (record, record.facts) if isinstance(record, Observation) else (record,)
    for value in values:
        for field in value.__struct_fields__:
            instant = getattr(value, field)
            if isinstance(instant, dt.datetime) and instant.tzinfo is None:
                raise ValueError(f"{field} has no time zone")
    return record


def _run_file(path: Path, records: Sequence[Record]) -> RunFile:
    header = records[0]
    assert isinstance(header, RunStarted)  # noqa: S101 - `_read` lets no other file through
    ends = [record.ended_at for record in records if isinstance(record, RunEnded)]
    return RunFile(
        run=header.run,
        path=str(path),
        agent=header.agent,
        purpose=header.purpose,
        started=header.started_at,
        ended=ends[-1] if ends else None,
        continues=header.continues,
        papers=header.papers,
        counts=Counter(_KINDS[type(record)] for record in records if type(record) in _KINDS),
    )
