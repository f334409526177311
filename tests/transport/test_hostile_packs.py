"""Packs that were made to keep the reader busy: refused, or read in time that grows with them."""

import contextlib
import hashlib
import zlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import exponent
from servers import Page, World
from tracker.errors import TransportFault
from tracker.transport import Door, Settings
from tracker.transport.git import pack, packets
from tracker.transport.git.protocol import Head

_BLOB, _BY_DISTANCE, _BY_NAME = 3, 6, 7


def _signed(body: bytes) -> bytes:
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _packed(*entries: bytes) -> bytes:
    return _signed(b"PACK\0\0\0\2" + len(entries).to_bytes(4, "big") + b"".join(entries))


def _number(value: int) -> bytes:
    digits = bytearray()
    while True:
        digits.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(digits)


def _entry(kind: int, data: bytes, base: bytes = b"") -> bytes:
    size = len(data)
    head = kind << 4 | size & 15
    more = _number(size >> 4) if size > 15 else b""
    return bytes([head | (0x80 if more else 0)]) + more + base + zlib.compress(data)


def _named(data: bytes) -> bytes:
    return bytes.fromhex(pack.Packed("blob", data).oid)


def _delta(base: bytes, made: bytes) -> bytes:
    """Write a delta that keeps the base and adds to it."""
    added = made.removeprefix(base)
    copy = b"\xb0" + len(base).to_bytes(2, "little")
    return _number(len(base)) + _number(len(made)) + copy + bytes([len(added)]) + added


def _chain(count: int) -> bytes:
    """Write a chain of deltas, each made from the object that comes after it in the pack."""
    texts = [b"text" + b"+" * (number % 64) + b"%d" % number for number in range(count)]
    entries = [_entry(_BLOB, texts[0])]
    for base, made in pairwise(texts):
        delta = _number(len(base)) + _number(len(made)) + bytes([len(made)]) + made
        entries.append(_entry(_BY_NAME, delta, base=_named(base)))
    return _packed(*reversed(entries))


def test_a_chain_of_deltas_told_backwards_takes_time_in_proportion() -> None:
    assert len(pack.objects(_chain(1_000))) == 1_000

    def read(count: int) -> Callable[[], object]:
        packed = _chain(count)
        return lambda: pack.objects(packed)

    assert exponent(read, 500, times=6) < 1.5


def test_a_chain_that_is_deeper_than_git_makes_one_is_not_read() -> None:
    with pytest.raises(TransportFault, match="piles up"):
        pack.objects(_chain(pack.DEPTH_LIMIT + 2))


@pytest.mark.parametrize(
    "endless",
    [
        lambda count: b"\xb0" + b"\x80" * count + b"\1",
        lambda count: bytes([_BY_DISTANCE << 4 | 1]) + b"\xff" * count + b"\1",
        lambda count: (
            _entry(_BLOB, b"a") + _entry(_BY_NAME, b"\x81" * count + b"\1", base=_named(b"a"))
        ),
    ],
    ids=["a size", "a distance", "a delta's size"],
)
def test_a_number_without_an_end_is_refused_at_once(endless: Callable[[int], bytes]) -> None:
    def read(count: int) -> Callable[[], object]:
        body = endless(count)
        entries = 1 + (body[:1] == _entry(_BLOB, b"a")[:1])
        packed = _signed(b"PACK\0\0\0\2" + entries.to_bytes(4, "big") + body)

        def refused() -> None:
            with pytest.raises(TransportFault):
                pack.objects(packed)

        return refused

    assert exponent(read, 50_000) < 1.5


