"""The packets of git's protocol: four digits that tell a length, then so many bytes."""

from collections.abc import Iterator

from tracker.errors import TransportFault
from tracker.transport.git.pack import broken

FLUSH, DELIMITER = b"0000", b"0001"
PACKETS_LIMIT = 1_000_000
"""Packets of one answer, those included that only separate."""
_NEEDED = (b"ls-refs", b"fetch")
_DIGITS = frozenset(b"0123456789abcdefABCDEF")


def capable(advertised: bytes) -> bool:
    """Whether the server speaks version 2 and can leave files out."""
    try:
        advertised_lines = [line.rstrip(b"\n") for line in lines(advertised)]
    except TransportFault:
        return False
    capabilities = {
        name: rest for name, _, rest in (line.partition(b"=") for line in advertised_lines)
    }
    return (
        b"version 2" in capabilities
        and all(name in capabilities for name in _NEEDED)
        and {b"filter", b"shallow"} <= set(capabilities[b"fetch"].split(b" "))
        and capabilities.get(b"object-format", b"sha1") == b"sha1"
    )


def packet(line: str) -> bytes:
    """Return a line as a packet."""
    data = f"{line}\n".encode()
    return f"{len(data) + 4:04x}".encode() + data


def lines(body: bytes) -> Iterator[bytes]:
    """Yield the packets of an answer; those that only separate are left out.

    Raises
    ------
    TransportFault
        If it does not consist of whole packets, or of too many, or tells an error.
    """
    at = count = 0
    while at < len(body):
        count += 1
        if count > PACKETS_LIMIT:
            raise broken("the answer has more packets than are read")
        digits = body[at : at + 4]
        if len(digits) < 4 or not _DIGITS.issuperset(digits):
            raise broken("what answered is not a git server")
        length = int(digits, 16)
        if length < 4:
            at += 4
            continue
        line = body[at + 4 : at + length]
        if len(line) != length - 4:
            raise broken("the answer is cut off")
        if line.startswith(b"ERR "):
            raise broken(line[4:204].decode("utf-8", "replace").strip())
        yield line
        at += length


def unwrapped(body: bytes) -> bytes:
    """Return the pack inside an answer to ``fetch``."""
    pieces: list[bytes] = []
    inside = False
    for line in lines(body):
        if not inside:
            inside = line == b"packfile\n"
        elif line[:1] == b"\1":
            pieces.append(line[1:])
        elif line[:1] == b"\3":
            raise broken(line[1:201].decode("utf-8", "replace").strip())
    return b"".join(pieces)
