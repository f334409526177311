"""What is peculiar to each host, as everything that must tell one from another relies on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.errors import ConfigurationError
from tracker.model import traits
from tracker.model.host_table import SITES, SOFTWARE, Traits
from tracker.model.locator import locate, traits_of
from tracker.model.paper import Role

REPOSITORY = "https://github.com/o/r"
MODEL = "https://huggingface.co/o/m"
DATASET = "https://huggingface.co/datasets/o/d"
SPACE = "https://huggingface.co/spaces/o/s"
PAPER = "https://arxiv.org/abs/2503.00001"
PACKAGE = "pkg:pypi/name"
FORGE = "https://codeberg.org/o/r"
GITLAB = "https://gitlab.com/a/b/c"
OWN = "https://git.example.org/r.git"
PAGE = "https://example.org/page"
HERITAGE = "https://archive.softwareheritage.org/browse/origin?origin_url=https://github.com/o/r"
WAYBACK = "https://web.archive.org/web/https://example.org/page"
EVERY = (REPOSITORY, MODEL, DATASET, SPACE, PAPER, PACKAGE, FORGE, GITLAB, OWN, PAGE)
HUB = (MODEL, DATASET, SPACE)
GIT = (FORGE, GITLAB, OWN)


@pytest.mark.parametrize(
    ("trait", "having"),
    [
        ("caseless", (REPOSITORY, *HUB)),
        ("ascii", (REPOSITORY, *HUB, PAPER)),
        ("owned", (REPOSITORY, *HUB)),
        ("many", GIT),
        ("cards", HUB),
    ],
)
def test_of_which_hosts_it_holds(trait: str, having: tuple[str, ...]) -> None:
    found = tuple(url for url in EVERY if getattr(traits_of(url), trait))
    assert found == having


def test_archives_visit_every_place_but_the_hub_by_themselves() -> None:
    assert [url for url in EVERY if not traits_of(url).visited] == list(HUB)


@pytest.mark.parametrize(
    ("url", "statuses"),
    [
        (REPOSITORY, {404, 410}), *((url, {404}) for url in HUB), (PAPER, {404}),
        *((url, {401, 404, 410}) for url in GIT), (PAGE, {404, 410}), (PACKAGE, {404, 410}),
    ],
)  # fmt: skip
def test_by_which_answer_a_host_says_that_it_shows_nothing(url: str, statuses: set[int]) -> None:
    assert traits_of(url).absence.statuses == statuses
    assert traits_of(url).absence.sign is None


def test_an_archive_without_a_copy_is_known_by_its_own_word() -> None:
    heritage, wayback = traits.archive(HERITAGE), traits.archive(WAYBACK)
    assert (heritage.host, wayback.host) == ("software-heritage", "internet-archive")
    assert heritage.absence.statuses == {404}
    assert heritage.absence.sign == ("exception", "NotFoundExc")
    assert wayback.absence.sign is None
    assert (heritage.by_revision, wayback.by_revision) == (True, False)
    assert traits.archives() == (heritage, wayback)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (REPOSITORY, f"{REPOSITORY}/blob/abc/src/a.py"), (MODEL, f"{MODEL}/blob/abc/src/a.py"),
        (DATASET, f"{DATASET}/blob/abc/src/a.py"), (FORGE, None), (PAGE, None), (PACKAGE, None),
    ],
)  # fmt: skip
def test_where_a_host_shows_a_file(url: str, address: str | None) -> None:
    pattern = traits_of(url).file
    found = pattern and pattern.format(url=url, revision="abc", path="src/a.py")
    assert found == address


@pytest.mark.parametrize(
    ("url", "roles"),
    [
        *((url, set(Role) - {Role.SPACE}) for url in (REPOSITORY, *GIT)),
        (MODEL, {Role.MODEL, Role.CODE}), (DATASET, {Role.DATASET, Role.LOG}),
        (SPACE, {Role.SPACE, Role.PAGE}), (PAPER, {Role.PAGE}), (PACKAGE, None), (PAGE, None),
        ("https://github.com/o", None), ("https://huggingface.co/o", None),
    ],
)  # fmt: skip
def test_what_an_artifact_at_an_address_can_be(url: str, roles: set[Role] | None) -> None:
    found = locate(url)
    assert traits.roles(found.host, found.kind) == roles


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (REPOSITORY, "GitHub"), (MODEL, "Hugging Face Hub"), (PAPER, "arXiv"), (FORGE, "git"),
        (PACKAGE, "Python packages"), (PAGE, "web"), ("no address", "web"),
    ],
)  # fmt: skip
def test_how_people_call_a_host(url: str, title: str) -> None:
    assert traits_of(url).title == title


@pytest.mark.parametrize(
    ("host", "page", "copied"),
    [
        ("software-heritage", HERITAGE, REPOSITORY), ("internet-archive", WAYBACK, PAGE),
        ("internet-archive", HERITAGE, None), ("software-heritage", WAYBACK, None),
        ("github", REPOSITORY, None), ("nobody", PAGE, None),
    ],
)  # fmt: skip
def test_of_what_a_page_of_an_archive_tells(host: str, page: str, copied: str | None) -> None:
    assert traits.copied_by(host, page) == copied


def test_the_hosts_that_own_their_sites_claim_addresses_before_software_of_many() -> None:
    names = [each.host for each in traits.known()]
    assert names[: len(SITES)] == [each.host for each in SITES]
    assert names[-len(SOFTWARE) :] == ["git"] * 3
    assert traits.traits("nobody") == Traits(host="nobody", title="nobody")


@pytest.mark.parametrize(
    ("kind", "name", "url"),
    [("model", "o/m", MODEL), ("dataset", "o/d", DATASET), ("space", "o/s", SPACE)],
)
def test_what_a_card_names_lies_on_the_host_of_cards(kind: str, name: str, url: str) -> None:
    assert traits.carded(kind, name) == url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/o/r.git", "o/r"), ("https://github.com/o/r.git/x", "o/r"),
        ("https://github.com/o/r/tree/main/a.git", "o/r"),
        ("https://github.com/o/r?tab=readme#top", "o/r"), ("https://github.com//o//r/", "o/r"),
        ("https://hf.co/o/m/tree/main", "o/m"),
        ("https://huggingface.co/datasets/o/d/viewer", "o/d"),
        ("https://huggingface.co/spaces/o/s/discussions", "o/s"),
        ("https://arxiv.org/pdf/2503.00001v12", "2503.00001"),
        ("https://arxiv.org/abs/math.AG/9901001v1", "math/9901001"),
        ("https://gitlab.com/a/b.git", "gitlab.com/a/b"),
        ("https://gitlab.com/a/b/c/-/blob/main/x", "gitlab.com/a/b/c"),
        ("https://gitlab.com/a/b/-/", "gitlab.com/a/b"),
        ("https://codeberg.org/o/r.git", "codeberg.org/o/r"),
        ("https://git.example.org:8443/a/b/c.git", "git.example.org:8443/a/b/c"),
        ("pkg:pypi/a", "a"), ("pkg:pypi/a_b.c-d9", "a_b.c-d9"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_name_is_no_part_of_it(url: str, name: str) -> None:
    assert locate(url).name == name


@pytest.mark.parametrize(
    "url",
    ["https://gitlab.com/a", "https://gitlab.com/-/a/b", "https://codeberg.org/o",
     "https://git.example.org/a/b", "https://example.org/.git", "https://gitlab.com/a/-/b",
     "https://github.example.org/o/r", "https://notgithub.com/o/r"],
)  # fmt: skip
def test_what_is_no_repository_is_a_page(url: str) -> None:
    assert (locate(url).host, locate(url).kind) == ("web", "page")


BRINGS = """from tracker.model.host_table import Form, Traits
forge = Traits(
    host="forge", title="A Forge", sites=frozenset(("git.lab.example.org",)), many=True,
    forms=(Form(kind="repository", path=r"([^/]+/[^/]+)(?:/.*)?", url="{site}/{name}"),),
)
other = Traits(host="other", title="Other")
wrong = "no traits"
"""


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return what puts a distribution beside this program that brings traits."""

    def install(**points: str) -> None:
        folder = tmp_path / "hosts_brought-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: hosts-brought\nVersion: 1\n")
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (folder / "entry_points.txt").write_text(f"[{traits.GROUP}]\n{lines}")
        (tmp_path / "hosts_brought.py").write_text(BRINGS)
        monkeypatch.syspath_prepend(tmp_path)
        traits.known.cache_clear()
        locate.cache_clear()

    yield install
    monkeypatch.undo()
    traits.known.cache_clear()
    locate.cache_clear()


def test_a_host_that_is_brought_claims_addresses_before_software_of_many_sites(
    distribution: Callable[..., None],
) -> None:
    assert locate("https://git.lab.example.org/o/r/tree").host == "web"
    distribution(z="hosts_brought:forge", a="hosts_brought:other")
    found = locate("https://git.lab.example.org/o/r/tree")
    assert (found.host, found.name) == ("forge", "git.lab.example.org/o/r")
    assert found.url == "https://git.lab.example.org/o/r"
    names = [each.host for each in traits.known()]
    assert names[len(SITES) : -len(SOFTWARE)] == ["other", "forge"]
    assert locate(REPOSITORY).host == "github"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("hosts_brought:wrong", "are no tracker.model.host_table.Traits"),
        ("hosts_brought:missing", "cannot be loaded"), ("no_such_module:x", "cannot be loaded"),
    ],
)  # fmt: skip
def test_a_host_that_cannot_be_brought_is_told_by_its_name(
    distribution: Callable[..., None], value: str, problem: str
) -> None:
    distribution(broken=value)
    with pytest.raises(ConfigurationError, match=problem) as caught:
        traits.known()
    assert "'broken'" in caught.value.message
    assert value in caught.value.message
    assert "uninstall" in caught.value.advice
