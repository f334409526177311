"""Reading all runs: what is known, what a run did, and what could not be read."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from tracker.errors import ConfigurationError, UsageError
from tracker.history import index as indexes
from tracker.history.parsing import Problem, RunFile, decoded, read, run_file
from tracker.history.store import Filed, Store, instant, ticks
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.reproduction import Run
from tracker.model.run import Record, View

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)

_Kind = TypeVar("_Kind", bound=Record)


class History:
    """What the files of some folders hold at the moment this is made.

    Lines that are written later are seen by a new `History`.

    Parameters
    ----------
    folders
        Read in this order; one that is missing is an empty history.
    index
        Folder for what is derived from finished files, so that the next `History` reads only new
        ones; it may be deleted at any time, and changes no answer. None: everything is read.

    Attributes
    ----------
    problems
        What could not be read and was skipped; the files themselves are left as they are.

    Raises
    ------
    ConfigurationError
        If a folder is none.
    """

    def __init__(self, folders: Sequence[Path], index: Path | None = None) -> None:
        self._shelves: list[tuple[Path, Store]] = []
        self._files: list[tuple[RunFile, Sequence[Record] | None]] = []
        problems: list[Problem] = []
        for folder in folders:
            self._take(folder, index, problems)
        self.problems = (*problems, *self._dangling())

    def _take(self, folder: Path, index: Path | None, problems: list[Problem]) -> None:
        """Take in a folder: what the index holds of it, and the files that are not in there."""
        if folder.exists() and not folder.is_dir():
            raise ConfigurationError(
                f"{folder} is a file where the folder of the history is needed",
                advice="Move the file away, and restore the folder.",
            )
        kept = indexes.load(index, folder) if index else Store()
        rest = Store()
        known = {file.name: file for file in kept.files}
        before = len(kept.files)
        for path in sorted(folder.glob("*.jsonl")):
            if filed := known.get(path.name):
                run = msgspec.structs.replace(filed.run, path=str(path))
                self._files.append((run, None))
                continue
            stamp = indexes.stamp(path) if index else None
            broken: list[Problem] = []
            lines = read(path, broken)
            problems += broken
            if not lines:
                continue
            run = run_file(path, lines)
            if stamp is not None and not broken and indexes.settled(stamp, lines):
                kept.stamps[path.name] = stamp
                kept.add(Filed(path.name, run), lines)
                self._files.append((run, None))
            else:
                rest.add(Filed(path.name, run), lines)
                self._files.append((run, [line.record for line in lines]))
        if index and len(kept.files) > before:
            indexes.save(index, folder, kept)
        self._shelves += [(folder, kept), (folder, rest)]

    def _dangling(self) -> Iterator[Problem]:
        """Yield the confirmations of what no file holds."""
        known = {
            key for _, shelf in self._shelves for key, trace in shelf.traces.items() if trace.body
        }
        unknown = [
            (str(folder / shelf.files[file].name), line, key)
            for folder, shelf in self._shelves
            for key, trace in shelf.traces.items()
            if key not in known
            for file, line in trace.confirmations()
        ]
        order = {run.path: number for number, (run, _) in enumerate(self._files)}
        for file, line, key in sorted(
            unknown, key=lambda reference: (order[reference[0]], reference[1])
        ):
            yield Problem(file=file, line=line, what=f"confirms {key}, which no file holds")

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
        matching = {run.run: run for run in self.runs() if key and run.run.startswith(key)}
        if key in matching or len(matching) == 1:
            return matching.get(key) or matching.popitem()[1]
        raise UsageError(
            f"{len(matching)} runs begin with {key!r}" if matching else f"there is no run {key!r}",
            advice="`tracker history` lists the runs.",
        )

    def records(self, run: str | None = None) -> Iterator[Record]:
        """Yield all readable records in the order of the files, or those of one run (whole id).

        Files that the index answers for are read for this.
        """
        for file, records in self._files:
            if run is not None and file.run != run:
                continue
            if records is None:
                yield from (line.record for line in read(Path(file.path), []))
            else:
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
        looked = set()
        for _, shelf in self._shelves:
            files = frozenset(n for n, file in enumerate(shelf.files) if file.run.run in chain)
            looked |= {key for key, trace in shelf.traces.items() if trace.seen_in(files)}
        observations = (self._observations[key] for key in looked if key in self._observations)
        return frozenset(
            observation.subject for observation in observations if observation.reach.says_something
        )

    def views(self, paper: str | None = None) -> tuple[View, ...]:
        """Return what notebooks showed, oldest first, of all papers or of the one with this id."""
        views = {record for record in self.records() if isinstance(record, View)}
        chosen = (view for view in views if paper is None or view.paper == paper)
        return tuple(sorted(chosen, key=lambda view: (view.shown_at, view.paper, view.question)))

    def last_views(self) -> Mapping[str, View]:
        """Return, for each paper that a notebook has shown, one of the views shown last."""
        newest: dict[str, tuple[int, bytes]] = {}
        for _, shelf in self._shelves:
            for paper, text in shelf.shown.items():
                at = shelf.shown_at[paper]
                if paper not in newest or at >= newest[paper][0]:
                    newest[paper] = (at, text)
        return {paper: _as(View, text) for paper, (_, text) in newest.items()}

    def reproductions(self, as_of: dt.datetime | None = None) -> Mapping[str, tuple[Run, ...]]:
        """Return what was tried of each paper, by its id, oldest first.

        Parameters
        ----------
        as_of
            An aware instant: runs that ended later are left out. None: everything.
        """
        papers: dict[str, list[Run]] = {}
        for run in self._runs:
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
        until = None if as_of is None else ticks(as_of)
        newest: dict[str, int | None] = {}
        for _, shelf in self._shelves:
            for key, trace in shelf.traces.items():
                known, at = trace.known(until)
                if known and key in self._observations:
                    times = [time for time in (newest.get(key), at) if time is not None]
                    newest[key] = max(times, default=None)
        sightings = []
        for key, at in newest.items():
            observation = self._observations[key]
            last = None if at is None else instant(at)
            sightings.append(Sighting(id=key, observation=observation, observed_at=last))
        book: dict[str, list[Sighting]] = {}
        for sighting in sorted(sightings, key=_age):
            book.setdefault(sighting.observation.subject, []).append(sighting)
        return {subject: tuple(sightings) for subject, sightings in book.items()}

    def newest(self, before: dt.datetime | None = None) -> dt.datetime | None:
        """Return the latest instant of which the history knows anything, None if it is empty.

        Parameters
        ----------
        before
            Aware; what is known of later instants is left out. None: everything.
        """
        until = None if before is None else ticks(before)
        runs = (run.ended_at for run in self._runs)
        looks = (shelf.newest(until) for _, shelf in self._shelves)
        known = (*runs, *(instant(look) for look in looks if look is not None))
        return max((time for time in known if before is None or time <= before), default=None)

    def as_of(self, asked: dt.datetime | None = None) -> dt.datetime | None:
        """Return the instant that every table and notebook names as the one it speaks of.

        Parameters
        ----------
        asked
            Aware: what was known then. The answer is the latest instant up to it of which anything
            is known; it itself where nothing is.
        """
        return self.newest(before=asked) or asked

    @cached_property
    def _runs(self) -> tuple[Run, ...]:
        reproductions = {
            run.id: run
            for _, shelf in self._shelves
            for text in shelf.runs
            for run in (_as(Run, text),)
        }
        return tuple(sorted(reproductions.values(), key=lambda run: (run.ended_at, run.id)))

    @cached_property
    def _observations(self) -> Mapping[str, Observation]:
        return {
            key: _as(Observation, trace.body)
            for _, shelf in self._shelves
            for key, trace in shelf.traces.items()
            if trace.body
        }


def _age(sighting: Sighting) -> tuple[str, dt.datetime, str]:
    return (sighting.observation.subject, sighting.known_at or _EARLIEST, sighting.id)


def _as(kind: type[_Kind], text: bytes) -> _Kind:
    record = decoded(text)
    assert isinstance(record, kind)  # noqa: S101 - a shelf keeps lines by their kind
    return record
