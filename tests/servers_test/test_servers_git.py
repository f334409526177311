"""Real git talks to the world."""

import os
import subprocess
import time
from pathlib import Path
from typing import Literal

import pytest

from servers import Repository, Special, World, link, submodule
from servers.plugin import NewWorld

OPEN_RS = Repository(
    files={"README.md": "# open-rs\n", "src/train.py": "", 'docs/ü "x".md': "é"},
    first_commit="2025-03-18T11:07:48+07:00",
    last_commit="2025-03-21T14:56:15+07:00",
)
KEY = "github.com/knoveleng/open-rs"


def git(world: World, *arguments: str | Path, direct: bool = False) -> tuple[int, str]:
    done = subprocess.run(
        ["git", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **world.environment(direct=direct),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def fetch(world: World, url: str, folder: Path) -> None:
    """Take what a tracker takes: the newest commit and its trees, no file."""
    code, said = git(world, "clone", "-q", "--bare", "--depth=1", "--filter=blob:none", url, folder)
    assert (code, said) == (0, "")


def test_shallow_blobless_fetch(world: NewWorld, tmp_path: Path) -> None:
    """Git sees the described files and dates, and gets no file it did not ask for."""
    home = world(repositories={KEY: OPEN_RS})
    fetch(home, f"https://{KEY}", tmp_path)

    listing = git(home, "-C", tmp_path, "ls-tree", "-rz", "--name-only", "HEAD")[1]
    assert set(OPEN_RS.files) == set(listing.rstrip("\0").split("\0"))
    assert git(home, "-C", tmp_path, "log", "--format=%cI")[1] == "2025-03-21T14:56:15+07:00\n"
    missing = git(home, "-C", tmp_path, "rev-list", "--objects", "--missing=print", "HEAD")[1]
    assert missing.count("?") == 3
    assert git(home, "-C", tmp_path, "show", "HEAD:README.md")[1] == "# open-rs\n"


def test_full_history(world: NewWorld, tmp_path: Path) -> None:
    """The first commit has its own date and one file."""
    home = world(repositories={KEY: OPEN_RS})
    git(home, "clone", "-q", "--bare", f"https://{KEY}.git", tmp_path)

    dates = git(home, "-C", tmp_path, "log", "--reverse", "--format=%cI")[1].split()
    assert dates == ["2025-03-18T11:07:48+07:00", "2025-03-21T14:56:15+07:00"]
    first = git(home, "-C", tmp_path, "ls-tree", "-r", "--name-only", "HEAD~1")[1]
    assert first == "README.md\n"


def test_special_entries(world: NewWorld, tmp_path: Path) -> None:
    """Links, submodules and executables arrive as such."""
    files = {
        "run.sh": Special("100755", b"#!/bin/sh\n"),
        "CLAUDE.md": link("AGENTS.md"),
        "recipe": submodule("1" * 40),
    }
    home = world(repositories={KEY: Repository(files=files)})
    fetch(home, f"https://{KEY}", tmp_path)

    listing = git(home, "-C", tmp_path, "ls-tree", "HEAD")[1].splitlines()
    kinds = [tuple(line.split()[:2]) for line in listing]
    assert kinds == [("120000", "blob"), ("160000", "commit"), ("100755", "blob")]


def test_eight_thousand_files_are_quick(world: NewWorld) -> None:
    """A large tree is served at the first request in about a second."""
    files = {f"results/{number % 90}/{number}.json": f"{number}" for number in range(8_000)}
    home = world(repositories={KEY: Repository(files=files)})
    start = time.monotonic()
    assert git(home, "ls-remote", f"https://{KEY}")[0] == 0
    assert time.monotonic() - start < 3


def test_a_small_world_starts_and_ends_at_once() -> None:
    """A world costs a test next to nothing."""
    World().__enter__().__exit__(None, None, None)  # the authority is made once per process
    start = time.monotonic()
    with World(repositories={KEY: OPEN_RS}):
        pass
    assert time.monotonic() - start < 0.3


def test_empty_repository(world: NewWorld) -> None:
    """An empty repository answers, with no branch."""
    home = world(repositories={KEY: Repository()})
    assert git(home, "ls-remote", f"https://{KEY}") == (0, "")


@pytest.mark.parametrize("name", ["o/nothing", "o/secret"])
def test_missing_and_private_look_the_same(world: NewWorld, name: str) -> None:
    """Git is asked for a password, which it has not."""
    home = world(repositories={"github.com/o/secret": Repository(private=True)})
    code, said = git(home, "ls-remote", f"https://github.com/{name}")
    assert code == 128
    assert "terminal prompts disabled" in said
    assert [request.status for request in home.requests] == [401]


@pytest.mark.parametrize(("reason", "status"), [("dmca", 451), ("tos", 403)])
def test_taken_down(world: NewWorld, reason: Literal["dmca", "tos"], status: int) -> None:
    """A repository that was taken down says so by its status."""
    home = world(repositories={KEY: Repository(files={"a": ""}, taken_down=reason)})
    assert f"returned error: {status}" in git(home, "ls-remote", f"https://{KEY}")[1]


@pytest.mark.parametrize("suffix", ["", ".git"])
def test_renamed(world: NewWorld, suffix: str) -> None:
    """Git follows a former name to the new one."""
    home = world(repositories={KEY: OPEN_RS}, moved={"github.com/old/name": KEY})
    code, said = git(home, "ls-remote", f"https://github.com/old/name{suffix}")
    assert code == 0
    assert "refs/heads/main" in said
    assert [request.status for request in home.requests] == [301, 200, 200]


def test_case_of_names(world: NewWorld) -> None:
    """Case does not matter on GitHub, unless two spellings are two repositories."""
    home = world(
        repositories={
            KEY: OPEN_RS,
            "github.com/B/Being-0": Repository(files={"a": "1"}),
            "github.com/B/being-0": Repository(files={"a": "2"}),
        }
    )
    heads = [
        git(home, "ls-remote", f"https://github.com/{name}", "HEAD")[1]
        for name in ("B/Being-0", "B/being-0", "Knoveleng/OPEN-RS")
    ]
    assert len({head for head in heads if "HEAD" in head}) == 3
    assert git(home, "ls-remote", "https://github.com/B/BEING-0")[0] == 128


def test_large_requests(world: NewWorld, tmp_path: Path) -> None:
    """Git zips what it asks for when that is long; the server reads it."""
    files = {f"{number}.txt": f"{number}" for number in range(600)}
    home = world(repositories={KEY: Repository(files=files)})
    arguments = ("clone", "-q", "--depth=1", "--filter=blob:none")
    assert git(home, *arguments, f"https://{KEY}", tmp_path) == (0, "")
    assert {".git", *files} == {path.name for path in tmp_path.iterdir()}
    assert any(request.headers.get("content-encoding") == "gzip" for request in home.requests)


def test_other_forges(world: NewWorld) -> None:
    """A repository may live on any host, in a group of groups."""
    home = world(repositories={"gitlab.com/a/b/c": OPEN_RS})
    assert git(home, "ls-remote", "https://gitlab.com/a/b/c.git")[0] == 0


def test_without_proxy(world: NewWorld) -> None:
    """The base URL of the server does as well, and redirects stay on it."""
    home = world(repositories={KEY: OPEN_RS}, moved={"github.com/old/name": KEY})
    server = home.environment(direct=True)["GITHUB_SERVER_URL"]
    assert git(home, "ls-remote", f"{server}/old/name", direct=True)[0] == 0


def test_a_changed_description_is_served_at_once(world: NewWorld) -> None:
    """A test can move time on: replace, rename, delete."""
    home = world(repositories={KEY: OPEN_RS})
    before = git(home, "ls-remote", f"https://{KEY}")[1]
    home.repositories[KEY] = Repository(files={"README.md": "new"})
    assert before != git(home, "ls-remote", f"https://{KEY}")[1]
    del home.repositories[KEY]
    assert git(home, "ls-remote", f"https://{KEY}")[0] == 128


def test_unknown_host(world: NewWorld) -> None:
    """A host outside this world cannot be found, and the attempt is remembered."""
    home = world()
    assert "502" in git(home, "ls-remote", "https://elsewhere.example/o/r")[1]
    assert [(each.host, each.status) for each in home.requests] == [("elsewhere.example", None)]
