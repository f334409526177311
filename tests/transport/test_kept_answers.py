"""An unchanged world is cheap to look at again, and nothing is kept that must not be."""

import datetime as dt
import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import HubRepository, Page, Repository, World
from servers.wire import Call, Reply
from tracker.errors import TransportFault
from tracker.hosts.huggingface.host import HuggingFace
from tracker.model.evidence import Observation
from tracker.model.locator import locate
from tracker.transport import Door, Settings
from tracker.transport.cache import Cache
from tracker.transport.conditional import Conditional
from tracker.transport.deadline import Deadline
from tracker.transport.git import pack, packets
from tracker.transport.git.ancestry import walked
from tracker.transport.git.look import GitLook
from tracker.transport.git.pack import Packed
from tracker.transport.http import Http
from tracker.transport.wire import Ask, Hop

Inhabit: TypeAlias = Callable[..., World]

_API = "https://api.github.com/repos/o/r"
_SITE = "https://a.example.org/x"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    return Cache(tmp_path / "cache", 1_000_000)


def _http(cache: Cache) -> closing[Http]:
    return closing(Http(Settings(), cache=cache))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_unchanged_answer_is_asked_for_with_its_tag_and_told_whole(
    inhabit: Inhabit, cache: Cache
) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "b"})})
    with _http(cache) as http:
        first = http.get(_API)
    with _http(cache) as http:
        second = http.get(_API)
    assert (second.status, second.body) == (200, first.body)
    assert [each.status for each in second.exchanges] == [304]
    assert second.exchanges[0].digest == first.exchanges[0].digest
    assert [request.status for request in world.requests] == [200, 304]


def test_a_changed_answer_is_told_as_it_is_now(inhabit: Inhabit, cache: Cache) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "b"})})
    with _http(cache) as http:
        http.get(_API)
        world.repositories["github.com/o/r"] = Repository(files={"a": "b"}, archived=True)
        assert b'"archived": true' in http.get(_API).body
        del world.repositories["github.com/o/r"]
        assert http.get(_API).status == 404
        world.fault("api.github.com", "500")
        assert http.get(_API).status == 500


def test_what_a_token_was_shown_is_not_kept(inhabit: Inhabit, cache: Cache, tmp_path: Path) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "b"})})
    with _http(cache) as http:
        for _ in range(2):
            http.get(_API, headers={"Authorization": f"Bearer {world.github_token}"})
    assert [request.status for request in world.requests] == [200, 200]
    assert not _files(tmp_path)


@pytest.mark.parametrize("kind", ["500", "429", "html", "cut", "refuse"])
def test_a_failure_is_not_kept(inhabit: Inhabit, cache: Cache, tmp_path: Path, kind: str) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "b"})})
    world.fault("api.github.com", kind)
    with _http(cache) as http, suppress(TransportFault):
        http.get(_API)
    assert not _files(tmp_path)


@pytest.mark.parametrize(
    ("control", "kept"),
    [
        ("", True), ("max-age=60, public", True), ("private", False),
        ("max-age=0, Private, must-revalidate", False), ("no-store", False), ("No-Store", False),
    ],
)  # fmt: skip
def test_an_answer_that_was_meant_for_one_asker_is_not_kept(
    cache: Cache, tmp_path: Path, control: str, kept: bool
) -> None:
    asked = Ask(
        method="GET", url=_SITE, headers={"accept": "*/*"}, content=None, limit=99, cut=False,
        deadline=Deadline(9.0),
    )  # fmt: skip
    told = Hop(200, {"etag": '"1"', "cache-control": control}, b"for you", cut=False)
    Conditional(cache).keep(asked, told)
    again = Conditional(cache).find(asked)
    assert (again is not None, bool(_files(tmp_path))) == (kept, kept)
    assert again is None or again.body == told.body


