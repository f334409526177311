"""The sweep: look at all artifacts of all papers, concurrently, each host within its own bounds.

The sweep looks and reports, in one process, so that pacing is global. It decides nothing and stores
nothing.
"""

import queue
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from itertools import islice
from types import MappingProxyType

import msgspec

from tracker.engine.ending import ENDING
from tracker.hosts import hosts as all_hosts
from tracker.hosts.base import Host
from tracker.hosts.vetting import nothing, vetted
from tracker.model.cleaning import text
from tracker.model.evidence import Book, Observation, with_looks
from tracker.model.locator import Locator, archive_of, fault, locate
from tracker.model.paper import Paper, Relation
from tracker.model.traits import paper_page, traits
from tracker.transport import Door
from tracker.transport.settings import Settings
from tracker.verdicts import identity

_CONNECTIONS = 64
_BATCH = 1_000
"""Bounds of what a host may ask for itself."""
_PATIENCE = 3
"""Observations for each that was asked for, after which a host is not listened to any more."""


def targets(papers: Sequence[Paper]) -> dict[str, str]:
    """Return every subject that these papers name, with the URL as printed, each once."""
    urls: dict[str, str] = {}
    for paper in papers:
        for artifact in paper.artifacts:
            urls.setdefault(locate(artifact.url).url, artifact.url)
    return urls


def oldest_first(urls: Sequence[str], book: Book) -> list[str]:
    """Return addresses in the order in which they are to be looked at.

    What was never seen comes first, then what was seen longest ago: where a host has not enough
    for all, it is not always the same ones that go without.
    """

    def seen_at(url: str) -> float:
        moments = (
            sighting.observed_at.timestamp()
            for sighting in book.get("" if fault(url) else locate(url).url, ())
            if sighting.observed_at and sighting.observation.reach.says_something
        )
        return max(moments, default=0.0)

    return sorted(urls, key=seen_at)


def hub_pages(papers: Sequence[Paper]) -> tuple[str, ...]:
    """Return the Hub's pages of these papers, on which a release may be named."""
    return tuple(page for paper in papers if (page := paper_page(paper)))


def archives(papers: Sequence[Paper], book: Book) -> dict[str, str]:
    """Return the archives' pages of what these papers released, each with the commit to ask for.

    Upstream projects and base models are others' to archive.
    """
    pinned = identity.pins(book)
    commits_by_page: dict[str, str] = {}
    for paper in papers:
        for artifact in paper.artifacts:
            place = locate(artifact.url)
            page = archive_of(place) if artifact.relation is Relation.OFFICIAL else None
            commit = pinned.get(place.url, "")
            if page and (commit or traits(place.host).visited):
                commits_by_page.setdefault(page, commit)
    return commits_by_page


