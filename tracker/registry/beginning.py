"""The first text of a registry: papers that a list names, and nobody has read yet."""

from collections.abc import Sequence
from pathlib import Path

from tracker.model.base import Value
from tracker.model.paper import Relation
from tracker.registry.document import Document
from tracker.registry.entries import fresh_artifact, fresh_paper
from tracker.registry.insertion import insert, item


class ListedAddress(Value, frozen=True, kw_only=True):
    """An address that stands beside a paper."""

    url: str
    seen_in: str
    relation: Relation | None = None
    """How it stands to the paper; None: not known."""


class ListedPaper(Value, frozen=True, kw_only=True):
    """A paper of a list, with what stands beside it there."""

    name: str
    """Its arXiv identifier."""
    version: str | None = None
    title: str | None = None
    """None: not known."""
    addresses: tuple[ListedAddress, ...] = ()
    """What the list names in the same line."""


def begin(papers: Sequence[ListedPaper]) -> str:
    """Return the list `papers:` of a new registry, each with what is still to be filled in.

    Examples
    --------
    >>> print(begin([]), end="")
    papers: []
    """
    if not papers:
        return "papers: []\n"
    return "papers:\n" + "\n".join(map(_entry, papers))


def _entry(listed: ListedPaper) -> str:
    _, lines = fresh_paper(listed.name, listed.version, listed.title)
    alone = "papers:\n"
    text = alone + item(lines, 2, 2)
    for address in listed.addresses:
        _, more = fresh_artifact(address.url, address.relation, address.seen_in)
        text = insert(Document(Path(), text), ("papers", 0, "artifacts"), more)
    return text.removeprefix(alone)
