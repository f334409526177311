"""Write the tables where people find them: a run's folder, ``status/`` and the README."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.errors import ConfigurationError
from tracker.history import History
from tracker.model.paper import Registry
from tracker.project import Project
from tracker.tables import csvtable, jsontable, markdown
from tracker.tables.rows import Row, rows
from tracker.tables.splice import splice
from tracker.verdicts import judge_all

_FORMATS = {
    "STATUS.md": markdown.render,
    "status.json": jsontable.render,
    "status.csv": csvtable.render,
}


def write(folder: Path, table: Sequence[Row], as_of: dt.datetime | None) -> None:
    """Write every format of the table into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in _FORMATS.items():
        _replace(folder / name, render(table, as_of))


def renew(project: Project, registry: Registry) -> list[Path]:
    """Write the tables of the committed history into ``status/`` and the README.

    Returns
    -------
    list of Path
        The files that changed.
    """
    changed = stale(project, registry)
    for path, text in _expected(project, registry):
        if path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, text)
    return changed


def stale(project: Project, registry: Registry) -> list[Path]:
    """Return the committed tables that do not say what the committed history says.

    The instant is the history's newest, never the clock's: the answer depends on files alone.
    """
    return [
        path
        for path, text in _expected(project, registry)
        if not path.exists() or path.read_bytes() != text.encode()
    ]


def report(path: Path, text: str) -> None:
    """Add the report of a run to a file that may hold others.

    Raises
    ------
    ConfigurationError
        If the file cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {path}: {error.strerror}", advice="Name a file in a folder that exists."
        ) from error


def _expected(project: Project, registry: Registry) -> Iterator[tuple[Path, str]]:
    history = History([project.history])
    book = history.book()
    table = rows(judge_all(registry.papers, book))
    as_of = history.newest()
    for name, render in _FORMATS.items():
        yield project.status / name, render(table, as_of)
    readme = project.root / "README.md"
    if readme.exists():
        block = markdown.table(table, as_of)
        yield readme, splice(readme.read_text(encoding="utf-8"), block)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)
