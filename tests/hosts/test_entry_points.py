"""Hosts of other distributions are found by their entry points, with what is peculiar to them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from plugins import install, install_gitlab_api
from servers import Page, World
from tracker.errors import ConfigurationError
from tracker.hosts import hosts
from tracker.model import traits

NewWorld: TypeAlias = Callable[..., World]

_MODULE = """
from tracker.hosts.web import Web

class Zenodo(Web):
    name = "zenodo"
"""
_API = "https://gitlab.com/api/v4/projects/g/s/Tool"
_PROJECT = {
    "id": 7,
    "path_with_namespace": "g/s/Tool",
    "created_at": "2025-03-01T00:00:00Z",
    "last_activity_at": "2025-04-01T00:00:00Z",
}
_TREE = [{"path": path, "type": "blob"} for path in ("README.md", "train.py", "generate.py")]
_REGISTRY = """\
papers:
  - id: arxiv:2503.00001
    titles: {{en: A Paper}}
    artifacts:
      - role: {role}
        url: https://gitlab.com/g/s/Tool
        relation: official
        seen_in: abstract
"""


def _install(folder: Path, group: str, point: str) -> None:
    (folder / "a_host_of_others.py").write_text(_MODULE)
    install(folder, "a-host-of-others", {group: {"zenodo": point}})


def test_a_host_of_another_distribution_comes_before_git_and_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "tracker.hosts", "a_host_of_others:Zenodo")
    monkeypatch.syspath_prepend(tmp_path)
    assert [host.name for host in hosts()][-3:] == ["zenodo", "git", "web"]


def test_one_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "tracker.hosts", "a_host_of_others:Nothing")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigurationError, match="zenodo") as caught:
        hosts()
    assert "distribution" in caught.value.advice


@pytest.mark.parametrize("point", ["a_host_of_others:Nothing", "a_host_of_others:Zenodo"])
def test_traits_that_are_none_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    _install(tmp_path, traits.GROUP, point)
    monkeypatch.syspath_prepend(tmp_path)
    traits.known.cache_clear()
    try:
        with pytest.raises(ConfigurationError, match="zenodo") as caught:
            traits.known()
    finally:
        monkeypatch.undo()
        traits.known.cache_clear()
    assert "distribution" in caught.value.advice


class Installed:
    """The command, in a project and a world of its own, with another distribution installed."""

    def __init__(self, folder: Path, world: World) -> None:
        install_gitlab_api(folder / "installed")
        self.folder = folder
        self._environment = {
            **{name: text for name, text in os.environ.items() if "TOKEN" not in name},
            **world.environment(),
            "PYTHONPATH": str(folder / "installed"),
        }

    def tracker(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command and return how it ended."""
        return subprocess.run(
            [sys.executable, "-m", "tracker.cli", *words],
            cwd=self.folder,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def installed(tmp_path: Path, world: NewWorld) -> Installed:
    """Return the command where GitLab's API comes from another distribution."""
    pages = {
        _API: Page(body=json.dumps(_PROJECT), type="application/json"),
        f"{_API}/repository/tree": Page(body=json.dumps(_TREE), type="application/json"),
    }
    return Installed(tmp_path, world(pages=pages))


def test_it_may_claim_addresses_that_git_would_take(installed: Installed) -> None:
    ended = installed.tracker("check", "https://gitlab.com/g/s/Tool/-/tree/main", "--json")
    assert ended.returncode == 0, ended.stderr
    (artifact,) = json.loads(ended.stdout)["artifacts"]
    assert artifact["subject"] == "https://gitlab.com/g/s/Tool"
    assert artifact["availability"]["answers"] == ["available"]
    assert artifact["depth"]["answers"] == ["training"]


def test_lint_knows_what_its_addresses_can_be(installed: Installed) -> None:
    registry = installed.folder / "registry.yaml"
    registry.write_text(_REGISTRY.format(role="code"))
    assert installed.tracker("lint").returncode == 0
    registry.write_text(_REGISTRY.format(role="space"))
    ended = installed.tracker("lint")
    assert ended.returncode == 3
    assert "a repository on gitlab" in ended.stdout + ended.stderr
