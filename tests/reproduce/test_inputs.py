"""A file is used if it is the one that the registry names, and only then."""

import hashlib
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from servers import Page
from servers.plugin import NewWorld
from tracker.model.check import Input
from tracker.reproduce.inputs import settings, supply, swhid
from tracker.reproduce.kit import Missing, Supplied
from tracker.transport import Door
from tracker.transport.package_index import default_index

TEXT = b"Step,Loss\n1,0.5\n"
URL = "https://raw.example.org/o/r/0123456/log.csv"
FILE = Input(name="log.csv", url=URL, sha256=hashlib.sha256(TEXT).hexdigest())
WHEEL = "verl-0.3.0-py3-none-any.whl"
PACKAGE = msgspec.structs.replace(FILE, url=f"pkg:pypi/Ve_RL@0.3.0?file_name={WHEEL}")
INDEX = "https://packages.example.net/simple"
JSON = "application/vnd.pypi.simple.v1+json"


def test_a_file_is_fetched_once_and_kept(tmp_path: Path, inhabit: NewWorld) -> None:
    world = inhabit(pages={URL: Page(body=TEXT)})
    with Door(settings(os.environ)) as out:
        first = supply(FILE, tmp_path, out)
    assert isinstance(first, Supplied)
    assert first.path.read_bytes() == TEXT
    assert first.path.stat().st_mode & 0o444 == 0o444
    assert first.used.swhid == swhid(TEXT)
    with Door(settings(os.environ, offline=True)) as shut:
        assert supply(FILE, tmp_path, shut) == first
    assert len([each for each in world.requests if each.method == "GET"]) == 1


def test_the_git_blob_id_alone_names_a_file(tmp_path: Path, inhabit: NewWorld) -> None:
    inhabit(pages={URL: Page(body=TEXT)})
    named = Input(name="log.csv", url=URL, swhid=swhid(TEXT))
    other = Input(name="log.csv", url=URL, swhid=swhid(b"another"))
    with Door(settings(os.environ)) as out:
        assert isinstance(supply(named, tmp_path, out), Supplied)
        assert isinstance(supply(other, tmp_path, out), Missing)


def test_another_file_than_the_one_named_is_never_used(tmp_path: Path, inhabit: NewWorld) -> None:
    inhabit(pages={URL: Page(body=TEXT + b"2,0.1\n")})
    with Door(settings(os.environ)) as out:
        found = supply(FILE, tmp_path, out)
    assert isinstance(found, Missing)
    assert "another file came, which was not used" in found.why
    assert "what changed" in found.remedy
    assert not list(tmp_path.rglob("*.csv"))


def test_a_kept_file_that_was_changed_is_fetched_again(tmp_path: Path, inhabit: NewWorld) -> None:
    inhabit(pages={URL: Page(body=TEXT)})
    with Door(settings(os.environ)) as out:
        first = supply(FILE, tmp_path, out)
        assert isinstance(first, Supplied)
        first.path.write_bytes(b"forged")
        assert supply(FILE, tmp_path, out) == first
    assert first.path.read_bytes() == TEXT


@pytest.mark.parametrize(
    ("fault", "needs", "remedy"),
    [
        (None, "HTTP 404", "whether the address still holds the file"),
        ("503", "HTTP 503", "Run again later"),
        ("refuse", "raw.example.org", "Run again with network"),
    ],
)
def test_a_file_that_is_not_to_be_had_says_what_would_help(
    tmp_path: Path, inhabit: NewWorld, fault: str | None, needs: str, remedy: str
) -> None:
    world = inhabit(pages={URL: Page(status=404)})
    if fault:
        world.fault("raw.example.org", fault)
    with Door(settings(os.environ)) as out:
        found = supply(FILE, tmp_path, out)
    assert isinstance(found, Missing)
    assert needs in f"{found.source}: {found.why}"
    assert remedy in found.remedy


def listed(*names: str) -> Page:
    files = [{"filename": name, "url": f"../../files/{name}"} for name in names]
    return Page(body=json.dumps({"files": files}), type=JSON)


def test_a_file_of_a_package_is_found_in_the_index_that_pip_is_configured_with(
    tmp_path: Path, inhabit: NewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    inhabit(
        pages={
            f"{INDEX}/ve-rl/": listed("verl-0.2.0-py3-none-any.whl", WHEEL),
            f"https://packages.example.net/files/{WHEEL}": Page(body=TEXT),
        }
    )
    monkeypatch.setenv("PIP_INDEX_URL", INDEX)
    with Door(settings(os.environ)) as out:
        found = supply(PACKAGE, tmp_path, out)
    assert isinstance(found, Supplied)
    assert found.used.url == PACKAGE.url


@pytest.mark.parametrize(
    ("index", "needs"),
    [
        ({}, "does not list"),
        ({f"{INDEX}/ve-rl/": listed("verl-0.2.0-py3-none-any.whl")}, "does not list"),
        ({f"{INDEX}/ve-rl/": Page(status=500)}, "HTTP 500"),
        ({f"{INDEX}/ve-rl/": listed(WHEEL)}, "HTTP 404"),
    ],
)
def test_a_package_that_is_not_to_be_had_is_told_without_the_index(
    tmp_path: Path, inhabit: NewWorld, monkeypatch: pytest.MonkeyPatch,
    index: dict[str, Page], needs: str,
) -> None:  # fmt: skip
    inhabit(pages={"https://packages.example.net/": Page(), **index})
    monkeypatch.setenv("PIP_INDEX_URL", INDEX)
    with Door(settings(os.environ)) as out:
        found = supply(PACKAGE, tmp_path, out)
    assert isinstance(found, Missing)
    assert needs in f"{found.source}: {found.why}"
    assert "packages.example.net" not in repr(found)


def test_where_no_index_is_configured_the_one_that_pip_asks_by_itself_is_asked(
    tmp_path: Path, inhabit: NewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = inhabit()
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("HOME")
    with Door(settings(os.environ)) as out:
        found = supply(PACKAGE, tmp_path, out)
    assert isinstance(found, Missing)
    (host,) = {each.host for each in world.requests}
    assert host == urlsplit(default_index() or "").hostname
    assert host not in repr(found)


def test_without_any_index_the_variable_is_named(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(settings({}), package_index=None)
    with Door(bare) as out:
        found = supply(PACKAGE, tmp_path, out)
    assert isinstance(found, Missing)
    assert "PIP_INDEX_URL" in found.remedy
