"""A look through git: all of the tree, the wanted texts, the first commit, and nothing executed."""

import datetime as dt
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from servers import Repository, Special, World, link, submodule
from tracker.errors import TransportFault
from tracker.transport import Settings
from tracker.transport.git.look import GitLook
from tracker.transport.git.program import TEXT_LIMIT, GitProgram

Inhabit: TypeAlias = Callable[..., World]

_URL = "https://github.com/o/r.git"
_SETTINGS = Settings(read_timeout=5, total_timeout=20)


def _all(paths: Sequence[str]) -> Sequence[str]:
    return paths


def _look(inhabit: Inhabit, repository: Repository) -> GitLook:
    inhabit(repositories={"github.com/o/r": repository})
    seen = GitProgram(_SETTINGS).look(_URL, want=_all)
    assert seen is not None
    return seen


def test_a_look_brings_tree_texts_branch_and_dates(inhabit: Inhabit) -> None:
    seen = _look(
        inhabit,
        Repository(
            files={"LICENSE": "MIT", "src/a.py": "print()", "run.sh": Special("100755", b"#!")},
            first_commit="2024-05-06T07:08:09+02:00",
            last_commit="2025-01-02T03:04:05+00:00",
            branch="trunk",
        ),
    )
    assert seen.branch == "trunk"
    assert set(seen.paths) == {"LICENSE", "src/a.py", "run.sh"}
    assert seen.texts == {"LICENSE": b"MIT", "src/a.py": b"print()", "run.sh": b"#!"}
    assert seen.first_commit == dt.datetime(2024, 5, 6, 5, 8, 9, tzinfo=dt.UTC)
    assert seen.committed_at == dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def test_a_submodule_is_no_file_and_a_link_is_not_read(inhabit: Inhabit) -> None:
    files = {"vendor/x": submodule("a" * 40), "LICENSE": link("/etc/passwd"), "b": "text"}
    seen = _look(inhabit, Repository(files=files))
    assert set(seen.paths) == {"LICENSE", "b"}
    assert seen.texts == {"b": b"text"}


def test_strange_paths_are_kept_apart(inhabit: Inhabit) -> None:
    names = [
        "a b",
        "说明.md",
        'q"uote',
        "new\nline",
        "-rf",
        b"\xff\xfe".decode(errors="surrogateescape"),
    ]
    seen = _look(inhabit, Repository(files={name: name for name in names[:-1]} | {names[-1]: "x"}))
    assert set(seen.paths) == set(names)
    assert seen.texts["-rf"] == b"-rf"


def test_an_overlong_file_is_left_out(inhabit: Inhabit) -> None:
    files = {"fits": b"x" * TEXT_LIMIT, "long": b"x" * (TEXT_LIMIT + 1)}
    assert set(_look(inhabit, Repository(files=files)).texts) == {"fits"}


def test_no_more_than_a_few_files_are_read(inhabit: Inhabit) -> None:
    files = {f"f{number}": str(number) for number in range(40)}
    seen = _look(inhabit, Repository(files=files))
    assert (len(seen.paths), len(seen.texts)) == (40, 24)


def test_all_texts_come_in_one_request(inhabit: Inhabit) -> None:
    world = inhabit(
        repositories={
            "github.com/o/few": Repository(files={"a": "1", "b": "2"}),
            "github.com/o/many": Repository(files={f"f{n}": str(n) for n in range(20)}),
        }
    )
    counts = []
    for name in ("few", "many"):
        before = len(world.requests)
        GitProgram(_SETTINGS).look(f"https://github.com/o/{name}.git", want=_all)
        counts.append(len(world.requests) - before)
    assert counts[0] == counts[1]


def test_a_repository_without_commits_is_seen_as_such(inhabit: Inhabit) -> None:
    inhabit(repositories={"github.com/o/r": Repository()})
    assert GitProgram(_SETTINGS).look(_URL, want=_all) is None


def test_without_its_history_a_look_still_counts(inhabit: Inhabit) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})

    def want(_: Sequence[str]) -> Sequence[str]:
        world.fault("github.com", "500", "*/git-upload-pack")
        return ()

    seen = GitProgram(_SETTINGS).look(_URL, want=want)
    assert seen is not None
    assert seen.paths == ("a",)
    assert seen.first_commit is None