def sweep_archives(
    papers: Sequence[Paper],
    observations: Sequence[Observation],
    book: Book,
    door: Door,
    hosts: Sequence[Host],
) -> Iterator[Observation]:
    """Look at the archives' copies of what `observations` and `book` tell of.

    It is lazy: `observations` may still grow until the first look is taken. Where the sweep reached
    nobody the archives are left alone.
    """
    if any(observation.reach.says_something for observation in observations):
        copies = archives(papers, with_looks(book, observations))
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

    Each URL goes to the first host that knows it. A fault inside a host, and an answer that cannot
    be kept, becomes an observation that says nothing about the artifact, so that one bad answer
    never stops the others. Closing the iterator early abandons the looks that have not begun.

    Parameters
    ----------
    pins
        Subject → commit that was seen there before; the look tells whether it is still held.
    """
    plan, unknown = _plan(urls, hosts, pins)
    for subject, trouble in unknown.items():
        yield nothing(subject, "sweep", trouble, door)
    answers: queue.SimpleQueue[Observation] = queue.SimpleQueue()
    with ExitStack() as stack:
        waiting = 0
        for host, locators in plan:
            connections = _bounded(partial(getattr, host, "connections"), _CONNECTIONS)
            size = _bounded(partial(_batch, host, door), _BATCH)
            pool = ThreadPoolExecutor(connections, thread_name_prefix=host.name)
            stack.callback(_close, pool)
            batches = deque(_batches(locators, size))
            for _ in range(min(connections, len(batches))):
                pool.submit(_work, host, batches, door, answers)
            stack.callback(batches.clear)
            waiting += len(locators)
        for _ in range(waiting):
            yield answers.get()


def _close(pool: ThreadPoolExecutor) -> None:
    pool.shutdown(wait=not ENDING.begun, cancel_futures=True)


def _plan(
    urls: Sequence[str], hosts: Sequence[Host], pins: Mapping[str, str]
) -> tuple[list[tuple[Host, list[Locator]]], dict[str, str]]:
    """Give each URL to the first host that knows it, each subject once.

    Return also the subjects that cannot be looked at, with the reasons.
    """
    plan: dict[str, tuple[Host, list[Locator]]] = {}
    unknown: dict[str, str] = {}
    planned: set[str] = set()
    for url in urls:
        if reason := fault(url):
            unknown[text(url)] = f"what is named is no address: it {reason}"
            continue
        trouble = "no host knows this kind of address"
        for host in hosts:
            try:
                locator = _identified(host, url, pins)
            except Exception as error:  # noqa: BLE001  a bug in one host must not stop the sweep
                trouble = f"the host {host.name} broke: {type(error).__name__}"
                continue
            if locator is not None:
                if locator.url not in planned:
                    planned.add(locator.url)
                    plan.setdefault(host.name, (host, []))[1].append(locator)
                break
        else:
            unknown[locate(url).url] = trouble
    return list(plan.values()), unknown


def _identified(host: Host, url: str, pins: Mapping[str, str]) -> Locator | None:
    locator = host.identify(url)
    if locator is None:
        return None
    if text(locator.url) != locator.url:
        raise ValueError("no address that can be kept")
    return msgspec.structs.replace(locator, pinned=pins.get(locator.url) or None)


def _bounded(ask: Callable[[], int], most: int) -> int:
    """Return a number that a host gives for itself, 1 where it gives none that makes sense."""
    try:
        return max(1, min(int(ask()), most))
    except Exception:  # noqa: BLE001  a bug in one host must not stop the sweep
        return 1


def _batch(host: Host, door: Door) -> int:
    return host.batch(door)


def _batches(locators: Sequence[Locator], size: int) -> Iterator[list[Locator]]:
    rest = iter(locators)
    while batch := list(islice(rest, size)):
        yield batch


def _work(
    host: Host,
    batches: deque[list[Locator]],
    door: Door,
    answers: queue.SimpleQueue[Observation],
) -> None:
    """Look at one batch after the other until none is left."""
    with suppress(IndexError):
        while True:
            _look(host, batches.popleft(), door, answers)


def _look(
    host: Host,
    batch: Sequence[Locator],
    door: Door,
    answers: queue.SimpleQueue[Observation],
) -> None:
    """Put exactly one observation for each locator into `answers`, whatever happens.

    Where a host breaks over several, those that are left are looked at one by one: what one of
    them answered must not cost the others theirs.
    """
    left = {locator.url: locator for locator in batch}
    trouble = f"the host {host.name} gave no answer for this artifact"
    try:
        for candidate in islice(host.observe(batch, door), _PATIENCE * len(batch)):
            subject = getattr(candidate, "subject", None)
            if isinstance(subject, str) and subject in left:
                del left[subject]
                answers.put(vetted(candidate, subject, door))
            if not left:
                return
    except BaseException as error:  # noqa: BLE001  even one that would end a program
        trouble = f"the host {host.name} broke: {type(error).__name__}"
        if len(batch) > 1:
            for locator in left.values():
                _look(host, [locator], door, answers)
            return
    for subject in left:
        answers.put(nothing(subject, host.name, trouble, door))
