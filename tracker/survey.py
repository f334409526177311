"""The sweep: look at all artifacts of all papers, concurrently, each host within its own bounds.

The sweep looks and reports, in one process, so that pacing is global. It decides nothing and stores
nothing.
"""

import queue
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from types import MappingProxyType

import msgspec

from tracker import __version__
from tracker.hosts import hosts as all_hosts
from tracker.hosts.base import Host
from tracker.model.evidence import Book, Observation, Reach, with_looks
from tracker.model.locator import Locator, archive_of, locate
from tracker.model.paper import Paper, Relation
from tracker.model.traits import paper_page, traits
from tracker.transport import Door
from tracker.transport.settings import Settings
from tracker.verdicts import identity


def targets(papers: Sequence[Paper]) -> dict[str, str]:
    """Return every subject that these papers name, with the URL as printed, each once."""
    found: dict[str, str] = {}
    for paper in papers:
        for artifact in paper.artifacts:
            found.setdefault(locate(artifact.url).url, artifact.url)
    return found


def hub_pages(papers: Sequence[Paper]) -> tuple[str, ...]:
    """Return the Hub's pages of these papers, on which a release may be named."""
    return tuple(page for paper in papers if (page := paper_page(paper)))


def archives(papers: Sequence[Paper], book: Book) -> dict[str, str]:
    """Return the archives' pages of what these papers released, each with the commit to ask for.

    Upstream projects and base models are others' to archive.
    """
    pinned = identity.pins(book)
    found: dict[str, str] = {}
    for paper in papers:
        for artifact in paper.artifacts:
            place = locate(artifact.url)
            page = archive_of(place) if artifact.relation is Relation.OFFICIAL else None
            commit = pinned.get(place.url, "")
            if page and (commit or traits(place.host).visited):
                found.setdefault(page, commit)
    return found


def sweep_archives(
    papers: Sequence[Paper],
    seen: Sequence[Observation],
    book: Book,
    door: Door,
    hosts: Sequence[Host],
) -> Iterator[Observation]:
    """Look at the archives' copies of what `seen` and `book` tell of.

    It is lazy: `seen` may still grow until the first look is taken. Where the sweep reached nobody
    the archives are left alone.
    """
    if any(each.reach.says_something for each in seen):
        copies = archives(papers, with_looks(book, seen))
        yield from sweep(list(copies), door, hosts, copies)


def look_now(paper: Paper, settings: Settings) -> tuple[Observation, ...]:
    """Look at every artifact of one paper, and at the Hub's page of it."""
    urls = [*targets([paper]).values(), *hub_pages([paper])]
    with Door(settings) as door:
        return tuple(sweep(list(dict.fromkeys(urls)), door, all_hosts()))


def sweep(
    urls: Sequence[str],
    door: Door,
    hosts: Sequence[Host],
    pins: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Observation]:
    """Look at every URL and yield what was seen, in the order in which answers come in.

    Each URL goes to the first host that knows it. A fault inside a host becomes an observation
    that says nothing about the artifact, so that one bad host never stops the others. Closing the
    iterator early abandons the looks that have not begun.

    Parameters
    ----------
    pins
        Subject → commit that was seen there before; the look tells whether it is still held.
    """
    plan, unknown = _plan(urls, hosts, pins)
    for url in unknown:
        yield _nothing(locate(url).url, "sweep", "no host knows this kind of address", door)
    answers: queue.SimpleQueue[Sequence[Observation]] = queue.SimpleQueue()
    with ExitStack() as stack:
        waiting = 0
        for host, locators in plan:
            pool = ThreadPoolExecutor(host.connections, thread_name_prefix=host.name)
            stack.callback(pool.shutdown, wait=True, cancel_futures=True)
            batches = deque(_batches(locators, host.batch(door)))
            for _ in range(min(host.connections, len(batches))):
                pool.submit(_work, host, batches, door, answers)
            stack.callback(batches.clear)
            waiting += len(locators)
        while waiting:
            seen = answers.get()
            waiting -= len(seen)
            yield from seen


def _plan(
    urls: Sequence[str], hosts: Sequence[Host], pins: Mapping[str, str]
) -> tuple[list[tuple[Host, list[Locator]]], list[str]]:
    """Give each URL to the first host that knows it; return also those that none knows."""
    plan: dict[str, tuple[Host, list[Locator]]] = {}
    unknown = []
    for url in urls:
        for host in hosts:
            locator = host.identify(url)
            if locator is not None:
                locator = msgspec.structs.replace(locator, pinned=pins.get(locator.url) or None)
                plan.setdefault(host.name, (host, []))[1].append(locator)
                break
        else:
            unknown.append(url)
    return list(plan.values()), unknown


def _batches(locators: Sequence[Locator], size: int) -> Iterator[list[Locator]]:
    rest = iter(locators)
    while batch := list(islice(rest, size)):
        yield batch


def _work(
    host: Host,
    batches: deque[list[Locator]],
    door: Door,
    answers: queue.SimpleQueue[Sequence[Observation]],
) -> None:
    """Look at one batch after the other until none is left."""
    with suppress(IndexError):
        while True:
            _look(host, batches.popleft(), door, answers)


def _look(
    host: Host,
    batch: Sequence[Locator],
    door: Door,
    answers: queue.SimpleQueue[Sequence[Observation]],
) -> None:
    """Put exactly one observation for each locator into `answers`, whatever happens."""
    missing = {locator.url for locator in batch}
    try:
        for observation in host.observe(batch, door):
            if observation.subject in missing:
                missing.remove(observation.subject)
                answers.put((observation,))
        trouble = f"the host {host.name} gave no answer for this artifact"
    except Exception as error:  # noqa: BLE001  a bug in one host must not stop the sweep
        trouble = f"the host {host.name} broke: {type(error).__name__}"
    answers.put([_nothing(subject, host.name, trouble, door) for subject in sorted(missing)])


def _nothing(subject: str, via: str, trouble: str, door: Door) -> Observation:
    """Return the observation of a look that brought nothing back."""
    now = door.now()
    return Observation(
        subject=subject,
        reach=Reach.ERROR,
        via=via,
        agent=f"tracker {__version__}",
        started_at=now,
        observed_at=now,
        note=trouble,
    )
