"""What a run hands to its notebooks: a file with the case of each paper, and one with the table."""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tracker.model.base import Value
from tracker.model.instant import read_instant
from tracker.model.paper import Registry
from tracker.model.verdict import PaperVerdicts
from tracker.verdicts.cases import Case

CASES_VARIABLE = "TRACKER_CASES"
"""Set for the kernels of a run: the folder with a file for each paper."""

_TABLE = "table"
_DECODER = msgspec.msgpack.Decoder(Case)
_ENCODER = msgspec.msgpack.Encoder()


def pack(case: Case) -> bytes:
    """Return a case as bytes, for a file or for another machine."""
    return _ENCODER.encode(case)


def lay_out(cases: Iterable[Case], folder: Path) -> None:
    """Write a file for each case, where `handed` looks for it."""
    for case in cases:
        place(folder, case.paper.id).write_bytes(pack(case))


def place(folder: Path, paper: str) -> Path:
    """Return the file of a paper, which may be named with or without ``arxiv:``."""
    name = paper.removeprefix("arxiv:").replace("/", "-").replace(":", "-").casefold()
    return folder / f"{name}.msgpack"


class _Table(Value, frozen=True, kw_only=True):
    """All papers, judged."""

    asked: dt.datetime | None
    """The instant that was asked about; None = everything known."""
    judged: tuple[PaperVerdicts, ...]


_TABLES = msgspec.msgpack.Decoder(_Table)


def lay_out_table(cases: Iterable[Case], folder: Path) -> None:
    """Write what was concluded of all papers, for the notebook about all of them."""
    all_cases = list(cases)
    asked = all_cases[0].asked if all_cases else None
    table = _Table(asked=asked, judged=tuple(case.concluded for case in all_cases))
    (folder / _TABLE).write_bytes(_ENCODER.encode(table))


def handed_table(as_of: str | None) -> tuple[PaperVerdicts, ...] | None:
    """Return what the run concluded of all papers; None where it handed nothing over for this."""
    folder = os.environ.get(CASES_VARIABLE)
    if not folder:
        return None
    try:
        table = _TABLES.decode((Path(folder) / _TABLE).read_bytes())
    except (OSError, ValueError):
        return None
    return table.judged if table.asked == read_instant(as_of) else None


def handed(paper: str, as_of: str | None) -> Case | None:
    """Return what the run has handed over; None where there is nothing for what is asked here."""
    folder = os.environ.get(CASES_VARIABLE)
    if not folder:
        return None
    try:
        case = _DECODER.decode(place(Path(folder), paper).read_bytes())
    except (OSError, ValueError):
        return None
    fits = Registry(papers=(case.paper,)).paper(paper) and case.asked == read_instant(as_of)
    return case if fits else None