def test_an_address_with_a_key_in_it_is_not_kept(
    inhabit: Inhabit, cache: Cache, tmp_path: Path
) -> None:
    inhabit(pages={_SITE: Page(body="x")})
    with _http(cache) as http:
        http.get(f"{_SITE}?X-Amz-Signature=1", immutable=lambda *_: True)
    assert not _files(tmp_path)


def test_a_file_of_a_named_revision_is_asked_for_once(inhabit: Inhabit, cache: Cache) -> None:
    world = inhabit(hub={"models/o/m": HubRepository(card="# m")})
    url = "https://huggingface.co/o/m/resolve/main/README.md"

    def genuine(headers: Mapping[str, str], body: bytes) -> bool:
        return "x-repo-commit" in headers and body == b"# m"

    with _http(cache) as http:
        first = http.get(url, immutable=genuine)
    with _http(cache) as http, http.recording() as exchanges:
        second = http.get(url, immutable=genuine)
    assert first.body == second.body
    assert len(world.requests) == 1
    assert not exchanges, "nobody was asked, so nothing is recorded"


def test_a_portal_does_not_stand_for_a_file_of_a_named_revision(
    inhabit: Inhabit, tmp_path: Path
) -> None:
    """A network's page to log in is a 200 at the same address; with a tag, even a right one."""
    world = inhabit(hub={"models/o/m": HubRepository(card="---\nlicense: mit\n---\n# m")})
    page = b"<title>Log in</title>"
    tag = hashlib.sha1(b"blob %d\0" % len(page) + page, usedforsecurity=False).hexdigest()

    def seen() -> Observation:
        with Door(Settings(cache=tmp_path)) as door:
            [observation] = HuggingFace().observe([locate("https://huggingface.co/o/m")], door)
        return observation

    true = seen()
    for path in _files(tmp_path):
        path.unlink()
    site = world.huggingface.site

    def portal(call: Call) -> Reply:
        if "/resolve/" in call.path:
            return Reply(body=page, headers={"content-type": "text/html", "etag": f'"{tag}"'})
        return site(call)

    world._sites["huggingface.co"] = portal
    seen()
    world._sites["huggingface.co"] = site
    assert seen().same_world(true)


def test_a_commit_that_was_seen_is_not_fetched_again(inhabit: Inhabit, tmp_path: Path) -> None:
    repository = Repository(files={"README.md": "# r", "src/a.py": "1", "\x81": "x"})
    world = inhabit(repositories={"github.com/o/r": repository})
    chosen = Settings(cache=tmp_path)

    def look() -> object:
        with Door(chosen) as door:
            return door.git.look("https://github.com/o/r.git", want=lambda paths: paths[:1])

    first = look()
    fetched = len(world.requests)
    assert look() == first
    assert len(world.requests) - fetched == 1, "what HEAD is, and no more"
    world.repositories["github.com/o/r"] = Repository(files={"README.md": "# new"})
    assert look() != first


def test_a_look_that_wanted_other_files_does_not_count(inhabit: Inhabit, tmp_path: Path) -> None:
    inhabit(repositories={"github.com/o/r": Repository(files={"a": "1", "b": "2"})})
    for wanted in (["a"], ["b"]):
        with Door(Settings(cache=tmp_path)) as door:
            seen = door.git.look("https://github.com/o/r.git", want=lambda _, w=wanted: w)
        assert seen is not None
        assert list(seen.texts) == wanted


# The store itself ---------------------------------------------------------------------------------


@given(key=st.text(), data=st.binary())
def test_what_is_stored_is_loaded(key: str, data: bytes) -> None:
    key = key.encode("utf-8", "replace").decode().replace("\0", "")
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder), 1_000_000)
        cache.store(key, data)
        assert cache.load(key) == data
        assert cache.load(key + "?") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\x78\x9c\xff"])
def test_a_damaged_file_counts_as_absent(cache: Cache, tmp_path: Path, damage: bytes) -> None:
    cache.store("key", b"data")
    [path] = _files(tmp_path)
    path.write_bytes(damage)
    assert cache.load("key") is None


