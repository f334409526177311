"""git spoken over the door: real packs are read whole, damaged and hostile ones are refused."""

import contextlib
import datetime as dt
import hashlib
import os
import subprocess
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import Page, Repository, Special, World, link, submodule
from servers.wire import Reply
from tracker.errors import TransportFault
from tracker.transport import Door, Settings
from tracker.transport.git import pack, packets
from tracker.transport.git.look import GitLook
from tracker.transport.git.program import TEXT_LIMIT
from tracker.transport.git.protocol import Head

Inhabit: TypeAlias = Callable[..., World]

_URL = "https://github.com/o/r.git"
_SERVICE = "application/x-git-upload-pack"


def _all(paths: Sequence[str]) -> Sequence[str]:
    return paths


def _look(url: str = _URL, **more: object) -> GitLook | None:
    with Door(Settings(read_timeout=5, total_timeout=20)) as door:
        return door.git.look(url, want=_all, **more)  # type: ignore[arg-type]


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *words], cwd=folder, input=given, capture_output=True, check=True, env=environment
    )
    return done.stdout


# A whole look -------------------------------------------------------------------------------------


def test_the_program_and_the_protocol_see_the_same(inhabit: Inhabit) -> None:
    files = {
        "LICENSE": "MIT", "src/a.py": "print()", "src/deep/er/b.py": "1", "run.sh":
        Special("100755", b"#!"), "vendor/x": submodule("a" * 40), "link": link("/etc/passwd"),
        "说明.md": "x", b"\xff".decode(errors="surrogateescape"): "y",
        "long": b"x" * (TEXT_LIMIT + 1),
    }  # fmt: skip
    inhabit(
        repositories={
            "github.com/o/r": Repository(
                files=files, branch="trunk",
                first_commit="2024-05-06T07:08:09+02:00", last_commit="2025-01-02T03:04:05+00:00",
            )
        }
    )  # fmt: skip
    spoken = _look()
    program = _look(advertised=b"000eversion 1\n0000")
    assert spoken is not None
    assert program is not None
    assert set(spoken.paths) == set(program.paths)
    for field in ("commit", "branch", "committed_at", "first_commit", "texts"):
        assert getattr(spoken, field) == getattr(program, field), field


def test_a_look_is_four_requests(inhabit: Inhabit) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1", "b/c": "2"})})
    assert _look() is not None
    assert len(world.requests) == 3, "and info/refs, which the host asks"


def test_a_submodule_is_never_asked_for(inhabit: Inhabit) -> None:
    files = {
        ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = http://127.0.0.1:1/x\n',
        "x": submodule("a" * 40),
    }
    world = inhabit(repositories={"github.com/o/r": Repository(files=files)})
    seen = _look()
    assert seen is not None
    assert seen.paths == (".gitmodules",)
    assert {request.host for request in world.requests} == {"github.com"}


def test_a_repository_without_commits_has_no_head(inhabit: Inhabit) -> None:
    inhabit(repositories={"github.com/o/r": Repository()})
    assert _look() is None


def test_without_its_history_a_look_still_counts(inhabit: Inhabit) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1", "b/c": "2"})})

    def want(paths: Sequence[str]) -> Sequence[str]:
        world.fault("github.com", "500", "*/git-upload-pack", times=1)
        return paths

    with Door(Settings()) as door:
        seen = door.git.look(_URL, want=want)
    assert seen is not None
    assert (seen.first_commit, seen.texts) == (None, {"a": b"1", "b/c": b"2"})


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500, body=b"filter-process: exit 128"),
        Reply(
            body=packets.packet("ERR upload-pack: not able to filter objects"),
            headers={"content-type": f"{_SERVICE}-result"},
        ),
    ],
    ids=["500", "said"],
)
def test_a_server_that_breaks_over_a_filter_is_asked_once_without(
    inhabit: Inhabit, reply: Reply
) -> None:
    world = inhabit(
        repositories={"github.com/o/r": Repository(files={"a": "1", "b/c": "2", "说明": "3"})}
    )
    whole = _look()
    world.github.forge.breaks_over_filters = reply
    before = len(world.requests)
    seen = _look()
    assert whole is not None
    assert seen is not None
    for field in ("commit", "branch", "committed_at", "paths", "texts"):
        assert getattr(seen, field) == getattr(whole, field), field
    assert seen.first_commit is None, "all its files are not asked for again, for one date"
    fetched = [request for request in world.requests[before:] if request.method == "POST"]
    assert len(fetched) <= 1 + 3 + 1, "the references; the listing, each attempt; once without"