def test_orders_without_number_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two bytes for each byte that is made: small packed, and long to follow."""
    monkeypatch.setattr(pack, "STEPS_LIMIT", 10_000)
    made = b"a" * 20_000
    delta = _number(1) + _number(len(made)) + b"\1a" * len(made)
    packed = _packed(_entry(_BLOB, b"a"), _entry(_BY_NAME, delta, base=_named(b"a")))
    with pytest.raises(TransportFault, match="more work"):
        pack.objects(packed)


def test_a_delta_that_copies_what_is_not_there_is_damaged() -> None:
    delta = _number(1) + _number(1) + b"\x91\x05\x01"
    packed = _packed(_entry(_BLOB, b"a"), _entry(_BY_NAME, delta, base=_named(b"a")))
    with pytest.raises(TransportFault, match="damaged"):
        pack.objects(packed)


def test_objects_without_number_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "STEPS_LIMIT", 1_000)
    with pytest.raises(TransportFault, match="more work"):
        pack.objects(_packed(*[_entry(_BLOB, b"")] * 500))


_VALID = (
    _packed(
        _entry(_BLOB, b"text"),
        _entry(_BY_NAME, _delta(b"text", b"text and more"), base=_named(b"text")),
        _entry(_BY_NAME, _delta(b"text and more", b"text and more!"), _named(b"text and more")),
        _entry(_BLOB, bytes(range(256)) * 40),
    ),
    _packed(
        _entry(_BLOB, b"text"),
        _entry(
            _BY_DISTANCE,
            _delta(b"text", b"text and more"),
            base=bytes([len(_entry(_BLOB, b"text"))]),
        ),
    ),
)  # fmt: skip


def test_the_packs_that_are_mutated_are_read() -> None:
    assert [len(pack.objects(each)) for each in _VALID] == [4, 2]


@given(st.data())
def test_a_valid_pack_with_some_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(_VALID))[:-20])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(8, len(body) - 1))
        cut = data.draw(st.integers(0, 3))
        body[at : at + cut] = data.draw(st.binary(max_size=4))
    with contextlib.suppress(TransportFault):
        pack.objects(_signed(bytes(body)))


@given(st.binary(max_size=40), st.binary(max_size=60))
def test_any_delta_is_followed_or_refused(base: bytes, delta: bytes) -> None:
    packed = _packed(_entry(_BLOB, base), _entry(_BY_NAME, delta, base=_named(base)))
    with contextlib.suppress(TransportFault):
        pack.objects(packed)


# Trees --------------------------------------------------------------------------------------------


def _tree(*entries: tuple[str, str, str]) -> pack.Packed:
    data = b"".join(
        f"{mode} {name}".encode() + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries
    )
    return pack.Packed("tree", data)


def test_a_folder_whose_mode_begins_with_a_zero_is_a_folder() -> None:
    """Old programs wrote trees so; real repositories have them."""
    inner = _tree(("0100644", "train.py", "1" * 40), ("100664", "eval.py", "2" * 40))
    root = _tree(("040000", "src", inner.oid), ("0120000", "link", "3" * 40))
    listed = pack.files(root.oid, {each.oid: each for each in (root, inner)})
    assert listed == {
        "src/train.py": ("100644", "1" * 40),
        "src/eval.py": ("100644", "2" * 40),
        "link": ("120000", "3" * 40),
    }


@pytest.mark.parametrize("mode", ["", "9", "-40000", "4" * 5_000, "x"])
def test_a_mode_that_is_none_is_a_damaged_tree(mode: str) -> None:
    with pytest.raises(TransportFault, match="damaged"):
        list(pack.entries(_tree((mode, "a", "0" * 40)).data))


def test_empty_folders_in_folders_without_end_are_refused() -> None:
    """Two in two in two …, and no file anywhere: nothing is found, and it never ends."""
    known = {}
    tree = _tree()
    for _ in range(60):
        known[tree.oid] = tree
        tree = _tree(("40000", "a", tree.oid), ("40000", "b", tree.oid))
    known[tree.oid] = tree
    with pytest.raises(TransportFault, match="more files"):
        pack.files(tree.oid, known)


def test_paths_of_more_characters_than_are_kept_are_refused() -> None:
    many = _tree(*(("100644", f"{number:05}" + "n" * 95, "0" * 40) for number in range(20_000)))
    root = tree = many
    known = {many.oid: many}
    for _ in range(30):
        root = _tree(("40000", "f" * 100, tree.oid))
        known[root.oid] = tree = root
    with pytest.raises(TransportFault, match="more files"):
        pack.files(root.oid, known)


# Packets ------------------------------------------------------------------------------------------


def test_packets_without_number_are_refused() -> None:
    with pytest.raises(TransportFault, match="more packets"):
        list(packets.lines(b"0000" * (packets.PACKETS_LIMIT + 1)))


@pytest.mark.parametrize("length", [b"-001", b"+009", b"1_00", b" 9  ", b"0x1f"])
def test_a_length_is_four_digits(length: bytes) -> None:
    with pytest.raises(TransportFault):
        list(packets.lines(length + b"x" * 300))


def test_a_reference_without_a_name_is_no_crash(inhabit: Callable[..., World]) -> None:
    page = Page(body=b"0007abc0000", type="application/x-git-upload-pack-result")
    inhabit(pages={"https://github.com/o/r.git/git-upload-pack": page})
    with (
        Door(Settings(read_timeout=5, total_timeout=20)) as door,
        contextlib.suppress(TransportFault),
    ):
        assert door.git.look("https://github.com/o/r.git", want=lambda paths: paths) is None


def test_a_pack_that_could_not_be_read_is_a_look_that_failed(inhabit: Callable[..., World]) -> None:
    sent = b"\1" + _chain(pack.DEPTH_LIMIT + 2)[:60_000]
    body = b"000dpackfile\n" + f"{len(sent) + 4:04x}".encode() + sent + b"0000"
    page = Page(body=body, type="application/x-git-upload-pack-result")
    inhabit(pages={"https://github.com/o/r.git/git-upload-pack": page})
    with (
        Door(Settings(read_timeout=5, total_timeout=20)) as door,
        pytest.raises(TransportFault) as caught,
    ):
        door.git.look(
            "https://github.com/o/r.git",
            want=lambda paths: paths,
            head=Head(commit="a" * 40, branch="main"),
        )
    assert caught.value.reach == "error"
