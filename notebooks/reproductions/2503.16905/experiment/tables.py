"""MAPS (arXiv 2503.16905): the printed cells of Tables 1 and 2.

They are kept in ``tables.toml``, with the version, number and address of each table. Table 1
is that of v2, with the two cells that v1 prints otherwise; Table 2 was found in v2 only.
"""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec

from tracker.reproduce.helpers.results import Value

Cells: TypeAlias = tuple[Decimal, ...]


class Dataset(Value, frozen=True, kw_only=True):
    """A dataset and its sub-tasks."""

    name: str
    subtasks: tuple[str, ...]
    problems: tuple[int, ...]
    """Of each sub-task."""


class Row(Value, frozen=True, kw_only=True):
    """A row of Table 1, in per cent."""

    subtasks: tuple[Cells, ...]
    """Of each dataset."""
    datasets: Cells
    average: Decimal


class Ablation(Value, frozen=True, kw_only=True):
    """A row of Table 2, in per cent on OlympiadBench, named for the agent left out."""

    subtasks: Cells
    average: Decimal
    changes: Cells = ()
    """Of each sub-task and of the average, in percentage points; empty in the row of MAPS."""

    @property
    def scores(self) -> Cells:
        """Those of the sub-tasks, and the average."""
        return (*self.subtasks, self.average)


class Source(Value, frozen=True, kw_only=True):
    """Where printed cells stand."""

    version: str
    table: str
    url: str
    read_in: str


class Scores(Source, frozen=True, kw_only=True):
    """Table 1."""

    rows: dict[str, Row]


class FirstVersion(Source, frozen=True, kw_only=True):
    """Cells of Table 1 that v1 prints otherwise."""

    emma: dict[str, Decimal]


class Ablations(Source, frozen=True, kw_only=True):
    """Table 2."""

    rows: dict[str, Ablation]


class Printed(Value, frozen=True, kw_only=True):
    """All that is printed."""

    datasets: tuple[Dataset, ...]
    scores: Scores
    first_version: FirstVersion
    ablation: Ablations


@cache
def printed() -> Printed:
    """Return the printed tables.

    Examples
    --------
    >>> len(printed().scores.rows), printed().ablation.rows["Interpreter"].average
    (15, Decimal('15.05'))
    """
    text = Path(__file__).with_name("tables.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text, parse_float=Decimal), Printed)
