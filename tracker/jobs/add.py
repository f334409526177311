"""Write an entry into the registry, and say what could not be filled in."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tracker import registry
from tracker.errors import TransportFault, UsageError
from tracker.hosts import arxiv
from tracker.hosts.arxiv import ABSTRACT, FeedEntry
from tracker.model.locator import fault, locate
from tracker.model.paper import Artifact, Paper, Relation
from tracker.project import Project
from tracker.registry.entries import relations
from tracker.transport import Door
from tracker.transport.settings import Settings

_PLACE = "Not filled in: where the link was found (`seen_in`)."


class Added(NamedTuple):
    """An entry as it stands in the registry, and what is to be said of it."""

    entry: Paper | Artifact
    remarks: tuple[str, ...]
    """Where something of it comes from, and what could not be filled in."""


class _FromArxiv(NamedTuple):
    """What arXiv said of a paper, or why it said nothing."""

    entry: FeedEntry | None
    silence: str = ""


def add(
    project: Project,
    target: str,
    settings: Settings,
    *,
    to: str | None = None,
    relation: Relation | None = None,
    into: Path | None = None,
    ask: Callable[[str], Relation | None] = lambda _: None,
) -> Added:
    """Write an entry into the registry; nothing that has to be looked up is needed for it.

    The title of a paper is asked from arXiv. How an artifact stands to its paper follows from its
    abstract where that names it; otherwise it must be said.

    Parameters
    ----------
    ask
        Puts a question to the person at the terminal; None where there is none.

    Raises
    ------
    UsageError
        If the entry cannot be written, or nobody says how an artifact stands to its paper.
    """
    named = _paper(target)
    if to is None and named is not None:
        from_arxiv = _FromArxiv(None) if relation else _arxiv(named, settings)
        title = from_arxiv.entry.title if from_arxiv.entry else None
        paper = registry.add(
            project.registry, target, title=title, to=to, relation=relation, into=into
        )
        why = f" ({from_arxiv.silence})" if from_arxiv.silence else ""
        left = [] if title else [f"the title{why}"]
        left += ["artifacts", "promises, or what was read for them", "claims"]
        return Added(paper, (f"Not filled in: {', '.join(left)}.",))
    if to is None or relation is not None or into is not None or fault(target) is not None:
        artifact = registry.add(project.registry, target, to=to, relation=relation, into=into)
        return Added(artifact, (_PLACE,))
    return _related(project, target, to, settings, ask)


def _related(
    project: Project,
    url: str,
    to: str,
    settings: Settings,
    ask: Callable[[str], Relation | None],
) -> Added:
    """Add an artifact of which nobody has said how it stands to its paper."""
    paper = registry.load(project.registry).paper(to)
    if paper is None:  # which is said with the place of the registry
        return Added(registry.add(project.registry, url, to=to), (_PLACE,))
    from_arxiv = _arxiv(paper.arxiv_id, settings) if paper.arxiv_id else _FromArxiv(None)
    if from_arxiv.entry is not None and from_arxiv.entry.names(url):
        artifact = registry.add(
            project.registry, url, to=to, relation=Relation.OFFICIAL, seen_in=ABSTRACT
        )
        version = f"{from_arxiv.entry.name}{from_arxiv.entry.version or ''}"
        return Added(artifact, (f"official: the abstract of {version} names it.",))
    question = f"How does {url} stand to {paper.id}?"
    relation = ask(question)
    if relation is None:
        why = "its abstract does not name it" if from_arxiv.entry else from_arxiv.silence
        raise UsageError(
            f"{question}{f' ({why})' if why else ''}",
            advice=f"Say so: --relation {relations()}.",
        )
    return Added(registry.add(project.registry, url, to=to, relation=relation), (_PLACE,))


def _paper(target: str) -> str | None:
    """Return the arXiv id that a target names; None for an address of anything else."""
    address = target if "//" in target else f"https://arxiv.org/abs/{target.strip()}"
    address = address.replace("/abs/arXiv:", "/abs/").replace("/abs/arxiv:", "/abs/")
    locator = locate(address) if fault(address) is None else None
    return locator.name if locator is not None and locator.host == "arxiv" else None


def _arxiv(name: str, settings: Settings) -> _FromArxiv:
    if settings.offline:
        return _FromArxiv(None, "arXiv was not asked: --offline")
    try:
        with Door(settings) as door:
            entry = arxiv.entry(name, door)
    except TransportFault as trouble:
        return _FromArxiv(None, f"arXiv could not be asked: {trouble.plain}")
    return _FromArxiv(entry, "" if entry else f"arXiv tells of no paper {name}; is the id right?")