@pytest.mark.parametrize(
    ("kind", "reach"),
    [
        ("refuse", "unreachable"),
        ("500", "unreachable"),
        ("cut", "unreachable"),
        ("429", "rate-limited"),
        ("html", "error"),
        ("garbage", "error"),
    ],
)
def test_a_server_in_trouble_is_silence(inhabit: Inhabit, kind: str, reach: str) -> None:
    world = inhabit(repositories={"github.com/o/r": Repository(files={"a": "1"})})
    world.fault("github.com", kind)
    with pytest.raises(TransportFault) as caught:
        _look()
    assert caught.value.reach == reach


@pytest.mark.parametrize(
    "body",
    [b"", b"0000", b"zzzz", b"0009ERR x", b"000dpackfile\n0000", b"000dpackfile\n0009\x02ab\n0000",
     b"000dpackfile\n000a\x03worse", b"000dpackfile\n0009\x01PACK0000"],
)  # fmt: skip
def test_an_answer_of_a_strange_server_is_an_error(inhabit: Inhabit, body: bytes) -> None:
    page = Page(body=body, type=f"{_SERVICE}-result")
    inhabit(pages={"https://github.com/o/r.git/git-upload-pack": page})
    with pytest.raises(TransportFault) as caught:
        _look(head=Head(commit="a" * 40, branch="main"))
    assert caught.value.reach == "error"


def _history(folder: Path, commits: int) -> tuple[list[str], str]:
    """Make a repository of one file and so many commits; return their ids, and that of the file."""
    _git(folder, "init", "-q", ".")
    (folder / "a").write_text("1")
    _git(folder, "add", "a")
    made = []
    for number in range(commits):
        _git(folder, "commit", "-q", "--allow-empty", "-m", str(number))
        made.append(_git(folder, "rev-parse", "HEAD").decode().strip())
    return made, _git(folder, "rev-parse", "HEAD:a").decode().strip()


def _sent(folder: Path, objects: Sequence[str]) -> Page:
    """Return the answer of a server that sends these objects and no others."""
    given = "\n".join(objects).encode()
    data = _git(folder, "pack-objects", "-q", "--stdout", given=given)
    band = f"{len(data) + 5:04x}".encode() + b"\x01" + data
    body = packets.packet("packfile") + band + packets.FLUSH
    return Page(body=body, type=f"{_SERVICE}-result")


@pytest.mark.parametrize("missing", [None, 1, 2, 3, 0])
def test_a_history_with_a_commit_missing_in_the_middle_says_nothing_of_what_it_holds(
    inhabit: Inhabit, tmp_path: Path, missing: int | None
) -> None:
    """What was not sent may lead to the pinned commit: only a whole history was rewritten."""
    made, file = _history(tmp_path, 5)
    sent = [commit for at, commit in enumerate(made) if at != missing]
    inhabit(pages={"https://github.com/o/r.git/git-upload-pack": _sent(tmp_path, [*sent, file])})
    head = Head(
        commit=made[-1],
        branch="main",
        committed_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        listing={"a": ("100644", file)},
    )
    for pinned, held in ((made[0], True), ("b" * 40, False)):
        seen = _look(head=head, pinned=pinned)
        assert seen is not None
        assert seen.texts == {"a": b"1"}
        assert seen.pins == ({pinned: held} if missing is None else {})
        assert (seen.first_commit is None) is (missing is not None)


# Packs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offsets", [True, False], ids=["by distance", "by name"])
def test_objects_made_from_others_are_put_together(tmp_path: Path, offsets: bool) -> None:
    _git(tmp_path, "init", "-q", ".")
    lines = [
        f"line {number} of a text that git will tell the difference of" for number in range(99)
    ]
    names = []
    for step in range(12):
        lines[step * 7] = f"changed {step}"
        text = "\n".join(lines).encode()
        names.append(_git(tmp_path, "hash-object", "-w", "--stdin", given=text).strip())
    words = ["--delta-base-offset"] if offsets else []
    packed = _git(
        tmp_path, "pack-objects", "-q", "--stdout", "--window=20", *words, given=b"\n".join(names)
    )
    assert len(packed) < 3 * len(text), "git has told differences"
    found = pack.objects(packed)
    for name in names:
        told = _git(tmp_path, "cat-file", "blob", name.decode())
        assert found[name.decode()] == pack.Packed("blob", told)


