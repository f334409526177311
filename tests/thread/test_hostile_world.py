"""One repository of twenty is hostile: the other nineteen are right, and the run comes to its end.

Through the sweep, the history and the verdicts, and then by the command as a person runs it.
A part of the ways in `make test`; in `make soak` all of them, each on its own as well, and the slow
ones.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import pytest

from servers import packages
from servers.described import HubRepository, Page, Repository
from servers.ways import FORGE, GITHUB, HUB, INDEX, PACKAGES, PAGE, WAYS, Way
from servers.world import World
from soak import WHOLE, amount
from thread.conftest import Folder
from thread.test_secrets import traces
from tracker import registry
from tracker.history import History, start
from tracker.jobs import run as job
from tracker.model.evidence import Facts, Reach
from tracker.model.locator import locate
from tracker.sweep.looks import targets
from tracker.tables.rows import rows
from tracker.transport import Settings
from tracker.verdicts import judge_all

pytestmark = [pytest.mark.timeout(900), pytest.mark.soak]
TOKENS = {"GITHUB_TOKEN": "ghp_4f+/Zq9secretOfARun", "HF_TOKEN": "hf_7Yx=secretOfARunToo"}
EVIL = "arxiv:2503.99999"
GOOD = {
    f"arxiv:2503.{number:05}": url
    for number, url in enumerate(
        [
            *(f"https://github.com/lab{n}/code" for n in range(8)),
            *(f"https://huggingface.co/lab{n}/model" for n in range(6)),
            *(f"https://git.example.org/lab{n}/code.git" for n in range(3)),
            *(f"https://lab{n}.example.org/project" for n in range(2)),
        ],
        1,
    )
}
QUICK = [way for way in WAYS if not way.silent]


def _silent() -> Iterator[tuple[Way, ...]]:
    """Yield those that give no answer, one of each place: of many, a host is left alone."""
    places = [
        [way for way in WAYS if way.place == place and way.silent and (WHOLE or not way.slow)]
        for place in (FORGE, GITHUB, HUB, PAGE, INDEX)
    ]
    for several in zip_longest(*places):
        yield tuple(way for way in several if way)


TRIED: list[tuple[Way, ...]] = [
    *(tuple(QUICK[part::4]) for part in range(amount(1, 4))),
    *islice(_silent(), amount(2, len(WAYS))),
    *([(way,) for way in WAYS] if WHOLE else ()),
]


def _entry(paper: str, urls: Sequence[str]) -> str:
    lines = [f"  - id: {paper}", f'    titles: {{en: "Paper {paper}"}}', "    artifacts:"]
    for url in urls:
        role = "model" if "huggingface" in url else "code"
        lines.append(f'      - {{role: {role}, url: "{url}", relation: official, seen_in: README}}')
    return "\n".join(lines) + "\n"


def _registry(ways: Sequence[Way]) -> str:
    """Return a registry of nineteen papers, and of one whose releases are hostile, each its way."""
    good = "".join(_entry(paper, [url]) for paper, url in GOOD.items())
    evil = _entry(EVIL, [way.url for way in ways]) if ways else ""
    return f"papers:\n{good}{evil}"


def _world() -> World:
    card = "---\nlicense: mit\nbase_model: lab9/base\n---\n# m"
    forges = [url for url in GOOD.values() if "github.com" in url or "git.example" in url]
    made = World(
        repositories={
            **{
                locate(url).url.removeprefix("https://"): Repository(
                    files={"README.md": f"# {url}", "src/train.py": "import torch"}, license="MIT"
                )
                for url in forges
            },
            **{
                locate(way.url).url.removeprefix("https://"): way.repository
                for way in WAYS
                if way.place in (FORGE, GITHUB)
            },
        },
        hub={
            **{f"models/lab{n}/model": HubRepository(card=card) for n in range(6)},
            "models/lab9/base": HubRepository(card="---\nlicense: apache-2.0\n---"),
            **{
                f"models/evil/{way.mark}": HubRepository(card=card)
                for way in WAYS
                if way.place == HUB
            },
        },
        pages={
            url: Page(body=f"<title>{url}</title>")
            for url in (*GOOD.values(), *(way.url for way in WAYS if way.place == PAGE))
            if url.endswith("/project")
        }
        | {f"{PACKAGES}/pip/": packages.answer(packages.listed("pip-25.0.tar.gz"), name="pip")},
    )
    made.github_token, made.hub_token = TOKENS.values()
    made.archives.allowance = 10**6
    return made


@pytest.fixture(scope="module")
def there() -> Iterator[World]:
    """Return a world that lasts, into which this process has moved."""
    with pytest.MonkeyPatch.context() as patch, _world() as world:
        for name, value in world.environment().items():
            patch.setenv(name, value)
        world.huggingface.allowance = 10**6
        yield world


@dataclass(frozen=True)
class Come:
    """What a sweep came to."""

    looks: Mapping[str, tuple[Reach, Facts]]
    rows: Mapping[str, Sequence[tuple[str, str]]]
    history: bytes

    def nineteen(self) -> Mapping[str, object]:
        """Return all that is known of those that are not hostile."""
        return {
            paper: (self.looks.get(locate(url).url), self.rows[paper])
            for paper, url in GOOD.items()
        }


@pytest.fixture(scope="module")
def right(there: World, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    """Return what the nineteen are where nobody is hostile."""
    assert not there.otherwise
    come = _swept((), tmp_path_factory.mktemp("right"))
    assert {come.looks[locate(url).url][0] for url in GOOD.values()} == {Reach.VISIBLE}
    return come.nineteen()


def _swept(ways: Sequence[Way], folder: Path) -> Come:
    """Look at everything, keep it, and judge by what can be read back."""
    (folder / "registry.yaml").write_text(_registry(ways))
    papers = registry.load(folder / "registry.yaml").papers
    slow = any(way.slow for way in ways)  # else no time limit that a loaded machine breaks
    settings = Settings(
        github_token=TOKENS["GITHUB_TOKEN"], hf_token=TOKENS["HF_TOKEN"],
        package_index=PACKAGES, read_timeout=5 if slow else 120, total_timeout=15 if slow else 300,
    )  # fmt: skip
    urls = list(targets(papers).values())
    with start(
        folder, purpose="p", agent="t", now=dt.datetime.now(dt.UTC), secrets=settings.secrets
    ) as run:
        job._sweep(papers, urls, run, book={}, settings=settings, progress=job.Progress())
    history = History([folder])
    assert history.problems == (), "what was looked at is what can be read"
    book = history.book()
    table = rows(tuple(judge_all(papers, book, None, {})))
    newest = {subject: seen[-1].observation for subject, seen in book.items()}
    return Come(
        looks={subject: (seen.reach, seen.facts) for subject, seen in newest.items()},
        rows={
            row.paper: [(name, cell.text) for name, cell in row.cells if name != "Last looked"]
            for row in table
        },
        history=run.path.read_bytes(),
    )


@pytest.mark.parametrize("ways", TRIED, ids=lambda ways: f"{ways[0]} and {len(ways) - 1} more")
def test_the_nineteen_are_as_if_nobody_were_hostile(
    there: World, right: Mapping[str, object], ways: Sequence[Way], tmp_path: Path
) -> None:
    there.otherwise.extend(way.otherwise for way in ways if way.otherwise)
    try:
        come = _swept(ways, tmp_path)
    finally:
        there.otherwise.clear()
    for paper, known in come.nineteen().items():
        assert known == right[paper], paper
    for way in ways:
        assert locate(way.url).url in come.looks, f"{way}: looked at, whatever came of it"
    for token in TOKENS.values():
        assert not [form for form in traces(token) if form in come.history]


def test_a_run_over_many_of_them_at_once_ends_well(fresh: Folder) -> None:
    """By the command, with the check notebooks: each way is a release of the twentieth paper."""
    ways = QUICK if WHOLE else QUICK[::6]
    (fresh.root / "registry.yaml").write_text(_registry(ways))
    with _world() as world:
        world.huggingface.allowance = 10**6
        env = {**world.environment(), **TOKENS, "PIP_INDEX_URL": PACKAGES}
        world.otherwise.extend(way.otherwise for way in ways if way.otherwise)
        done = fresh.run("run", "--json", env=env, timeout=600)
    assert done.returncode == 0, done.stderr[-3_000:]
    assert "Traceback" not in done.stderr
    table = {row["paper"]: row for row in json.loads(done.stdout)["papers"]}
    code = {
        "github": "training",
        "git.exa": "training",
        "hugging": "none named",
        "lab": "files not seen",
    }
    for paper, url in GOOD.items():
        [expected] = [text for host, text in code.items() if url.startswith(f"https://{host}")]
        assert table[paper]["code"]["text"] == expected, url
    again = fresh.run("history")
    assert "skipped" not in again.stderr
    written = [path.read_bytes() for path in fresh.root.rglob("*") if path.is_file()]
    for token in TOKENS.values():
        for form in traces(token):
            assert not any(form in text for text in (*written, done.stdout.encode()))
            assert form not in done.stderr.encode()
