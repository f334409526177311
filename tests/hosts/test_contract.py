"""What holds for every host: one observation for each locator, and no fault says anything.

A host of another distribution is met like ours: GitLab's API, from ``tests/plugins``.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
import stamina

from plugins import install_gitlab_api
from servers import ArxivEntry, HubRepository, Page, Repository, World
from tracker import __version__
from tracker.hosts import hosts
from tracker.hosts.base import Host
from tracker.model import traits
from tracker.model.evidence import Reach
from tracker.model.locator import locate
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]

_HERITAGE = "https://archive.softwareheritage.org/browse/origin?origin_url="
_WAYBACK = "https://web.archive.org/web/"
_URLS: Mapping[str, tuple[str, str]] = {
    "github": ("https://github.com/o/r", "https://github.com/o/missing"),
    "huggingface": ("https://huggingface.co/o/m", "https://huggingface.co/datasets/o/missing"),
    "arxiv": ("https://arxiv.org/abs/2503.14476", "https://arxiv.org/abs/2503.99999"),
    "pypi": ("https://pypi.example.org/project/a/", "https://pypi.example.org/project/missing/"),
    "gitlab": ("https://gitlab.com/g/s/r", "https://gitlab.com/g/missing"),
    "git": ("https://codeberg.org/o/r", "https://codeberg.org/o/missing"),
    "hub-papers": (
        "https://huggingface.co/papers/2503.14476",
        "https://huggingface.co/papers/2503.99999",
    ),
    "software-heritage": (
        f"{_HERITAGE}https://github.com/o/r",
        f"{_HERITAGE}https://github.com/o/missing",
    ),
    "internet-archive": (
        f"{_WAYBACK}https://a.example.org/there",
        f"{_WAYBACK}https://a.example.org/missing",
    ),
    "web": ("https://a.example.org/", "https://a.example.org/missing"),
}
_SERVERS = ("github.com", "api.github.com", "huggingface.co", "arxiv.org", "export.arxiv.org",
            "gitlab.com", "codeberg.org", "a.example.org", "pypi.example.org",
            "archive.softwareheritage.org", "archive.org")  # fmt: skip
_A_PAGE_OF_ITS_OWN = "hub-papers"
"""The Hub without a page of a paper still lists what carries its tag: both are seen."""
_INDEX = "application/vnd.pypi.simple.v1+json"
_FAULTS = ("refuse", "hang", "500", "503", "429", "html", "garbage", "cut")
_A_PAGE_ALL_THE_SAME = {("web", "html"), ("web", "garbage")}
_SILENCES = [
    (name, kind)
    for name in sorted(_URLS)
    for kind in _FAULTS
    if (name, kind) not in _A_PAGE_ALL_THE_SAME
]
_QUICK = {"connect_timeout": 0.5, "read_timeout": 0.5, "total_timeout": 1.5}


@pytest.fixture
def lively(inhabit: Inhabit) -> World:
    """Return a world in which the first URL of each host exists and the second does not."""
    repository = Repository(files={"README.md": "# r"})
    project = (
        '{"id": 7, "path_with_namespace": "g/s/r", "created_at": "2025-03-01T00:00:00Z",'
        ' "last_activity_at": "2025-04-01T00:00:00Z", "default_branch": "main"}'
    )
    tree = '[{"path": "README.md", "type": "blob"}, {"path": "src", "type": "tree"}]'
    api = "https://gitlab.com/api/v4/projects"
    kind = "application/json"
    world = inhabit(
        repositories={"github.com/o/r": repository, "codeberg.org/o/r": repository},
        hub={"models/o/m": HubRepository(card="# m")},
        papers={"2503.14476": ArxivEntry(title="A paper")},
        pages={
            "https://a.example.org/": Page(body="<title>A</title>"),
            "https://pypi.example.org/simple/a/": Page(body='{"files": []}', type=_INDEX),
            f"{api}/g/s/r": Page(body=project, type=kind),
            f"{api}/g/s/r/repository/tree": Page(body=tree, type=kind),
            f"{api}/g/missing": Page(
                status=404, body='{"message": "404 Project Not Found"}', type=kind
            ),
        },
    )
    world.archives.visits["https://github.com/o/r"] = "2026-01-02T00:00:00+00:00"
    world.archives.copies["https://a.example.org/there"] = "20260103040506"
    return world


@pytest.fixture(autouse=True)
def _gitlab_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the host of another distribution, as far as this process sees."""
    install_gitlab_api(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for remembered in (traits.known, locate):
        remembered.cache_clear()


@pytest.fixture(params=sorted(_URLS))
def host(request: pytest.FixtureRequest) -> Host:
    """Return each host in turn; the waits between attempts are left out."""
    stamina.set_testing(True, attempts=3)
    return next(host for host in hosts() if host.name == request.param)


def _tokens(world: World, *, given: bool) -> dict[str, str]:
    return {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}


def test_every_host_is_met_here() -> None:
    assert sorted(each.name for each in hosts()) == sorted(_URLS)
    assert all(each.connections >= 1 for each in hosts())


def test_every_place_that_is_not_a_page_has_traits_of_its_own() -> None:
    located = {locate(url).host for urls in _URLS.values() for url in urls}
    places = (each for each in traits.known() if each.forms and not each.scheme)
    assert located == {*(each.host for each in places), "web"}


def test_what_a_404_means_is_a_trait_that_another_distribution_sets_for_its_host(
    inhabit: Inhabit,
) -> None:
    """GitLab's own word tells that nothing is there; the same status without it tells nothing."""
    missing = "https://gitlab.com/g/missing"
    api = "https://gitlab.com/api/v4/projects/g/missing"
    assert traits.traits("gitlab").absence.sign == ("message", "404 Project Not Found")
    [gitlab] = [each for each in hosts() if each.name == "gitlab"]
    for body, reach in (
        ('{"message": "404 Project Not Found"}', Reach.NOT_VISIBLE),
        ('{"message": "404 Not Found"}', Reach.ERROR),
        ("<title>Log in</title>", Reach.ERROR),
        ("[]", Reach.ERROR),
    ):
        inhabit(pages={api: Page(status=404, body=body, type="application/json")})
        with Door(Settings()) as door:
            [seen] = gitlab.observe([locate(missing)], door)
        assert seen.reach is reach


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_each_locator_gets_one_observation_and_the_two_are_told_apart(
    host: Host, lively: World, given: bool
) -> None:
    locators = [locator for url in _URLS[host.name] if (locator := host.identify(url))]
    with Door(Settings(**_tokens(lively, given=given))) as door:
        seen = {look.subject: look for look in host.observe(locators, door)}
    assert set(seen) == {locator.url for locator in locators}
    there, missing = (seen[locator.url] for locator in locators)
    assert there.reach is Reach.VISIBLE
    assert missing.reach is (
        Reach.VISIBLE if host.name == _A_PAGE_OF_ITS_OWN else Reach.NOT_VISIBLE
    )
    for look in seen.values():
        assert look.agent == f"tracker {__version__}"
        assert look.started_at is not None
        assert look.observed_at is not None
        assert look.started_at <= look.observed_at
        assert look.exchanges


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
@pytest.mark.parametrize(("host", "kind"), _SILENCES, indirect=["host"])
def test_a_fault_says_nothing_about_the_artifact(
    host: Host, lively: World, kind: str, given: bool
) -> None:
    for server in _SERVERS:
        lively.fault(server, kind)
    locators = [locator for url in _URLS[host.name] if (locator := host.identify(url))]
    settings = Settings(**_QUICK, **_tokens(lively, given=given))
    with Door(settings) as door:
        looks = list(host.observe(locators, door))
    assert {look.subject for look in looks} == {locator.url for locator in locators}
    assert len(looks) == len(locators)
    for look in looks:
        assert not look.reach.says_something, look
        assert look.note
        assert not any(secret in repr(look) for secret in settings.secrets)


def test_offline_says_so(host: Host, lively: World) -> None:
    locators = [locator for url in _URLS[host.name] if (locator := host.identify(url))]
    with Door(Settings(offline=True, github_token="t", hf_token="t")) as door:
        looks = list(host.observe(locators, door))
    assert [look.reach for look in looks] == [Reach.UNREACHABLE] * 2
    assert all("offline was asked for" in (look.note or "") for look in looks)
    assert not lively.requests


def test_tokens_go_to_their_own_origin_only(host: Host, lively: World) -> None:
    tokens = _tokens(lively, given=True)
    locators = [locator for url in _URLS[host.name] if (locator := host.identify(url))]
    with Door(Settings(**tokens)) as door:
        list(host.observe(locators, door))
    owners = {"api.github.com": lively.github_token, "huggingface.co": lively.hub_token}
    for request in lively.requests:
        sent = request.headers.get("authorization")
        assert sent in (None, f"Bearer {owners.get(request.host)}"), request
        assert not any(token in request.path for token in tokens.values())


def test_ordinary_pages_come_last() -> None:
    assert hosts()[-1].name == "web"
    first = {
        url: next(host.name for host in hosts() if host.identify(url))
        for urls in _URLS.values()
        for url in urls
    }
    assert first == {url: name for name, urls in _URLS.items() for url in urls}


@pytest.mark.parametrize("url", ["https://github.com/o", "https://huggingface.co/o"])
def test_the_page_of_an_owner_is_a_page(url: str) -> None:
    [host] = [host for host in hosts() if host.identify(url)]
    assert host.name == "web"
