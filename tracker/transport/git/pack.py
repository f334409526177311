"""Reading what git sends: packs of objects, commits and trees. Written by strangers, so bounded.

The format is described in git's own ``gitformat-pack``. Every object is known by the hash of its
content, so that an object asked for by its id is what it claims to be. Whatever is sent, each
object is unpacked once and each delta applied once; sizes, steps and depth have a limit, and what
goes beyond one is a pack that was not read.

Long, because a format is read in one place, with all of its bounds.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping

from tracker.errors import TransportFault
from tracker.model.base import Value

UNPACKED_LIMIT = 400_000_000
"""Bytes of all objects of one pack."""
OBJECT_LIMIT = 50_000_000
OBJECTS_LIMIT = 1_000_000
STEPS_LIMIT = 10_000_000
"""Objects and orders of deltas in one pack: each is a step of the reader, however small."""
DEPTH_LIMIT = 4_095
"""Deltas upon deltas; git itself makes no longer chains."""
ENTRIES_LIMIT = 330_000
"""Files and folders of one listing, each as often as it stands in it."""
PATH_LIMIT = 4_096
PATHS_LIMIT = 50_000_000
"""Characters of all paths of one listing."""
_KINDS = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_OFFSET_DELTA, _NAMED_DELTA = 6, 7
FOLDER, SUBMODULE = "40000", "160000"
_FILE = 0o100000
_MODES = {0o040000: FOLDER, 0o120000: "120000"}
_EIGHT = frozenset(b"89")
_CHUNK = 4_096
_OBJECT_STEPS = 8
"""Orders of a delta that take as long as one object."""
_NUMBER_BITS = 63
_MODE_DIGITS = 12


class Packed(Value, frozen=True):
    """One object."""

    kind: str
    data: bytes

    @property
    def oid(self) -> str:
        """Its id: the hash of kind, length and content."""
        head = f"{self.kind} {len(self.data)}\0".encode()
        return hashlib.sha1(head + self.data, usedforsecurity=False).hexdigest()


def broken(why: str) -> TransportFault:
    """Return the fault of having been sent something that git would not send."""
    return TransportFault(f"git: {why}", reach="error")


def objects(pack: bytes) -> dict[str, Packed]:
    """Return all objects of a pack by their ids.

    Raises
    ------
    TransportFault
        If it is no whole pack, or one that unpacks to more than anybody needs.
    """
    try:
        return _PackReader(pack).objects()
    except (IndexError, zlib.error) as error:
        raise broken("the pack is damaged") from error


class _PackReader:
    """Reads one pack from its beginning to its end.

    What is made from another object waits until that one is known, in whatever order they come.
    """

    def __init__(self, pack: bytes) -> None:
        if pack[:8] != b"PACK\0\0\0\2" or len(pack) < 32:
            raise broken("what was sent is no pack")
        body, check = pack[:-20], pack[-20:]
        if hashlib.sha1(body, usedforsecurity=False).digest() != check:
            raise broken("the pack is damaged")
        self._pack = memoryview(body)
        self._at = 12
        self._left = UNPACKED_LIMIT
        self._steps = STEPS_LIMIT

    def objects(self) -> dict[str, Packed]:
        count = int.from_bytes(self._pack[8:12], "big")
        if count > OBJECTS_LIMIT:
            raise broken(f"a pack of {count} objects")
        by_id: dict[str, Packed] = {}
        ready: list[tuple[int, Packed, int]] = []
        waiting: dict[int | str, list[tuple[int, bytes]]] = {}
        for _ in range(count):
            self._step(_OBJECT_STEPS)
            place = self._at
            kind, size = self._head()
            if kind in _KINDS:
                ready.append((place, Packed(_KINDS[kind], self._inflated(size)), 0))
                continue
            base: int | str = (
                place - self._distance() if kind == _OFFSET_DELTA else self._name(kind)
            )
            waiting.setdefault(base, []).append((place, self._inflated(size)))
        while ready:
            place, made, depth = ready.pop()
            if depth > DEPTH_LIMIT:
                raise broken("the pack piles up more deltas than are read")
            oid = made.oid
            by_id[oid] = made
            for above, delta in (*waiting.pop(place, ()), *waiting.pop(oid, ())):
                ready.append((above, Packed(made.kind, self._applied(made.data, delta)), depth + 1))
        if waiting:
            raise broken("the pack is made from objects that were not sent")
        return by_id

    def _step(self, count: int) -> None:
        self._steps -= count
        if self._steps < 0:
            raise broken("the pack takes more work than is done")

    def _byte(self) -> int:
        value = self._pack[self._at]
        self._at += 1
        return value

    def _head(self) -> tuple[int, int]:
        byte = self._byte()
        kind, size, shift = byte >> 4 & 7, byte & 15, 4
        while byte & 0x80:
            byte = self._byte()
            size |= (byte & 0x7F) << shift
            shift += 7
            _short_enough(shift)
        return kind, size

    def _distance(self) -> int:
        byte = self._byte()
        distance, length = byte & 0x7F, 7
        while byte & 0x80:
            byte = self._byte()
            distance = (distance + 1 << 7) | (byte & 0x7F)
            length += 7
            _short_enough(length)
        return distance

    def _name(self, kind: int) -> str:
        if kind != _NAMED_DELTA:
            raise broken("the pack holds something unknown")
        name = self._pack[self._at : self._at + 20].hex()
        self._at += 20
        return name

    def _inflated(self, size: int) -> bytes:
        self._spend(size)
        unpacking = zlib.decompressobj()
        pieces = []
        length = 0
        while not unpacking.eof:
            chunk = self._pack[self._at : self._at + _CHUNK]
            piece = unpacking.decompress(chunk, size + 1 - length)
            length += len(piece)
            if not len(chunk) or length > size:
                raise broken("the pack is damaged")
            self._at += len(chunk) - len(unpacking.unused_data) - len(unpacking.unconsumed_tail)
            pieces.append(piece)
        if length != size:
            raise broken("the pack is damaged")
        return b"".join(pieces)

    def _spend(self, size: int) -> None:
        self._left -= size
        if size > OBJECT_LIMIT or self._left < 0:
            raise broken("the pack unpacks to more than is read")

    def _applied(self, base: bytes, delta: bytes) -> bytes:
        at, sizes = 0, []
        for _ in range(2):
            size, at = _varint(delta, at)
            sizes.append(size)
        if sizes[0] != len(base):
            raise broken("the pack is damaged")
        self._spend(sizes[1])
        made = bytearray()
        while at < len(delta):
            self._step(1)
            order = delta[at]
            at += 1
            if order & 0x80:
                piece, at = _copied(base, delta, order, at)
                made += piece
            else:
                made += delta[at : at + order]
                at += order
            if len(made) > sizes[1] or not order:
                raise broken("the pack is damaged")
        if len(made) != sizes[1]:
            raise broken("the pack is damaged")
        return bytes(made)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at
        _short_enough(shift)


def _copied(base: bytes, delta: bytes, order: int, at: int) -> tuple[bytes, int]:
    """Return the piece of the base that an order names, and where the next order stands."""
    start = length = 0
    for bit in range(7):
        if order >> bit & 1:
            if bit < 4:
                start |= delta[at] << 8 * bit
            else:
                length |= delta[at] << 8 * (bit - 4)
            at += 1
    end = start + (length or 0x10000)
    if end > len(base):
        raise broken("the pack is damaged")
    return base[start:end], at


def _short_enough(bits: int) -> None:
    """Refuse a number that goes on and on: it would be put together anew at each byte."""
    if bits > _NUMBER_BITS:
        raise broken("the pack is damaged")


def entries(tree: bytes) -> Iterator[tuple[str, str, str]]:
    r"""Yield mode, name and id of each entry of a tree; bytes that are no text become surrogates.

    Modes are given as git gives them today: old programs wrote zeros before them, and permissions
    that git does not keep.

    Examples
    --------
    >>> list(entries(b"100644 a.py\0" + bytes(20)))
    [('100644', 'a.py', '0000000000000000000000000000000000000000')]
    """
    at = 0
    while at < len(tree):
        end = tree.find(b"\0", at)
        mode, _, name = tree[at:end].partition(b" ")
        if end < 0 or len(tree) < end + 21 or not name or b"/" in name:
            raise broken("a tree is damaged")
        yield (
            _mode(mode),
            name.decode("utf-8", "surrogateescape"),
            tree[end + 1 : end + 21].hex(),
        )
        at = end + 21


def _mode(written: bytes) -> str:
    if not written.isdigit() or len(written) > _MODE_DIGITS or not _EIGHT.isdisjoint(written):
        raise broken("a tree is damaged")
    mode = int(written, 8)
    kind = mode & 0o170000
    if kind == _FILE:
        return "100755" if mode & 0o100 else "100644"
    return _MODES.get(kind, SUBMODULE)


def files(root: str, known: Mapping[str, Packed]) -> dict[str, tuple[str, str]]:
    """Return mode and id of every file and submodule below the tree `root`, by path.

    Raises
    ------
    TransportFault
        If a tree is missing, or there are more files than anybody writes.
    """
    modes: dict[str, tuple[str, str]] = {}
    waiting = [("", root)]
    count = length = 0
    while waiting:
        folder, oid = waiting.pop()
        tree = known.get(oid)
        if tree is None or tree.kind != "tree":
            raise broken("a tree was not sent")
        for mode, name, entry in entries(tree.data):
            path = folder + name
            count += 1
            length += len(path)
            if count > ENTRIES_LIMIT or len(path) > PATH_LIMIT or length > PATHS_LIMIT:
                raise broken("a tree with more files than are read")
            if mode == FOLDER:
                waiting.append((f"{path}/", entry))
            else:
                modes[path] = (mode, entry)
    return dict(sorted(modes.items()))


def header(commit: bytes) -> dict[str, str]:
    """Return the lines above a commit's message, by their first word; of several the last."""
    head = commit.partition(b"\n\n")[0].decode("utf-8", "replace")
    return {
        name: rest for name, _, rest in (line.partition(" ") for line in head.splitlines()) if name
    }
