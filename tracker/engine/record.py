"""Papermill's record of a notebook's execution, mended and thrifty."""

import asyncio
import datetime as dt
import json
import time
from typing import Any, Final

from nbformat.v4.nbjson import BytesEncoder
from papermill.engines import NotebookExecutionManager, catch_nb_assignment
from papermill.iorw import papermill_io

SAVED_WITHIN: Final = 1.0
"""Seconds after which what happened in a notebook is in its file."""


class ExecutionRecord(NotebookExecutionManager):  # type: ignore[misc]
    """What happened to each cell, and the notebook's file.

    papermill says "completed" of every cell after a kernel died or a cell took too long; here the
    cell is "failed", and those after it stay "pending". papermill writes the file
    twice for each cell, text included; here it is written when something has been unsaved for
    `SAVED_WITHIN` seconds.
    """

    broken = False
    """Whether the execution was given up for something that is no error of a cell's code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dirty_since: float | None = None

    @catch_nb_assignment  # type: ignore[untyped-decorator]
    def save(self, **_: Any) -> None:
        """Write the notebook soon."""
        self.dirty_since = self.dirty_since or time.monotonic()
        self.save_when_due()

    def save_when_due(self) -> None:
        """Write the notebook, if what happened has waited for long enough."""
        if self.dirty_since is not None and time.monotonic() - self.dirty_since >= SAVED_WITHIN:
            self.save_now()

    def save_now(self) -> None:
        """Write the notebook on one line: papermill writes it well when it is complete."""
        if self.output_path:
            papermill_io.write(json.dumps(self.nb, cls=BytesEncoder), self.output_path)
        self.dirty_since = None
        self.last_save_time = self.now()

    def notebook_start(self, **kwargs: Any) -> None:
        """Begin the record and write the notebook: a cell may look for it."""
        super().notebook_start(**kwargs)
        self.save_now()

    def cell_complete(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
        """Finish the record of a cell.

        papermill reads the time at which it began with a parser for all that people write.
        """
        times = cell.metadata.papermill
        began = times.pop("start_time", None)
        super().cell_complete(cell, cell_index, **kwargs)
        if began is not None:
            took = dt.datetime.fromisoformat(times["end_time"]) - dt.datetime.fromisoformat(began)
            times.update(start_time=began, duration=took.total_seconds())

    async def keep_saved(self) -> None:
        """Write the notebook when it is time; runs beside cells that are awaited."""
        while True:
            await asyncio.sleep(SAVED_WITHIN)
            self.save_when_due()

    def notebook_complete(self, **kwargs: Any) -> None:
        """Finish the record; papermill writes the notebook next, unless something is raised."""
        status = [cell.metadata.papermill["status"] for cell in self.nb.cells]
        super().notebook_complete(**kwargs)
        if self.broken:
            for cell, was in zip(self.nb.cells, status, strict=True):
                cell.metadata.papermill["status"] = was
            super().save()
