"""What is peculiar to each host: its addresses, its names, and what follows from them.

Whatever must tell one host from another, below the hosts themselves, asks here. A distribution that
brings a host may bring its traits, too: an entry point of the group `GROUP` that names a `Traits`.
"""

from functools import cache
from importlib.metadata import entry_points

from tracker.errors import ConfigurationError
from tracker.model import host_table
from tracker.model.host_table import Traits
from tracker.model.paper import Paper, Role

GROUP = "tracker.traits"
"""Entry points of this group name the `Traits` of hosts that other distributions bring."""

BRANCH = "&branch="
"""What follows the address of a repository on an archive's page of one of its branches."""


@cache
def known() -> tuple[Traits, ...]:
    """Return the traits of all hosts, in the order in which they may claim an address.

    Other distributions come before software that runs on many sites (git), so that they can be
    more exact, and after the hosts that own their sites.

    Raises
    ------
    ConfigurationError
        If an entry point cannot be loaded, or names something else.

    Examples
    --------
    >>> [each.host for each in known()][0]
    'github'
    """
    return (*host_table.SITES, *_brought(), *host_table.SOFTWARE)


def traits(host: str) -> Traits:
    """Return the traits of a host; of one without any, traits that say nothing.

    Examples
    --------
    >>> traits("huggingface").title, traits("nobody").caseless
    ('Hugging Face Hub', False)
    """
    return next(
        (host_traits for host_traits in known() if host_traits.host == host),
        Traits(host=host, title=host),
    )


def roles(host: str, kind: str) -> frozenset[Role] | None:
    """Return what an artifact of a kind can be on a host; None where it can be anything.

    Examples
    --------
    >>> sorted(role.value for role in roles("huggingface", "dataset") or ())
    ['dataset', 'log']
    """
    forms = (
        form for host_traits in known() if host_traits.host == host for form in host_traits.forms
    )
    return next((form.roles for form in forms if form.kind == kind), None)


def archives() -> tuple[Traits, ...]:
    """Return the traits of the hosts that keep copies of what lies elsewhere."""
    return tuple(host_traits for host_traits in known() if host_traits.copies)


def archive(page: str) -> Traits:
    """Return the traits of the archive to which a page about copies belongs."""
    return next(
        host_traits
        for host_traits in archives()
        if host_traits.copies and page.startswith(host_traits.copies)
    )


def copied_by(host: str, page: str) -> str | None:
    """Return the address whose copies a page tells of, None where it is no page of that archive.

    Of a branch's page that is the repository, of which the archive keeps copies.

    Examples
    --------
    >>> copied_by("internet-archive", "https://web.archive.org/web/https://a.example.org/")
    'https://a.example.org/'
    """
    begin = traits(host).copies
    if not (begin and page.startswith(begin)):
        return None
    copied = page.removeprefix(begin)
    return copied.partition(BRANCH)[0] if traits(host).by_revision else copied


def paper_page(paper: Paper) -> str | None:
    """Return where a host tells what names a paper; None for one that arXiv does not have."""
    if paper.arxiv_id is None:
        return None
    return next(
        (
            host_traits.papers.format(id=paper.arxiv_id)
            for host_traits in known()
            if host_traits.papers
        ),
        None,
    )


def carded(kind: str, name: str) -> str:
    """Return the address of a model or dataset that a card names.

    Examples
    --------
    >>> carded("dataset", "lab/data")
    'https://huggingface.co/datasets/lab/data'
    """
    return next(
        form.url.format(name=name)
        for host_traits in known()
        if host_traits.cards
        for form in host_traits.forms
        if form.kind == kind
    )


def _brought() -> tuple[Traits, ...]:
    brought: list[Traits] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded = point.load()
        except Exception as error:
            raise _broken(point.name, point.value, f"cannot be loaded: {error}") from error
        if not isinstance(loaded, Traits):
            raise _broken(point.name, point.value, "are no tracker.model.host_table.Traits")
        brought.append(loaded)
    return tuple(brought)


def _broken(name: str, value: str, problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"The traits of the host {name!r} ({value}) {problem}",
        advice="Mend or uninstall the distribution that brings them.",
    )
