"""`tracker init`: a project of one's own, which is never written over and asks nothing."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from tracker import registry
from tracker.errors import TransportFault, UsageError
from tracker.hosts import arxiv
from tracker.hosts.arxiv import ABSTRACT, FeedEntry
from tracker.jobs.init.installation import WORKFLOW, Installation, installation
from tracker.jobs.init.laying import filled, reusable_workflow
from tracker.jobs.init.listing import OwnList, read
from tracker.model.base import Value
from tracker.model.paper import ROOMS, Paper, Registry, Relation
from tracker.project import CHECK_NOTEBOOK, OVERVIEW_NOTEBOOK, REGISTRY, Project, packaged_notebooks
from tracker.registry.beginning import ListedAddress, ListedPaper, begin
from tracker.registry.entries import fresh_paper
from tracker.tables.markdown import escape
from tracker.transport import Door, Settings

_ROOM = ("claims.yaml", "experiment.py", "reproduction.ipynb", "test_experiment.py")
_ASKED = 500
"""Papers whose titles are asked for: arXiv wants to be asked once in three seconds, for 50 each."""
_CLAIMS_SCHEMA = "schemas/claims.schema.json"


class InitRequest(Value, frozen=True, kw_only=True):
    """What is asked for."""

    folder: Path | None = None
    """Of the new project; None: the one that the working folder lies in is added to."""
    listed: Path | None = None
    """A file that names papers."""
    notebooks: bool = False
    reproduction: str | None = None
    """The paper that a room is laid down for."""


class FromArxiv(Value, frozen=True, kw_only=True):
    """What arXiv told of the papers of a list, and of which it told nothing."""

    papers: tuple[ListedPaper, ...] = ()
    missing: tuple[str, ...] = ()
    """Those without a title."""
    silence: str | None = None
    """Why arXiv told nothing; None where it was asked, and answered."""


class LaidDown(Value, frozen=True, kw_only=True):
    """What came of it."""

    root: Path
    begun: bool
    """Whether a project was asked for, and not only a part of one."""
    written: tuple[str, ...]
    """Paths below the folder."""
    left: tuple[str, ...]
    """Paths of what was there already."""
    listing: OwnList = OwnList()
    from_arxiv: FromArxiv = FromArxiv()
    room: str | None = None
    paper: str | None = None
    """The name of the room's paper, as commands take it."""
    installation: Installation


def init(wish: InitRequest, settings: Settings) -> LaidDown:
    """Lay down a project, or parts of one; what is there already stays as it is.

    Nothing is written before everything that was asked for is understood. The registry comes last
    of its files, so that whoever was interrupted can ask for the same again.

    Raises
    ------
    UsageError
        If the list cannot be read, there is a registry that its papers would have to go into, or
        the paper of a room is in no registry.
    ConfigurationError
        If there is no project to add to.
    """
    root = wish.folder or Project.find().root
    home = root / REGISTRY
    listing = read(wish.listed) if wish.listed else OwnList()
    if wish.listed and os.path.lexists(home):
        raise UsageError(
            f"{home} is there already, so that the papers of {wish.listed} cannot begin it",
            advice="Name another folder, or add each with `tracker add ARXIV-ID`.",
        )
    paper = _known(home, listing, wish.reproduction) if wish.reproduction else None
    from_arxiv = _told(listing.papers, settings)
    origin = installation()
    pieces: dict[str, str] = {}
    if wish.folder is not None:
        pieces |= _project(root, origin)
    if wish.notebooks:
        pieces |= dict(_notebooks())
    if paper is not None:
        pieces |= _room(root, paper)
    if wish.folder is not None:
        pieces[REGISTRY] = _registry(from_arxiv)
    written = [name for name, text in pieces.items() if _lay(root / name, text)]
    occupied = [paper.room] if paper and f"{paper.room}/{_ROOM[0]}" not in pieces else []
    return LaidDown(
        root=root,
        begun=wish.folder is not None,
        written=tuple(written),
        left=(*(name for name in pieces if name not in written), *occupied),
        listing=listing,
        from_arxiv=from_arxiv,
        room=paper.room if paper and not occupied else None,
        paper=paper.id.removeprefix("arxiv:") if paper else None,
        installation=origin,
    )


