"""What the files of one folder hold, in the form that questions are answered from.

A long history consists of confirmations: the same few observations, seen again by every run. Here a
confirmation is three numbers in a column, so that hundreds of runs over thousands of artifacts take
the room of one, and nothing but an observation that is asked for is decoded.
"""

import datetime as dt
import struct
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from tracker.history.parsing import HistoryLine, RunFile
from tracker.model.decoding import decoded
from tracker.model.evidence import Observation, content_id
from tracker.model.reproduction import Run
from tracker.model.run import Confirmed, View

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK = dt.timedelta(microseconds=1)
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def ticks(instant: dt.datetime) -> int:
    """Return the microseconds since 1970 of an aware instant.

    Examples
    --------
    >>> ticks(dt.datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=dt.UTC))
    1000005
    """
    return (instant - _EPOCH) // _TICK


def instant(ticks: int) -> dt.datetime:
    """Return the instant in UTC.

    Examples
    --------
    >>> instant(ticks(dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC))).isoformat()
    '2026-11-01T12:00:00+00:00'
    """
    try:
        return _EPOCH + ticks * _TICK
    except OverflowError:  # a day at the very end of the calendar, in another time zone
        return _FIRST if ticks < 0 else _LAST


class Trace(msgspec.Struct, array_like=True):
    """All that the files of a folder say about one observation."""

    body: bytes | None = None
    """Its line; None where it stands in another folder, or nowhere."""
    subject: str = ""
    at: int | None = None
    """`ticks` of its own look; None for a stored copy."""
    since: int | None = None
    """`ticks` from which it is known: of the look, or of the stored copy's newest commit."""
    holders: bytes = b""
    """Numbers of the files that hold it in full."""
    times: bytes = b""
    """Of its confirmations: `ticks`, …"""
    files: bytes = b""
    """… numbers of the files, …"""
    lines: bytes = b""
    """… and of the lines."""

    def confirmed(self, until: int | None = None) -> int | None:
        """Return when it was last confirmed, not later than `until`."""
        times = _column(self.times, "q")
        return max((time for time in times if until is None or time <= until), default=None)

    def known(self, until: int | None = None) -> tuple[bool, int | None]:
        """Return whether anybody had seen it by `until`, and when it was seen last."""
        last = self.confirmed(until)
        own = until is None or (self.since is not None and self.since <= until)
        times = [time for time in (last, self.at if own else None) if time is not None]
        return own or last is not None, max(times, default=None)

    def seen_in(self, files: frozenset[int]) -> bool:
        """Whether one of these files holds or confirms it."""
        return not (
            files.isdisjoint(_column(self.holders, "I"))
            and files.isdisjoint(_column(self.files, "I"))
        )

    def confirmations(self) -> Iterator[tuple[int, int]]:
        """Yield the number of the file and of the line of each confirmation."""
        return zip(_column(self.files, "I"), _column(self.lines, "I"), strict=True)


def _column(packed: bytes, kind: Literal["q", "I"]) -> "memoryview[int]":
    return memoryview(packed).cast(kind)


class Stamp(msgspec.Struct, frozen=True):
    """What tells whether a file has changed."""

    size: int
    modified: int
    """Nanoseconds; of the content, as anybody may set it."""
    changed: int
    """Nanoseconds; of anything about it, as only the system sets it."""
    digest: bytes = b""
    """Of the content; empty where the rest says enough."""


class Filed(msgspec.Struct, frozen=True):
    """A file that was read."""

    name: str
    run: RunFile


class Store(msgspec.Struct):
    """The contents of some files of one folder."""

    files: list[Filed] = []
    stamps: dict[str, Stamp] = {}
    """By the name of the file, as it was when it was read; of those that an index keeps."""
    traces: dict[str, Trace] = {}
    """By the id of the observation."""
    runs: list[bytes] = []
    """The lines of what was reproduced."""
    shown: dict[str, bytes] = {}
    """Paper → the line of the view that was shown last."""
    shown_at: dict[str, int] = {}

    def add(self, filed: Filed, lines: Sequence[HistoryLine]) -> None:
        """Take in what a file holds."""
        number = len(self.files)
        self.files.append(filed)
        for line in lines:
            record = line.record
            if isinstance(record, Observation):
                self._hold(number, line.text, record)
            elif isinstance(record, Confirmed):
                trace = self.traces.setdefault(record.of, Trace())
                trace.times += struct.pack("=q", ticks(record.observed_at))
                trace.files += struct.pack("=I", number)
                trace.lines += struct.pack("=I", line.number)
            elif isinstance(record, Run):
                self.runs.append(line.text)
            elif isinstance(record, View):
                at = ticks(record.shown_at)
                if at >= self.shown_at.get(record.paper, at):
                    self.shown[record.paper], self.shown_at[record.paper] = line.text, at

    def _hold(self, number: int, text: bytes, observation: Observation) -> None:
        trace = self.traces.setdefault(_id(text, observation), Trace())
        since = observation.observed_at or observation.not_before
        trace.body, trace.subject = text, observation.subject
        trace.at = ticks(observation.observed_at) if observation.observed_at else None
        trace.since = ticks(since) if since else None
        trace.holders += struct.pack("=I", number)

    def newest(self, until: int | None = None) -> int | None:
        """Return the latest moment of which these files know, `runs` aside."""
        known = [
            time
            for trace in self.traces.values()
            for time in (trace.since, trace.confirmed(until))
            if time is not None and (until is None or time <= until)
        ]
        return max(known, default=None)


def _id(text: bytes, observation: Observation) -> str:
    """Return the id under which an observation was written, by a newer version perhaps.

    A field that this version does not know is part of it, since it is a digest of the line.
    """
    own = msgspec.json.encode(observation, order="deterministic")
    if own == text or decoded(own, object) == decoded(text, object):
        return content_id(own)
    return content_id(text)
