"""GitLab's REST API as a host of another distribution would ask it: public surface only."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote, unquote

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, refusal
from tracker.hosts.observing import Findings, look, refused
from tracker.hosts.texts import listing
from tracker.model.decoding import decoded
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.host_table import Absence, Form, Traits
from tracker.model.locator import Locator, locate
from tracker.model.paper import Role
from tracker.transport import Door

VIA = "gitlab-rest"
_API = "https://gitlab.com/api/v4/projects"
_PAGES = 20

TRAITS = Traits(
    host="gitlab",
    title="GitLab",
    sites=frozenset(("gitlab.com",)),
    forms=(
        Form(
            kind="repository",
            path=r"((?!-/)[^/]+(?:/(?!-(?:/|\Z))[^/]+?)+?)(?:\.git)?(?:/-(?:/.*)?)?",
            url="https://gitlab.com/{name}",
            roles=frozenset((Role.CODE, Role.DATASET, Role.LIST)),
        ),
    ),
    caseless=True,
    owned=True,
    absence=Absence(statuses=frozenset((404,)), sign=("message", "404 Project Not Found")),
    file="{url}/-/blob/{revision}/{path}",
)


class _Project(msgspec.Struct):
    id: int
    path_with_namespace: str
    created_at: dt.datetime
    last_activity_at: dt.datetime
    archived: bool = False
    empty_repo: bool = False
    default_branch: str | None = None


class _Item(msgspec.Struct):
    path: str
    type: str


class GitLab:
    """Projects on gitlab.com."""

    name = "gitlab"
    connections = 4

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it is a project's."""
        located = locate(url)
        return located if located.host == self.name else None

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for each project and for its files."""
        for locator in locators:
            yield look(locator, door, partial(_see, locator, door), via=VIA)


def _see(locator: Locator, door: Door) -> Findings:
    project = f"{_API}/{quote(unquote(locator.name), safe='')}"
    answer = door.http.get(project)
    if absent(answer, GitLab.name):
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note="GitLab knows no such project")
    if answer.status != 200:
        return refused(refusal(answer), VIA)
    try:
        told = decoded(answer.body, _Project)
        paths = list(_paths(project, door))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TransportFault("GitLab's answer cannot be read", reach="error") from error
    tree = listing.describe(paths, {}).tree if paths else None
    facts = Facts(
        name=told.path_with_namespace,
        platform_id=str(told.id),
        created=told.created_at,
        last_changed=told.last_activity_at,
        archived=told.archived,
        is_empty=told.empty_repo,
        tree=tree,
    )
    return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts)


def _paths(project: str, door: Door) -> Iterator[str]:
    for page in range(1, _PAGES + 1):
        address = f"{project}/repository/tree?recursive=true&per_page=100&page={page}"
        answer = door.http.get(address)
        if answer.status != 200:
            raise TransportFault("GitLab does not list the files", reach="error")
        items = decoded(answer.body, list[_Item])
        yield from (each.path for each in items if each.type == "blob")
        if len(items) < 100:
            return
    raise TransportFault("GitLab lists more files than are read", reach="error")
