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
from tracker.hosts.answers import refusal
from tracker.hosts.github_answers import (
    SITE,
    VIA,
    Reply,
    Repository,
    Said,
    detected,
    known,
    withheld,
)
from tracker.hosts.github_answers import said as told
from tracker.hosts.looking import Batch, Seen, look
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.transport import Door
from tracker.transport.settings import origin

_FIELDS = """
fragment fields on Repository {
  databaseId nameWithOwner isArchived isDisabled isEmpty isPrivate createdAt
  licenseInfo { spdxId name }
}
"""


class GitHub:
    """Repositories on GitHub."""

    name = "github"
    connections = 6

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(self.connections)

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names a repository on GitHub."""
        locator = locate(url)
        return locator if (locator.host, locator.kind) == (self.name, "repository") else None

    def batch(self, door: Door) -> int:
        """Return how many repositories one query asks for; git knows no batches."""
        return 40 if door.settings.github_token else 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask the API about all of them at once if there is a token; then look through git."""
        started_at = door.now()
        note: str | None = None
        said: Mapping[str, Said] = {}
        with door.http.recording() as exchanges:
            if door.settings.github_token:
                try:
                    said = _ask(locators, door)
                except TransportFault as fault:
                    note = f"seen through git alone, the API could not be asked: {fault.message}"
                else:
                    note = "seen through git alone, the API left it out"
        batch = Batch(started_at=started_at, exchanges=tuple(exchanges))

        def one(locator: Locator) -> Observation:
            ask = partial(_see, locator, said.get(locator.name), note, door)
            with self._slots:
                return look(locator, door, ask, via=remote.VIA, batch=batch)

        with ThreadPoolExecutor(min(len(locators), self.connections) or 1) as pool:
            yield from pool.map(one, locators)


def _ask(locators: Sequence[Locator], door: Door) -> dict[str, Said]:
    """Return what the API says, by name; a repository it says nothing of is left out.

    Raises
    ------
    TransportFault
        If it says nothing at all, because our token is refused or its allowance used up, say. Git
        needs neither, so the look goes on without the API.
    """
    names = {f"r{index}": locator.name for index, locator in enumerate(locators)}
    token = door.settings.github_token
    answer = door.http.post_json(
        door.settings.github_graphql, _query(names), headers={"authorization": f"Bearer {token}"}
    )
    if answer.status != 200:
        raise TransportFault(refusal(answer).words, reach="error")
    try:
        reply = msgspec.json.decode(answer.body, type=Reply)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TransportFault("the answer cannot be read", reach="error") from error
    if any(error.type == "RATE_LIMITED" and not error.path for error in reply.errors):
        raise TransportFault("the allowance is used up", reach="rate-limited")
    return {
        name: found for alias, name in names.items() if (found := told(alias, reply)) is not None
    }


def _query(names: Mapping[str, str]) -> dict[str, object]:
    """Return one query for all of `names`, which travel as variables, never inside the query."""
    variables: dict[str, str] = {}
    declared: list[str] = []
    blocks: list[str] = []
    for alias, name in names.items():
        owner, _, own = name.partition("/")
        variables |= {f"{alias}o": owner, f"{alias}n": own}
        declared += [f"${alias}o: String!", f"${alias}n: String!"]
        blocks.append(f"{alias}: repository(owner: ${alias}o, name: ${alias}n) {{ ...fields }}")
    query = f"query({', '.join(declared)}) {{\n" + "\n".join(blocks) + "\n}" + _FIELDS
    return {"query": query, "variables": variables}


def _see(locator: Locator, said: Said | None, note: str | None, door: Door) -> Seen:
    if isinstance(said, Seen):
        return said
    if said is None:
        seen = _through_git(locator.name, door)
        return msgspec.structs.replace(seen, note=seen.note or note)
    facts = known(locator.name, said)
    if held := withheld(said, facts):
        return held
    if said.is_empty:
        return Seen(reach=Reach.VISIBLE, via=VIA, facts=_merged(said, facts, remote.EMPTY))
    seen = _through_git(said.name_with_owner or locator.name, door)
    if seen.reach is not Reach.VISIBLE:
        silent = seen.reach if not seen.reach.says_something else Reach.ERROR
        note = f"the API shows it, git could not read it: {seen.note}"
        return Seen(reach=silent, via=VIA, note=note)
    facts = _merged(said, facts, seen.facts)
    return Seen(reach=Reach.VISIBLE, via=VIA, facts=facts, exchanges=seen.exchanges)


def _merged(said: Repository, known: Facts, files: Facts) -> Facts:
    """Return what the API knows, with what git saw of the files."""
    seen = {
        name: value
        for name in Facts.__struct_fields__
        if (value := getattr(files, name)) is not None and getattr(known, name) is None
    }
    seen["licenses"] = (*(files.licenses or ()), *detected(said.license_info))
    return msgspec.structs.replace(known, **seen)


def _through_git(name: str, door: Door) -> Seen:
    """Look through git, wherever this GitHub lives; a new place is told by its public address."""
    server = door.settings.github_server
    seen = remote.see(f"{server}/{name}", door)
    moved = seen.facts.moved_to
    if moved is None or origin(moved) != origin(server):
        return seen
    path = urlsplit(moved).path.strip("/")
    facts = msgspec.structs.replace(seen.facts, name=path, moved_to=f"{SITE}/{path}")
    return msgspec.structs.replace(seen, facts=facts)
