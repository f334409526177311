"""GitHub: identity and state from one GraphQL query for many repositories, files from git.

Without a token there is git alone, which has no allowance to use up; what only the API knows then
stays ``None``. The token goes to the API and to nothing else.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import msgspec

from tracker.errors import TransportFault
from tracker.hosts import remote
from tracker.hosts.github import batch as github_batch
from tracker.hosts.github.described import Described
from tracker.hosts.github.graphql_answers import (
    SITE,
    VIA,
    ApiAnswer,
    Repository,
    detected,
    known,
    withheld,
)
from tracker.hosts.observing import Batch, Findings, look
from tracker.hosts.texts import listing
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.git.protocol import Head
from tracker.transport.settings import origin


class GitHub:
    """Repositories on GitHub."""

    name = "github"
    connections = 10

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(self.connections)

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names a repository on GitHub."""
        locator = locate(url)
        return locator if (locator.host, locator.kind) == (self.name, "repository") else None

    def batch(self, door: Door) -> int:
        """Return how many repositories one query asks for; git knows no batches."""
        return github_batch.SIZE if door.settings.github_token else 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask the API about all of them at once if there is a token; then look through git."""
        started_at = door.now()
        note: str | None = None
        answers: Mapping[str, ApiAnswer] = {}
        with door.http.recording() as exchanges:
            if door.settings.github_token:
                try:
                    answers = github_batch.ask(locators, door)
                except TransportFault as fault:
                    note = (
                        f"seen through git alone, GitHub's API could not be asked: {fault.message}"
                    )
                else:
                    note = "seen through git alone, GitHub's API left it out"
        batch = Batch(started_at=started_at, exchanges=tuple(exchanges))

        def one(locator: Locator) -> Observation:
            ask = partial(_see, locator, answers.get(locator.url), note, door)
            with self._slots:
                return look(locator, door, ask, via=remote.VIA, batch=batch)

        with ThreadPoolExecutor(min(len(locators), self.connections) or 1) as pool:
            yield from pool.map(one, locators)


def _see(locator: Locator, api_answer: ApiAnswer | None, note: str | None, door: Door) -> Findings:
    if isinstance(api_answer, Findings):
        return api_answer
    if api_answer is None:
        findings = _through_git(locator.name, locator, door)
        there = findings.reach is Reach.VISIBLE
        unasked = (_state(note), *_guess(locator)) if note and there else ()
        return msgspec.structs.replace(
            findings,
            note="; ".join(filter(None, (note, findings.note))) or None,
            unread=(*unasked, *findings.unread),
        )
    facts = known(locator.name, api_answer)
    if isinstance(api_answer, Described):
        facts = msgspec.structs.replace(facts, releases=api_answer.releases)
    if hidden := withheld(api_answer, facts):
        return hidden
    untold = tuple(_untold(locator, api_answer, facts))
    if api_answer.is_empty:
        empty = _merged(locator, api_answer, facts, remote.nothing_in(locator.named))
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=empty, unread=untold)
    findings = _files(api_answer, locator, door)
    if findings.reach is not Reach.VISIBLE:
        silent = findings.reach if not findings.reach.says_something else Reach.ERROR
        note = f"the API shows it, git could not read it: {findings.note}"
        return Findings(reach=silent, via=VIA, note=note)
    return Findings(
        reach=Reach.VISIBLE,
        via=VIA,
        facts=_merged(locator, api_answer, facts, findings.facts),
        exchanges=findings.exchanges,
        note=findings.note,
        unread=(*untold, *findings.unread),
    )


_DETECTOR = Unread(
    piece=Piece.DETECTOR,
    what="what GitHub takes the licence for",
    why="was not told by its API",
)


def _guess(locator: Locator) -> tuple[Unread, ...]:
    """Return the guess that was not told; GitHub guesses by the default branch alone."""
    return () if locator.repository else (_DETECTOR,)


def _state(why: str) -> Unread:
    return Unread(piece=Piece.STATE, what="whether it is archived", why=f"was not told: {why}")


def _untold(locator: Locator, repository: Repository, facts: Facts) -> Iterator[Unread]:
    """Yield what the API was asked for and did not tell."""
    if repository.is_archived is None or facts.platform_id is None or facts.name is None:
        yield _state("GitHub's API left it out")
    if facts.created is None:
        what = "its date of creation"
        yield Unread(piece=Piece.HISTORY, what=what, why="was not told by GitHub's API")
    if "licenseInfo" in repository.untold:
        yield from _guess(locator)
    if isinstance(repository, Described) and facts.releases is None and not repository.is_empty:
        yield Unread(piece=Piece.TAGS, what="its tags", why="were not told by GitHub's API")


def _files(repository: Repository, locator: Locator, door: Door) -> Findings:
    """Look at the files of the commit that the API told, or of what git finds itself."""
    name = repository.name_with_owner or locator.name
    head = _head(repository, locator) if isinstance(repository, Described) else None
    if head is not None:
        url = f"{door.settings.github_server}/{name}.git"
        try:
            looked = door.git.look(url, want=listing.wanted, head=head, pinned=locator.pinned)
        except TransportFault as fault:
            if fault.reach != "error":
                raise
        else:
            if looked is not None:
                from_texts = remote.told_by(looked, locator.named)
                return Findings(
                    reach=Reach.VISIBLE,
                    via=remote.VIA,
                    facts=from_texts.facts,
                    note=from_texts.note,
                    unread=from_texts.unread,
                )
    return _through_git(name, locator, door)


def _head(repository: Described, locator: Locator) -> Head | None:
    """Return what is to be looked at, as far as the API told it; None: git has to find it."""
    head, named = repository.head, locator.named
    if named is None or (named.usual and head and head.branch in named.candidates):
        return head
    return repository.named


def _merged(locator: Locator, repository: Repository, known: Facts, files: Facts) -> Facts:
    """Return what the API knows, with what git saw of the files."""
    values = {
        name: value
        for name in Facts.__struct_fields__
        if (value := getattr(files, name)) is not None and getattr(known, name) is None
    }
    hints = () if locator.repository else detected(repository.license_info)
    if files.licenses is not None or hints:
        values["licenses"] = (*(files.licenses or ()), *hints)
    return msgspec.structs.replace(known, **values)


def _through_git(name: str, locator: Locator, door: Door) -> Findings:
    """Look through git, wherever this GitHub lives; a new place is told by its public address."""
    server = door.settings.github_server
    findings = remote.see(f"{server}/{name}", door, locator.pinned, locator.named)
    moved = findings.facts.moved_to
    if moved is None or origin(moved) != origin(server):
        return findings
    path = urlsplit(moved).path.strip("/")
    facts = msgspec.structs.replace(findings.facts, name=path, moved_to=f"{SITE}/{path}")
    return msgspec.structs.replace(findings, facts=facts)