def _known(home: Path, listing: OwnList, key: str) -> Paper:
    """Return a paper of the registry, be it there or to be written."""
    if home.is_file():
        papers = registry.load(home)
    else:
        entries = [fresh_paper(listed.name, listed.version, None) for listed in listing.papers]
        papers = Registry(papers=tuple(paper for paper, _ in entries))
    paper = papers.paper(key)
    if paper is None:
        raise UsageError(
            f"not in the registry: {key}",
            advice=f"Begin its entry first: `tracker add {key}`.",
        )
    return paper


def _told(papers: Sequence[ListedPaper], settings: Settings) -> FromArxiv:
    """Ask arXiv for titles, and for what the abstracts name."""
    entries: dict[str, FeedEntry] = {}
    names = [paper.name for paper in papers]
    silence = f"arXiv is asked for {_ASKED} papers at a time" if len(names) > _ASKED else None
    silence = "arXiv was not asked: --offline" if settings.offline else silence
    if papers and not settings.offline:
        try:
            with Door(settings) as door:
                for entry in arxiv.feed(names[:_ASKED], door):
                    entries[entry.name] = entry
        except TransportFault as fault:
            silence = f"arXiv could not be asked: {fault.plain}"
    known = tuple(_filled(paper, entries.get(paper.name)) for paper in papers)
    missing = tuple(paper.name for paper in known if paper.title is None)
    return FromArxiv(papers=known, missing=missing, silence=silence if missing else None)


def _filled(paper: ListedPaper, entry: FeedEntry | None) -> ListedPaper:
    """Return a paper with its title; what its abstract names is official."""
    if entry is None:
        return paper
    addresses = tuple(
        ListedAddress(url=address.url, seen_in=ABSTRACT, relation=Relation.OFFICIAL)
        if entry.names(address.url)
        else address
        for address in paper.addresses
    )
    return msgspec.structs.replace(paper, title=entry.title, addresses=addresses)


def _registry(from_arxiv: FromArxiv) -> str:
    return filled("registry.yaml", {}) + begin(from_arxiv.papers)


def _project(root: Path, origin: Installation) -> dict[str, str]:
    """Return the files of a project by their paths, all but the registry."""
    name = root.resolve().name or "papers"
    words = {
        "title": escape(name),
        "environment": re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "papers",
    }
    return {
        "README.md": filled("README.md", words),
        ".gitignore": filled("gitignore", {}),
        "environment.yml": filled(
            "environment.yml",
            words | {"requirement": origin.with_notebooks, "remark": _remark(origin)},
        ),
        ".github/workflows/status.yml": filled(
            "status.yml",
            {
                "workflow": origin.workflow,
                "requirement": origin.requirement,
                "remark": _remark(origin),
            },
        ),
        **({} if origin.known else {WORKFLOW: reusable_workflow()}),
        "schemas/registry.schema.json": _json(registry.schema()),
        _CLAIMS_SCHEMA: _json(registry.claims_schema()),
    }


def _json(schema: Mapping[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _remark(origin: Installation) -> str:
    if origin.known:
        return ""
    return "      # Put the wheel beside registry.yaml, or name here what pip can get.\n"


def _notebooks() -> Iterator[tuple[str, str]]:
    for name in (CHECK_NOTEBOOK, OVERVIEW_NOTEBOOK):
        text = (packaged_notebooks() / name).read_text(encoding="utf-8")
        yield f"notebooks/{name}", text


def _room(root: Path, paper: Paper) -> dict[str, str]:
    """Return the files of a room by their paths; none of those that belong together alone."""
    shared = {
        _CLAIMS_SCHEMA: _json(registry.claims_schema()),
        "pytest.ini": filled("pytest.ini", {}),
        f"{ROOMS}/conftest.py": filled("room/conftest.py", {}),
    }
    if any(os.path.lexists(root / paper.room / name) for name in _ROOM):
        return shared
    words = {"paper": paper.id, "id": paper.id.removeprefix("arxiv:")}
    return shared | {f"{paper.room}/{name}": filled(f"room/{name}", words) for name in _ROOM}


def _lay(path: Path, text: str) -> bool:
    """Write a file where there is none, whole or not at all; return whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("x", encoding="utf-8", newline="")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(text)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True
