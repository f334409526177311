"""One path that stays: ``runs/latest`` leads to the tables of the run that ended last."""

import html
import os
from pathlib import Path
from urllib.parse import quote

from tracker.tables.formats import PAGES

NAME = "latest"
_POINTER = """<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={0}">
<title>{0}</title>
<a href="{0}">{0}</a>
"""


def point(runs: Path, folder: Path) -> Path:
    """Let ``latest`` lead to the folder of a run, and return the path of the page in it.

    It is a link; where none can be made, a folder in which small pages lead to those of the run, at
    the same paths. Either is put in place whole and in one step, after the run's tables were
    written: a run that is killed leaves what was there.
    """
    latest = runs / NAME
    draft = runs / f".{NAME}-{os.getpid()}"
    try:
        draft.unlink(missing_ok=True)
        draft.symlink_to(_way(runs, folder), target_is_directory=True)
        draft.replace(latest)
    except OSError:
        draft.unlink(missing_ok=True)
        _pages(latest, folder)
    return latest / "tables" / "index.html"


def _pages(latest: Path, folder: Path) -> None:
    tables = latest / "tables"
    if latest.is_symlink():
        latest.unlink()
    tables.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        way = _way(tables, folder / "tables" / name).replace(os.sep, "/")
        draft = tables / f".{name}-{os.getpid()}"
        draft.write_text(_POINTER.format(html.escape(quote(way))), encoding="utf-8")
        draft.replace(tables / name)


def _way(start: Path, goal: Path) -> str:
    """Return the relative path, or the whole one where there is none, as between two drives."""
    try:
        return os.path.relpath(goal.resolve(), start.resolve())
    except ValueError:
        return str(goal.resolve())
