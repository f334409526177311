"""What names a release of a paper elsewhere: the Hub's page of the paper, lists by arXiv tag. Pure.

A mention is a lead, not a release: a card that carries a paper's tag may only cite it.
"""

from collections.abc import Iterable, Iterator

import msgspec

from tracker.hosts.hub_answers import FOLDERS, SITE
from tracker.hosts.hub_rest import asked
from tracker.model.locator import fault, glued, locate
from tracker.transport.answer import Answer

LIMIT = 200
"""Mentions that are kept of one answer."""


class _Named(msgspec.Struct):
    id: str


class _Page(msgspec.Struct, rename="camel"):
    """The Hub's page of a paper; of `/api/arxiv/…/repos` the last three, by other names."""

    github_repo: str | None = None
    project_page: str | None = None
    linked_models: list[_Named] = []
    linked_datasets: list[_Named] = []
    linked_spaces: list[_Named] = []
    models: list[_Named] = []
    datasets: list[_Named] = []
    spaces: list[_Named] = []


class _Daily(msgspec.Struct):
    paper: _Page


def named_by(answer: Answer) -> tuple[str, ...]:
    """Return the addresses that the Hub's answer about papers names, each once, canonical.

    An answer about anything else, or one that cannot be read, names none.
    """
    what = asked(answer.url.removeprefix(SITE))
    try:
        if what.kind == "paper":
            return unique(_of_papers(answer.body))
        if what.kind in FOLDERS and what.view == "list":
            listed = msgspec.json.decode(answer.body, type=list[_Named])
            return unique(_repositories(what.kind, listed))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    return ()


def unique(urls: Iterable[str]) -> tuple[str, ...]:
    """Return the canonical form of each well-formed address, each once, at most `LIMIT`.

    Examples
    --------
    >>> unique(["https://github.com/o/r.git", "https://github.com/o/r/", "mailto:a@example.org"])
    ('https://github.com/o/r',)
    """
    found: dict[str, None] = {}
    for url in urls:
        plain = url.strip().removesuffix(glued(url.strip()))
        if len(plain) <= 500 and fault(plain) is None:
            found.setdefault(locate(plain).url)
    return tuple(found)[:LIMIT]


def _of_papers(body: bytes) -> Iterator[str]:
    if body.lstrip().startswith(b"["):
        for each in msgspec.json.decode(body, type=list[_Daily]):
            yield from _of_page(each.paper)
    else:
        yield from _of_page(msgspec.json.decode(body, type=_Page))


def _of_page(page: _Page) -> Iterator[str]:
    yield from (url for url in (page.github_repo, page.project_page) if url)
    yield from _repositories("model", [*page.linked_models, *page.models])
    yield from _repositories("dataset", [*page.linked_datasets, *page.datasets])
    yield from _repositories("space", [*page.linked_spaces, *page.spaces])


def _repositories(kind: str, named: Iterable[_Named]) -> Iterator[str]:
    return (f"{SITE}/{FOLDERS[kind]}{each.id}" for each in named)