def test_the_store_stays_within_its_size_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 100_000)
    for number in range(40):
        cache.store(str(number), os.urandom(5_000))
        [newest] = [path for path in _files(tmp_path) if path.stat().st_mtime > 1_000_000]
        os.utime(newest, (number, number))
    cache.prune()
    assert sum(path.stat().st_size for path in _files(tmp_path)) <= 100_000
    assert cache.load("39") is not None
    assert cache.load("0") is None
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172")


def test_what_is_too_large_is_not_stored(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10_000)
    cache.store("key", os.urandom(5_000))
    assert cache.load("key") is None


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file", 10_000)
    cache.store("key", b"data")
    assert cache.load("key") is None
    cache.prune()


# git: what came before a commit ------------------------------------------------------------------


def _commit(*parents: str, at: int) -> Packed:
    lines = ["tree " + "0" * 40, *(f"parent {each}" for each in parents)]
    who = f"A <a@example.org> {at} +0000"
    return Packed(
        "commit", "\n".join([*lines, f"author {who}", f"committer {who}", "", "m"]).encode()
    )


def test_the_first_commit_is_reached_from_head() -> None:
    """A server may send along whatever it likes: only what HEAD descends from dates it."""
    root = _commit(at=1_700_000_000)
    left, right = (_commit(root.oid, at=at) for at in (1_710_000_000, 1_710_000_001))
    head = _commit(left.oid, right.oid, at=1_720_000_000)
    forged = _commit(at=1)
    own = {each.oid: each for each in (root, left, right, head)}
    past = walked(head.oid, {**own, forged.oid: forged})
    assert past is not None
    assert past.first.timestamp() == 1_700_000_000
    assert past.commits == set(own)
    assert walked(head.oid, {oid: each for oid, each in own.items() if oid != right.oid}) is None
    assert walked(forged.oid, own) is None


def test_a_forged_history_stays_with_the_repository_that_told_it(
    inhabit: Inhabit, tmp_path: Path
) -> None:
    """Another address that claims the same HEAD tells nothing about this one."""
    honest = Repository(files={"a": "1", "b": "2"}, first_commit="2024-01-01T00:00:00+00:00",
                        last_commit="2025-01-01T00:00:00+00:00")  # fmt: skip
    world = inhabit(repositories={"github.com/o/r": honest, "git.example.org/x/y": honest})
    forge = world._sites["git.example.org"]
    forged = _commit(at=1)

    def liar(call: Call) -> Reply:
        reply = forge(call)
        if b"filter tree:0" in call.body:
            found = pack.objects(packets.unwrapped(reply.body))
            sent = _packed(*found.values(), forged)
            return replace(reply, body=b"000dpackfile\n" + _banded(sent) + b"0000")
        return reply

    world._sites["git.example.org"] = liar

    def look(url: str) -> GitLook:
        with Door(Settings(cache=tmp_path)) as door:
            seen = door.git.look(url, want=lambda paths: paths)
        assert seen is not None
        return seen

    lied = look("https://git.example.org/x/y.git")
    before = len(world.requests)
    true = look("https://github.com/o/r.git")
    assert lied.commit == true.commit
    assert len(world.requests) - before > 1, "asked itself, whoever claims the same commit"
    assert true.first_commit == lied.first_commit == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def _packed(*objects: Packed) -> bytes:
    kinds = {"commit": 1, "tree": 2, "blob": 3}
    body = b"PACK\0\0\0\2" + len(objects).to_bytes(4, "big")
    for each in objects:
        size = len(each.data)
        head = [kinds[each.kind] << 4 | size & 15]
        size >>= 4
        while size:
            head[-1] |= 0x80
            head.append(size & 0x7F)
            size >>= 7
        body += bytes(head) + zlib.compress(each.data)
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _banded(content: bytes) -> bytes:
    return b"".join(
        b"%04x\x01" % (len(content[at : at + 60_000]) + 5) + content[at : at + 60_000]
        for at in range(0, len(content), 60_000)
    )
