"""The terminal itself: where answers and where the work are told, and how far the work is.

Colour appears on a terminal only; secrets are blotted before a line is broken.
"""

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.segment import Segment
from rich.text import Text

from tracker.cli.streams import BlottingStream
from tracker.jobs.run import Progress
from tracker.tables.text import clean

_WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
"""A pipe or a log has no width of its own."""


class _Console(Console):
    """Blots secrets before a line is broken: in two halves nobody would know them again."""

    def _blot(self, text: str) -> str:
        return self.file.blot(text) if isinstance(self.file, BlottingStream) else text

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text with its markup read."""
        return super().render_str(self._blot(text), **how)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render anything."""
        if isinstance(renderable, Text) and (plain := self._blot(renderable.plain)) != str(
            renderable
        ):
            renderable = Text(plain, style=renderable.style)
        return super().render(renderable, options)


out = _Console(highlight=False, width=_WIDE)
err = _Console(stderr=True, highlight=False, width=_WIDE)


def called() -> str:
    """Return how the command that runs is called here: by its name, where PATH finds it.

    Otherwise by its place beside the Python that runs it, such as ``.venv/bin/tracker``.
    """
    beside = Path(sys.executable).parent
    command = next(filter(Path.exists, (beside / "tracker", beside / "tracker.exe")), None)
    on_path = shutil.which("tracker")
    if command is None or (on_path and Path(on_path).resolve() == command.resolve()):
        return "tracker"
    here = Path.cwd()
    return str(command.relative_to(here) if command.is_relative_to(here) else command)


def typed(advice: str) -> str:
    """Return advice with the commands in it as they are called here."""
    return advice.replace("`tracker ", f"`{called()} ")


class TerminalProgress(Progress):
    """A bar on a terminal, one line a stage elsewhere; closed by `with`."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[what]}"),
            console=err,
            disable=not err.is_terminal,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def stage(self, title: str, total: int) -> None:
        """Begin a stage of `total` steps."""
        self._task = self._bar.add_task(title, total=total, what="")
        if not err.is_terminal:
            err.print(f"{title}: {total}")

    def step(self, what: str) -> None:
        """Finish one step of the stage."""
        if self._task is not None:
            self._bar.update(self._task, advance=1, what=escape(clean(what))[:60])

    def waiting(self, host: str, seconds: float) -> None:
        """Tell that a host asked for a long pause, which is kept."""
        err.print(f"{escape(clean(host))} asks for a pause of {seconds:.0f} s: waiting for it")


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(instant: dt.datetime | None) -> str:
    """Return an instant in words."""
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else "no look yet"


def clean_lines(text: str) -> str:
    """Clean each line of a text and keep the line breaks."""
    return "\n".join(clean(line) for line in text.splitlines())