def test_without_its_texts_a_look_does_not_count(inhabit: Inhabit) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"LICENSE": "MIT"})})

    def want(paths: Sequence[str]) -> Sequence[str]:
        world.fault("github.com", "500", "*/git-upload-pack")
        return paths

    with pytest.raises(TransportFault) as caught:
        GitProgram(_SETTINGS).look(_URL, want=want)
    assert caught.value.reach == "unreachable"


# Nothing of this machine, nothing of the stranger's ----------------------------------------------


def test_the_settings_of_this_machine_are_not_read(
    inhabit: Inhabit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".gitconfig").write_text(
        '[url "https://evil.example.org/"]\n\tinsteadOf = https://github.com/\n'
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "http.extraHeader")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "X-Stray: 1")
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    assert GitProgram(_SETTINGS).look(_URL, want=_all) is not None
    assert {request.host for request in world.requests} == {"github.com"}
    assert all("x-stray" not in request.headers for request in world.requests)


def test_no_token_goes_to_git(inhabit: Inhabit, monkeypatch: pytest.MonkeyPatch) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    monkeypatch.setenv("GITHUB_TOKEN", world.github_token)
    GitProgram(Settings(github_token=world.github_token)).look(_URL, want=_all)
    assert all("authorization" not in request.headers for request in world.requests)


@pytest.mark.parametrize(
    "url",
    ["ext::sh -c touch% /tmp/x", "file:///tmp", "--upload-pack=touch", "-uhttps://a.example.org",
     "ssh://a.example.org/x", "git://a.example.org/x", "http://127.0.0.1/x", "/srv"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(TransportFault, match="refused"):
        GitProgram(_SETTINGS).look(url, want=_all)


def test_plain_http_is_for_configured_servers_only(
    inhabit: Inhabit, world: Inhabit, monkeypatch: pytest.MonkeyPatch
) -> None:
    inhabit(repositories={"git.example.org/o/r": Repository(files={"a": "1"})})
    with pytest.raises(TransportFault, match="not allowed"):
        GitProgram(_SETTINGS).look("http://git.example.org/o/r.git", want=_all)

    direct = world(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    for name, value in direct.environment(direct=True).items():
        monkeypatch.setenv(name, value)
    settings = Settings.from_environment(os.environ)
    assert settings.github_server.startswith("http:")
    assert GitProgram(settings).look(f"{settings.github_server}/o/r.git", want=_all) is not None


def test_git_follows_no_redirect(inhabit: Inhabit) -> None:
    inhabit(
        repositories={"github.com/o/r": Repository(files={"a": "1"})},
        moved={"github.com/old/r": "github.com/o/r"},
    )
    with pytest.raises(TransportFault):
        GitProgram(_SETTINGS).look("https://github.com/old/r.git", want=_all)


# Faults -------------------------------------------------------------------------------------------


_GIT = re.compile(r"(?m)^(\S*/)?git[ -]")


def _children() -> str:
    return subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_a_server_that_hangs_is_given_up_and_nothing_is_left_behind(
    inhabit: Inhabit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    world.fault("github.com", "hang", "*/git-upload-pack")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun = time.monotonic()
    with pytest.raises(TransportFault, match="in time") as caught:
        GitProgram(Settings(total_timeout=1)).look(_URL, want=_all)
    assert caught.value.reach == "unreachable"
    assert time.monotonic() - begun < 4
    assert not list(tmp_path.iterdir())
    assert not _GIT.search(_children())


@pytest.mark.parametrize(
    ("kind", "reach"),
    [
        ("refuse", "unreachable"),
        ("500", "unreachable"),
        ("503", "unreachable"),
        ("cut", "unreachable"),
        ("429", "rate-limited"),
    ],
)
def test_a_server_in_trouble_is_silence(inhabit: Inhabit, kind: str, reach: str) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    world.fault("github.com", kind)
    with pytest.raises(TransportFault) as caught:
        GitProgram(_SETTINGS).look(_URL, want=_all)
    assert caught.value.reach == reach
    assert tempfile.gettempdir() not in caught.value.message


def test_a_machine_without_git_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(github_server="http://127.0.0.1:9")
    with pytest.raises(TransportFault, match="git is missing") as caught:
        GitProgram(settings).look("http://127.0.0.1:9/o/r", want=_all)
    assert caught.value.reach == "error"


def test_offline_git_does_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TransportFault, match="offline was asked for"):
        GitProgram(Settings(offline=True)).look(_URL, want=_all)
