"""Hosts of other distributions are found by their entry point, and come before ordinary pages."""

from pathlib import Path

import pytest

from tracker.errors import ConfigurationError
from tracker.hosts import hosts

_MODULE = """
from tracker.hosts.web import Web

class Zenodo(Web):
    name = "zenodo"
"""


def _install(folder: Path, point: str) -> None:
    (folder / "a_host_of_others.py").write_text(_MODULE)
    about = folder / "a_host_of_others-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: a-host-of-others\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[tracker.hosts]\nzenodo = {point}\n")


def test_a_host_of_another_distribution_comes_before_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "a_host_of_others:Zenodo")
    monkeypatch.syspath_prepend(tmp_path)
    assert [host.name for host in hosts()][-2:] == ["zenodo", "web"]


def test_one_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "a_host_of_others:Nothing")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigurationError, match="zenodo") as caught:
        hosts()
    assert "distribution" in caught.value.advice