def _packed(*entries: bytes, count: int | None = None) -> bytes:
    count = len(entries) if count is None else count
    body = b"PACK\0\0\0\2" + count.to_bytes(4, "big") + b"".join(entries)
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _entry(kind: int, data: bytes, size: int | None = None, base: bytes = b"") -> bytes:
    size = len(data) if size is None else size
    head = [kind << 4 | size & 15]
    size >>= 4
    while size:
        head[-1] |= 0x80
        head.append(size & 0x7F)
        size >>= 7
    return bytes(head) + base + zlib.compress(data)


def test_a_pack_of_our_own_making_is_read() -> None:
    found = pack.objects(_packed(_entry(3, b"text"), _entry(3, b"x" * 5000)))
    assert {each.data for each in found.values()} == {b"text", b"x" * 5000}


def test_a_copy_that_names_no_size_is_of_65536_bytes() -> None:
    """So git's format says: the size that no byte can hold is written by leaving it out."""
    base = bytes(range(256)) * 257
    told = _entry(3, base)
    away = len(told) - 128
    assert 0 <= away < 1 << 14, "two bytes say how far away the base is"
    sizes = b"\x80\x82\x04" + b"\x80\x80\x04"
    made = _entry(6, sizes + b"\x80", base=bytes([0x80 | away >> 7, away & 0x7F]))
    found = pack.objects(_packed(told, made))
    assert {each.data for each in found.values()} == {base, base[:65536]}


_GIANT = _entry(3, b"", size=pack.OBJECT_LIMIT + 1)
_BOMB = _entry(3, b"\0" * 10_000_000, size=100)


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"PACK", b"x" * 100, _packed(_entry(3, b"a"))[:-1], _packed(_entry(3, b"a"), count=2),
        _packed(count=pack.OBJECTS_LIMIT + 1), _packed(_GIANT), _packed(_BOMB),
        _packed(_entry(3, b"abc", size=9)), _packed(_entry(5, b"a")), _packed(_entry(0, b"a")),
        _packed(_entry(6, b"\1\1\1a", base=b"\x7f")),
        _packed(_entry(7, b"\1\1\1a", base=b"b" * 20)),
        _packed(_entry(3, b"a"), _entry(6, b"\1\x05\1a", base=b"\x0a")),
        _packed(_entry(3, b"a"), _entry(6, b"\1\1\0", base=b"\x0a")),
    ],
)  # fmt: skip
def test_a_damaged_pack_is_refused(damaged: bytes) -> None:
    with pytest.raises(TransportFault) as caught:
        pack.objects(damaged)
    assert caught.value.reach == "error"


@given(st.binary())
def test_no_bytes_break_the_reader_of_packs(body: bytes) -> None:
    with pytest.raises(TransportFault):
        pack.objects(_packed(body, count=3))


@given(st.binary())
def test_no_bytes_break_the_reader_of_packets(body: bytes) -> None:
    try:
        list(packets.lines(body))
        packets.unwrapped(body)
    except TransportFault:
        pass
    assert packets.capable(body) in (True, False)


@given(st.binary())
def test_no_bytes_break_the_reader_of_trees(body: bytes) -> None:
    with contextlib.suppress(TransportFault):
        list(pack.entries(body))


def _tree(*entries: tuple[str, str, str]) -> pack.Packed:
    data = b"".join(
        f"{mode} {name}".encode() + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries
    )
    return pack.Packed("tree", data)


def test_a_tree_that_unfolds_to_more_files_than_there_can_be_is_refused() -> None:
    """Ten folders in ten folders in …: a few bytes on the wire, ten thousand million files."""
    known = {}
    tree = _tree(("100644", "a", "0" * 40))
    for _ in range(10):
        known[tree.oid] = tree
        tree = _tree(*(("40000", str(number), tree.oid) for number in range(10)))
    known[tree.oid] = tree
    with pytest.raises(TransportFault, match="more files"):
        pack.files(tree.oid, known)


def test_a_tree_that_was_not_sent_is_a_fault() -> None:
    with pytest.raises(TransportFault, match="not sent"):
        pack.files("0" * 40, {})
