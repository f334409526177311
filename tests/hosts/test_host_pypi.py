"""Python packages: what the newest wheel holds, without a word of the index that was asked."""

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import Page, World, packages
from tracker.hosts.packages.host import PyPI
from tracker.model.evidence import Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.transport.package_index import default_index, package_index
from tracker.transport.settings import Settings
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

SITE = "https://pypi.example.org"
PROJECT = f"{SITE}/project/phi-decoding/"
INDEX = "https://packages.example.net/mirror/simple"
JSON = "application/vnd.pypi.simple.v1+json"
METADATA = (
    "Metadata-Version: 2.1\nName: phi-decoding\nVersion: 0.0.2\n"
    "Classifier: License :: OSI Approved :: MIT License\n\nLicense: GPL, says the description\n"
)
EMPTY = {"phi_decoding-0.0.2.dist-info/METADATA": METADATA,
         "phi_decoding-0.0.2.dist-info/RECORD": ""}  # fmt: skip


def wheel(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def project(home: str, *files: tuple[str, bytes | None], **told: object) -> dict[str, Page]:
    """Return the pages of an index with one project; a file without content is only listed."""
    listed = [
        {
            "filename": name,
            "url": f"../../files/{name}",
            "hashes": {},
            "upload-time": f"2025-04-{day:02}T00:00:00.5Z",
            **told,
        }
        for day, (name, _) in enumerate(files, 1)
    ]
    pages = {
        f"{home}/phi-decoding/": Page(
            body=json.dumps({"meta": {"api-version": "1.1"}, "files": listed}), type=JSON
        )
    }
    base = home.rpartition("/")[0]
    for name, data in files:
        if data is not None:
            pages[f"{base}/files/{name}"] = Page(body=data, type="application/octet-stream")
    return pages


def depth(look: Observation) -> tuple[str, ...]:
    code = Artifact(role=Role.CODE, url=PROJECT, relation=Relation.OFFICIAL, seen_in="README")
    seen = Sighting(id=look.id, observation=look, observed_at=look.observed_at)
    return judge_depth(code, trail(look.subject, [seen])).answers


def test_a_wheel_that_installs_nothing_is_a_placeholder(inhabit: Inhabit, sight: Sight) -> None:
    full = wheel({"phi_decoding/__init__.py": "", "phi_decoding/decode.py": ""})
    inhabit(
        pages=project(
            f"{SITE}/simple",
            ("phi_decoding-0.0.1-py3-none-any.whl", full),
            ("phi_decoding-0.0.2-py3-none-any.whl", wheel(EMPTY)),
        )
    )
    look = sight(PROJECT)
    assert (look.reach, look.facts.title) == (Reach.VISIBLE, "phi-decoding 0.0.2")
    assert look.subject == PROJECT.rstrip("/")
    assert depth(look) == ("placeholder", "empty package")
    assert [found.expression for found in look.facts.licenses or ()] == ["MIT"]
    assert look.facts.created is not None
    assert look.facts.created.day == 1


def test_a_wheel_with_modules_holds_code(inhabit: Inhabit, sight: Sight) -> None:
    full = wheel({"phi_decoding/__init__.py": "", "phi_decoding/decode.py": "", **EMPTY})
    inhabit(pages=project(f"{SITE}/simple", ("phi_decoding-0.0.2-py3-none-any.whl", full)))
    assert depth(sight(PROJECT)) == ("inference",)


def test_the_index_that_is_configured_is_asked_and_never_named(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(pages=project(INDEX, ("phi_decoding-0.0.2-py3-none-any.whl", wheel(EMPTY))))
    look = sight(PROJECT, package_index=INDEX)
    assert depth(look) == ("placeholder", "empty package")
    assert {request.host for request in world.requests} == {"packages.example.net"}
    assert "packages.example.net" not in repr(look)
    world.fault("packages.example.net", "refuse")
    silent = sight(PROJECT, package_index=INDEX)
    assert not silent.reach.says_something
    assert silent.note
    assert "packages.example.net" not in repr(silent)


def test_a_store_of_files_elsewhere_is_not_named(inhabit: Inhabit, sight: Sight) -> None:
    name = "phi_decoding-0.0.2-py3-none-any.whl"
    store = f"https://files.example.net/{name}"
    listed = json.dumps({"files": [{"filename": name, "url": store}]})
    inhabit(
        pages={
            f"{SITE}/simple/phi-decoding/": Page(body=listed, type=JSON),
            store: Page(body=wheel(EMPTY), type="application/octet-stream"),
        }
    )
    look = sight(PROJECT)
    assert depth(look) == ("placeholder", "empty package")
    assert "files.example.net" not in repr(look)


def test_an_index_that_speaks_html_is_understood(inhabit: Inhabit, sight: Sight) -> None:
    name = "phi_decoding-0.0.2-py3-none-any.whl"
    digest = hashlib.sha256(wheel(EMPTY)).hexdigest()
    links = f'<!doctype html><body><a href="../../files/{name}#sha256={digest}">{name}</a></body>'
    pages = project(f"{SITE}/simple", (name, wheel(EMPTY)))
    pages[f"{SITE}/simple/phi-decoding/"] = Page(body=links)
    inhabit(pages=pages)
    assert depth(sight(PROJECT)) == ("placeholder", "empty package")


def test_a_page_that_is_no_index_says_nothing(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(pages={f"{SITE}/simple/phi-decoding/": Page(body="<title>Please log in</title>")})
    assert sight(PROJECT).reach is Reach.ERROR


def test_a_project_that_the_index_has_not_is_not_visible(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(
        pages={f"{SITE}/simple/pip/": packages.answer(packages.listed("pip-25.0.zip"), name="pip")}
    )
    assert sight(PROJECT).reach is Reach.NOT_VISIBLE
    assert depth(sight(PROJECT)) == ("unknown",)


def test_a_404_of_what_is_no_index_says_nothing(inhabit: Inhabit, sight: Sight) -> None:
    """A network's login page has no project; nor has it that which every index has."""
    inhabit(pages={f"{SITE}/": Page(body="Please log in")})
    look = sight(PROJECT)
    assert look.reach is Reach.UNREACHABLE
    assert "not seen to be a package index" in (look.note or "")


def test_a_404_of_the_kind_that_only_an_index_gives_is_believed(
    inhabit: Inhabit, sight: Sight
) -> None:
    gone = Page(status=404, body='{"message": "Not Found"}', type=JSON)
    inhabit(pages={f"{SITE}/simple/phi-decoding/": gone})
    assert sight(PROJECT).reach is Reach.NOT_VISIBLE


LARGE = "phi_decoding-0.0.2-py3-none-any.whl"


def large(inhabit: Inhabit, *, ranges: bool = True, **told: object) -> World:
    """Return a world with a wheel of 5 MB, listed with its true size unless told."""
    noise = hashlib.shake_256(b"weights").digest(5_000_000)
    files: dict[str, str | bytes] = {"phi_decoding/weights.bin": noise, **packages.CODE}
    data = packages.wheel("License-Expression: Apache-2.0", files=files)
    pages = project(f"{SITE}/simple", (LARGE, None), **{"size": len(data), **told})
    page = Page(body=data, type="application/octet-stream", ranges=ranges)
    return inhabit(pages={**pages, f"{SITE}/files/{LARGE}": page})


def test_a_large_wheel_is_read_in_pieces(inhabit: Inhabit, sight: Sight) -> None:
    world = large(inhabit)
    look = sight(PROJECT)
    assert look.note is None
    assert look.facts.tree is not None
    assert {"phi_decoding/decode.py", "phi_decoding/weights.bin"} <= set(look.facts.tree.paths)
    assert "Apache-2.0" in {one.expression for one in look.facts.licenses or ()}
    asked = [request for request in world.requests if LARGE in request.path]
    assert 1 <= len(asked) <= 4
    assert not look.unread


@pytest.mark.parametrize(
    ("ranges", "told", "words"),
    [
        (False, {}, "not handed out in pieces"),
        (True, {"size": 9_000_000}, "other pieces"),
        (True, {"core-metadata": {"sha256": "0" * 64}}, "other metadata"),
    ],
)
def test_a_large_wheel_that_is_another_than_is_listed_is_not_read(
    inhabit: Inhabit, sight: Sight, *, ranges: bool, told: dict[str, object], words: str
) -> None:
    large(inhabit, ranges=ranges, **told)
    look = sight(PROJECT)
    assert (look.reach, look.facts.tree) == (Reach.VISIBLE, None)
    assert words in (look.note or "")
    assert depth(look) == ("unknown",)


@pytest.mark.parametrize(
    ("file", "data", "told", "words"),
    [
        ("phi-decoding-0.0.2.tar.gz", None, {}, "source distribution only"),
        ("phi_decoding-0.0.2-py3-none-any.whl", None, {"size": 10**9}, "HTTP 404"),
        ("phi_decoding-0.0.2-py3-none-any.whl", b"no zip", {}, "no wheel"),
        ("phi_decoding-0.0.2-py3-none-any.whl", None, {}, "HTTP 404"),
    ],
)
def test_a_wheel_that_was_not_read_leaves_the_depth_open(
    inhabit: Inhabit,
    sight: Sight,
    *,
    file: str,
    data: bytes | None,
    told: dict[str, object],
    words: str,
) -> None:
    inhabit(pages=project(f"{SITE}/simple", (file, data), **told))
    look = sight(PROJECT)
    assert (look.reach, look.facts.tree) == (Reach.VISIBLE, None)
    assert words in (look.note or "")
    assert depth(look) == ("unknown",)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (PROJECT, "phi-decoding"),
        ("pkg:pypi/rwkv", "rwkv"),
        (f"{SITE}/project/rwkv", "rwkv"),
        (f"{SITE}/project/rwkv/0.8.32/", "rwkv"),
        (f"{SITE}/help/", None),
        ("https://a.example.org/project/rwkv/", None),
        (f"{SITE}/project/../x", None),
    ],
)
def test_only_pages_of_projects_are_its_own(url: str, name: str | None) -> None:
    locator = PyPI().identify(url)
    assert (locator.name if locator else None) == name


def test_pips_own_files_name_the_index(tmp_path: Path) -> None:
    home = str(tmp_path)
    file = tmp_path / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text("[global]\nindex-url = https://me:pw@packages.example.net/simple/\n")
    assert package_index({"HOME": home}) == "https://packages.example.net/simple"
    assert package_index({"HOME": home, "PIP_INDEX_URL": f"{INDEX}/"}) == INDEX


_PIP = """
from pip._internal.commands import create_command
told = create_command("install").parser.get_default_values()
print("" if told.no_index else told.index_url)
"""


def _asked(tmp_path: Path, environ: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the index that we ask, and the one that pip itself would."""
    told = {**environ, "HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path / "all")}
    said = subprocess.run(
        [sys.executable, "-c", _PIP], env=told, capture_output=True, text=True, check=True
    )
    return Settings.from_environment(told).index, said.stdout.strip()


@pytest.mark.parametrize(
    ("files", "environ"),
    [
        ({}, {}),
        ({"all/pip/pip.conf": "global"}, {}),
        ({"all/pip/pip.conf": "global", ".pip/pip.conf": "global"}, {}),
        ({".pip/pip.conf": "global", ".config/pip/pip.conf": "global"}, {}),
        ({".pip/pip.conf": "install", ".config/pip/pip.conf": "global"}, {}),
        ({".config/pip/pip.conf": "global", "own.conf": "global"}, {"PIP_CONFIG_FILE": "own.conf"}),
        ({".config/pip/pip.conf": "global"}, {"PIP_CONFIG_FILE": "none.conf"}),
        ({".config/pip/pip.conf": "global"}, {"PIP_CONFIG_FILE": os.devnull}),
        ({".config/pip/pip.conf": "global"}, {"PIP_INDEX_URL": "https://variable.example.net/s"}),
        ({".config/pip/pip.conf": "global"}, {"PIP_NO_INDEX": "1"}),
    ],
)
def test_the_index_is_the_one_that_pip_is_configured_with(
    tmp_path: Path, files: Mapping[str, str], environ: dict[str, str]
) -> None:
    for number, (name, section) in enumerate(files.items()):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        url = f"https://index{number}.example.net/simple"
        (tmp_path / name).write_text(f"[{section}]\nindex_url = {url}\n")
    if (named := environ.get("PIP_CONFIG_FILE")) and named != os.devnull:
        environ = {**environ, "PIP_CONFIG_FILE": str(tmp_path / named)}
    ours, pips = _asked(tmp_path, environ)
    assert (ours or "") == pips.rstrip("/")


def test_where_pip_is_told_nothing_its_own_index_is_asked_and_never_named(
    inhabit: Inhabit, sight: Sight
) -> None:
    own = default_index()
    assert own
    full = packages.wheel(files=packages.CODE)
    told = packages.answer(packages.listed(packages.WHEEL, full))
    world = inhabit(pages=packages.index(own, told, {packages.WHEEL: full}))
    look = sight("pkg:pypi/phi-decoding")
    assert depth(look) == ("inference",)
    host = urlsplit(own).hostname
    assert {request.host for request in world.requests} == {host}
    assert str(host) not in repr(look)
    assert look.facts.title == "phi-decoding 0.0.2"


def test_where_pip_is_told_to_ask_no_index_none_is_asked(inhabit: Inhabit, sight: Sight) -> None:
    world = inhabit()
    told = Settings.from_environment({"PIP_NO_INDEX": "1"}).package_index
    look = sight("pkg:pypi/phi-decoding", package_index=told)
    assert look.reach is Reach.UNREACHABLE
    assert not world.requests


def test_an_address_of_the_private_network_is_not_told(
    sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.9.8.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    look = sight(PROJECT)
    assert "private address" in (look.note or "")
    assert "10.9.8.7" not in repr(look)


@given(st.text(max_size=80))
def test_any_value_of_the_variable_is_an_address_or_nothing(value: str) -> None:
    found = package_index({"PIP_INDEX_URL": value})
    assert found is None or "@" not in found.partition("//")[2].partition("/")[0]
