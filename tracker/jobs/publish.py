"""Write the tables where people find them: a run's folder, ``status/`` and the README."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from tracker.errors import ConfigurationError
from tracker.history import History
from tracker.model.blotting import Blotter
from tracker.model.paper import ROOMS, Registry
from tracker.notebooks import slim_pages
from tracker.project import Project, make
from tracker.tables import badges, markdown, page
from tracker.tables.formats import FORMATS, PAGES
from tracker.tables.rows import Row, rows
from tracker.tables.splice import splice
from tracker.transport.secrets import secrets_of
from tracker.verdicts.cases import Judgements


def write(
    folder: Path,
    table: Sequence[Row],
    as_of: dt.datetime | None,
    title: str | None = None,
    reproductions: Path | None = None,
) -> None:
    """Write every format of the table into `folder`, beside which ``notebooks/`` may lie.

    Parameters
    ----------
    title
        What the page is called; None: what it tells.
    reproductions
        Where executed reproduction notebooks are kept; those that answers rest on are written
        beside the page, as pages.
    """
    if reproductions is not None:
        kept = (reproductions / name for name in _kept(table).values())
        if notebooks := [path for path in kept if path.exists()]:
            make(folder / "reproductions")
            slim_pages.write(notebooks, folder / "reproductions")
    for path, text in _files(folder, table, as_of, title, folder.parent / "notebooks"):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)


def page_of(project: Project, registry: Registry, lang: str) -> str:
    """Return the page of the committed history in one language."""
    table, as_of = _committed(project, registry)
    return page.render(
        table,
        as_of,
        lang=lang,
        title=registry.title,
        reproductions=_reproduced(project.kept_reproductions, project.status, table),
    )


def renew(project: Project, registry: Registry, judgements: Judgements | None = None) -> list[Path]:
    """Write the tables of the committed history into ``status/`` and the README.

    Parameters
    ----------
    judgements
        What was concluded already, and need not be again.

    Returns
    -------
    list of Path
        The files that changed.
    """
    table, as_of = _committed(project, registry, judgements)
    changed = slim_pages.write(_notebooks(project, table), project.kept_reproductions)
    for path, text in _expected(project, registry, table, as_of):
        if _differs(path, text):
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, text)
            changed.append(path)
    return changed


def stale(project: Project, registry: Registry) -> list[Path]:
    """Return the committed tables that do not say what the committed history says.

    The instant is the history's newest, never the clock's: the answer depends on files alone.
    """
    table, as_of = _committed(project, registry)
    pages = slim_pages.stale(_notebooks(project, table), project.kept_reproductions)
    expected = _expected(project, registry, table, as_of)
    return [*pages, *(path for path, text in expected if _differs(path, text))]


def _notebooks(project: Project, table: Sequence[Row]) -> list[Path]:
    """Return the executed notebooks that answers rest on and that are kept."""
    kept = (project.kept_reproductions / name for name in _kept(table).values())
    return [path for path in kept if path.exists()]


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode()


def report(path: Path, text: str) -> None:
    """Add the report of a run to a file that may hold others.

    Raises
    ------
    ConfigurationError
        If the file cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(Blotter(secrets_of(os.environ))(text))
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {path}: {error.strerror}", advice="Name a file in a folder that exists."
        ) from error


def _expected(
    project: Project, registry: Registry, table: Sequence[Row], as_of: dt.datetime | None
) -> Iterator[tuple[Path, str]]:
    readme = project.root / "README.md"
    if readme.exists():  # first: without its marks nothing is to be written
        whole = _address(project.status / "STATUS.md", project.root)
        yield readme, splice(_text(readme), markdown.counts(table, as_of, whole))
    yield from _files(project.status, table, as_of, registry.title)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{path} is not UTF-8 text, so that no table can be put into it",
            advice="Save the file as UTF-8.",
        ) from error


def _committed(
    project: Project, registry: Registry, judgements: Judgements | None = None
) -> tuple[tuple[Row, ...], dt.datetime | None]:
    history = History([project.history], project.history_index)
    judged = (judgements or Judgements()).of(
        registry.papers, history.book(), None, history.reproductions()
    )
    return rows([judged_case.verdicts for judged_case in judged]), history.as_of()


def _files(
    folder: Path,
    table: Sequence[Row],
    as_of: dt.datetime | None,
    title: str | None,
    notebooks: Path | None = None,
) -> Iterator[tuple[Path, str]]:
    """Yield every file of the table; the pages link to what lies in `notebooks`."""
    for name, render in FORMATS.items():
        yield folder / name, render(table, as_of)
    executed = _executed(notebooks, folder, table) if notebooks else {}
    reproduced = _reproduced(folder / "reproductions", folder, table)
    for name, lang in PAGES.items():
        text = page.render(
            table,
            as_of,
            lang=lang,
            title=title,
            notebooks=executed,
            reproductions=reproduced,
        )
        yield folder / name, text
    for row in table:
        slug = row.verdicts.paper.slug
        yield folder / "badges" / f"{slug}.json", badges.released(row)
        for question, badge in badges.of_questions(row):
            yield folder / "badges" / f"{slug}.{question}.json", badge


def _executed(notebooks: Path, seen_from: Path, table: Sequence[Row]) -> Mapping[str, str]:
    """Return the address of each paper's executed notebook, as HTML where it was converted."""
    addresses = {}
    for row in table:
        slug = row.verdicts.paper.slug
        for name in (f"{slug}.html", f"{slug}.ipynb"):
            if (notebooks / name).exists():
                addresses[slug] = _address(notebooks / name, seen_from)
                break
    return addresses


def kept_as(notebook: str, run: str) -> str:
    """Return the file name of a reproduction notebook that was executed in this run.

    It is that of the room and the run, so that a notebook may be called otherwise later.

    Examples
    --------
    >>> kept_as("notebooks/reproductions/2503.21776/Video-R1.ipynb", "run:0123456789abcdef")
    '2503.21776-01234567.ipynb'
    """
    room = Path(notebook).relative_to(ROOMS).with_suffix("").parts[0]
    return f"{room}-{run.removeprefix('run:')[:8]}.ipynb"


def _reproduced(kept: Path, seen_from: Path, table: Sequence[Row]) -> Mapping[str, str]:
    """Return the address of the executed notebook of each run, as HTML where it was converted."""
    addresses = {}
    for run, name in _kept(table).items():
        for path in ((kept / name).with_suffix(".html"), kept / name):
            if path.exists():
                addresses[run] = _address(path, seen_from)
                break
    return addresses


def _kept(table: Sequence[Row]) -> Mapping[str, str]:
    """Return how the executed notebook of each run is called that an answer rests on."""
    return {
        one.run: kept_as(one.check.notebook, one.run)
        for row in table
        for claim in row.verdicts.claims
        for one in claim.checks
        if one.run and one.check.notebook
    }


def _address(path: Path, seen_from: Path) -> str:
    return quote(os.path.relpath(path, seen_from).replace(os.sep, "/"))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)
