"""One history file: its lines as records, and what of it could not be read."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from tracker.model.base import Value
from tracker.model.decoding import decoded as plain
from tracker.model.evidence import Observation
from tracker.model.reproduction import Run
from tracker.model.run import Confirmed, Record, RunEnded, RunStarted, View

_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
_KINDS = {Observation: "observation", Confirmed: "confirmed", View: "view", Run: "reproduction"}
_UNKNOWN = re.compile(
    r"Object contains unknown field `(?P<name>[^`]*)`(?: - at `(?P<place>[^`]*)`)?"
)
_UNKNOWN_LIMIT = 32
"""Fields of one line that a newer version has and this one has not."""
_SWEPT = ("runs", "history")
"""The folder that runs write to, where they delete files without a byte."""


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


class HistoryLine(Value, frozen=True, kw_only=True):
    """A line that could be read."""

    number: int
    """1-based."""
    text: bytes
    """As it stands in the file, without its end."""
    record: Record


def read(path: Path, problems: list[Problem]) -> list[HistoryLine]:
    """Return the readable lines; nothing where the header is missing."""

    def report(line: int | None, what: str) -> None:
        problems.append(Problem(file=str(path), line=line, what=what))

    texts = _texts(path, report)
    if texts is None:
        return []
    *ended, torn = texts
    lines = []
    for number, text in enumerate(ended, 1):
        try:
            record = decoded(text)
        except ValueError as error:
            report(number, f"is no record that this version can read: {error}")
            continue
        if isinstance(record, RunStarted) != (number == 1):
            report(number, "a header in the middle" if number > 1 else "is not the header of a run")
            continue
        lines.append(HistoryLine(number=number, text=text, record=record))
    if torn:
        report(len(texts), "the last line is torn: it has no end and was skipped")
    if not lines or lines[0].number != 1:
        empty = f"is empty and has no header: nothing is lost, {_who_deletes(path)}"
        report(None, empty if texts == [b""] else "has no header and was skipped")
        return []
    return lines


def _who_deletes(path: Path) -> str:
    ours = path.parent.parts[-2:] == _SWEPT
    return "the next run deletes it" if ours else "delete it, and commit that"


def _texts(path: Path, report: Callable[[int | None, str], None]) -> list[bytes] | None:
    """Return the lines as they stand in the file; None if it cannot be read."""
    try:
        if path.is_file():
            return path.read_bytes().split(b"\n")
        report(None, "is no file and was skipped")
    except OSError as error:
        report(None, f"cannot be read: {error.strerror}")
    return None


def decoded(line: bytes) -> Record:
    """Decode one line.

    Raises
    ------
    ValueError
        If it is no record.
    """
    try:
        record = _understood(line)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    values = (record, record.facts) if isinstance(record, Observation) else (record,)
    for value in values:
        for field in value.__struct_fields__:
            instant = getattr(value, field)
            if isinstance(instant, dt.datetime) and instant.tzinfo is None:
                raise ValueError(f"{field} has no time zone")
    return record


def _understood(line: bytes) -> Record:
    """Decode a line; of one that a newer version wrote, what this one understands of it."""
    document: object = None
    for _ in range(_UNKNOWN_LIMIT):
        try:
            return _DECODER.decode(line if document is None else msgspec.json.encode(document))
        except msgspec.ValidationError as error:
            match = _UNKNOWN.fullmatch(str(error))
            if match is None:
                raise
            where = re.findall(r"\.{3}|[^.\[\]]+", (match["place"] or "$").removeprefix("$"))
            document = plain(line, object) if document is None else document
            _drop(document, where, match["name"])
    return _DECODER.decode(msgspec.json.encode(document))


def _drop(value: object, where: Sequence[str], name: str) -> None:
    """Take a field out of the values at a place, of a list out of each of them."""
    if isinstance(value, list):
        for item in value:
            _drop(item, where[1:], name)
    elif isinstance(value, dict):
        if not where:
            value.pop(name, None)
        for key in value if where[:1] == ["..."] else where[:1]:
            _drop(value.get(key), where[1:], name)


def run_file(path: Path, lines: Sequence[HistoryLine]) -> RunFile:
    """Return what the file tells of its run; its first line is the header."""
    header = lines[0].record
    assert isinstance(header, RunStarted)  # noqa: S101 - `read` lets no other file through
    ends = [line.record.ended_at for line in lines if isinstance(line.record, RunEnded)]
    kinds = (_KINDS.get(type(line.record)) for line in lines)
    return RunFile(
        run=header.run,
        path=str(path),
        agent=header.agent,
        purpose=header.purpose,
        started=header.started_at,
        ended=ends[-1] if ends else None,
        continues=header.continues,
        papers=header.papers,
        counts=Counter(filter(None, kinds)),
    )
